/** How a CSV text is written: separator, decimal point, names in the first line. Found out on its beginning. */
import { CellScanner, type Punctuation } from './cell-scanner.ts';

/** Punctuation, and what the first line is. */
export interface Dialect extends Punctuation {
  readonly header: boolean;
}

const COMMA = 44;
const POINT = 46;
const SEMICOLON = 59;
const TAB = 9;

/** Rows looked at, and bytes: a row may be long. */
const ROWS = 20;
const BYTES = 2 ** 16;

/**
 * The separator that cuts most of the first rows into as many cells as the first one; of several, the one
 * that makes most cells. A comma is a decimal point where cells are separated by `;` and some cell is a
 * number only so. The first line holds names when no cell of it is a number.
 */
export function findDialect(bytes: Uint8Array, start: number, header?: boolean): Dialect {
  let best = { separator: COMMA, even: 0, cells: 0 };
  for (const separator of [COMMA, SEMICOLON, TAB]) {
    const counts = firstRows(bytes, start, { separator, point: POINT }).map((row) => row.length);
    const cells = counts[0] ?? 0;
    const even = cells > 1 ? counts.filter((count) => count === cells).length : 0;
    if (even > best.even || (even === best.even && cells > best.cells)) {
      best = { separator, even, cells };
    }
  }
  const { separator } = best;
  const numbers = (point: number): number =>
    firstRows(bytes, start, { separator, point }).flat().filter(Boolean).length;
  const point = separator === SEMICOLON && numbers(COMMA) > numbers(POINT) ? COMMA : POINT;
  const [first = []] = firstRows(bytes, start, { separator, point });
  return { separator, point, header: header ?? !first.includes(true) };
}

/** For each cell of the first rows whether it is a number. */
function firstRows(bytes: Uint8Array, start: number, punctuation: Punctuation): boolean[][] {
  const scanner = new CellScanner(bytes, punctuation, start);
  const rows: boolean[][] = [];
  let row: boolean[] = [];
  while (rows.length < ROWS && scanner.position < start + BYTES && scanner.next()) {
    row.push(!Number.isNaN(scanner.value));
    if (!scanner.endsRow) continue;
    rows.push(row);
    row = [];
  }
  // The first row may be longer than what is looked at.
  return rows.length === 0 ? [row] : rows;
}
