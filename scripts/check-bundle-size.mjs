// Holds the built site to its budget: what a first visit loads before it can be used. Follows the
// entry page's scripts, module preloads and style sheets and their static imports; chunks that load
// on demand and fonts are not counted.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Bytes of gzip. */
const budget = 250_000;
const site = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'app');

/** Paths, absolute, of everything the entry page loads at once. */
export function firstLoad(page) {
  const html = readFileSync(page, 'utf8');
  const found = new Set([page]);
  for (const tag of html.match(/<(?:script|link)\b[^>]*>/g) ?? []) {
    const address = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    const loadsNow = tag.startsWith('<script') || /\brel="(?:modulepreload|stylesheet)"/.test(tag);
    if (address && loadsNow) follow(resolve(dirname(page), address), found);
  }
  return [...found];
}

function follow(path, found) {
  if (found.has(path) || !existsSync(path)) return;
  found.add(path);
  if (!path.endsWith('.js')) return;
  const source = readFileSync(path, 'utf8');
  // Minified static imports: `import{a}from"./b.js"`, `import"./b.js"`, `export{a}from"./b.js"`.
  // A dynamic `import("./b.js")` has a bracket and does not match.
  const pattern = /\b(?:import|export)\s*(?:[\w$*{},\s]*?\bfrom\s*)?["'](\.[^"']+)["']/g;
  for (const [, specifier] of source.matchAll(pattern)) {
    follow(resolve(dirname(path), specifier), found);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const page = join(site, 'index.html');
  if (!existsSync(page)) {
    process.stderr.write('bundle size: dist/app/index.html is missing; run: npm run build:app\n');
    process.exit(1);
  }
  let total = 0;
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
  for (const path of firstLoad(page)) {
    const size = gzipSync(readFileSync(path), { level: 9 }).length;
    total += size;
    process.stdout.write(`${kilobytes(size)}  ${relative(site, path)}\n`);
  }
  process.stdout.write(
    `${kilobytes(total)}  first load (gzip), budget ${kilobytes(budget).trim()}\n`,
  );
  if (total > budget) {
    process.stderr.write('bundle size: over budget; load something on demand instead.\n');
    process.exitCode = 1;
  }
}
