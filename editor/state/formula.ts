/** Filling LaTeX templates of operations with names. */

/** Puts replacements into a template; what has none stays as it is. */
export function fillTemplate(
  template: string,
  replacements: Readonly<Record<string, string>>,
): string {
  return template.replace(/<(\w+)>/g, (whole, name: string) =>
    Object.hasOwn(replacements, name) ? replacements[name] : whole,
  );
}
