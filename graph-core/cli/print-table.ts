/** Text in columns. */

/** Rows under a heading, columns two spaces apart; columns of numbers only are aligned right. */
export function printTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = heading.map((title, i) =>
    Math.max(columns(title), ...rows.map((row) => columns(row[i]))),
  );
  const isNumeric = heading.map(
    (_, i) => rows.length > 0 && rows.every((row) => NUMBER.test(row[i])),
  );
  return [heading, ...rows]
    .map((row) =>
      row
        .map((cell, i) => {
          const space = ' '.repeat(widths[i] - columns(cell));
          return isNumeric[i] ? space + cell : cell + space;
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

const NUMBER = /^(?:-?[\d.]+(?:e[-+]\d+)?|-?Infinity|NaN|—)$/;

/** Code points but marks and joiners, which stand on others; wide characters may be a column off. */
function columns(text: string): number {
  return [...text.replace(/[\p{Mn}\p{Me}\u200c\u200d]/gu, '')].length;
}

/** Rows by a key, in the order the keys first occur. */
export function groupRows<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
