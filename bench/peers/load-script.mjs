// Packages that come as a script with one global name.

/** Runs a script of a package; gives the global `name`. */
export async function loadScript(path, name) {
  const script = document.createElement('script');
  script.src = `/bench/node_modules/${path}`;
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${path} is not installed: npm ci in bench/`));
    document.head.append(script);
  });
  return globalThis[name];
}
