/** Rows of a CSV text, as places of their cells; any number of times. */
import { CellScanner, type Punctuation } from './cell-scanner.ts';
import { LineTally } from './line-tally.ts';

/** Where the cells of a row lie; overwritten by the next one. */
export interface RowCells {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 1 for a cell in quotes. */
  readonly quoted: Uint8Array;
  /** The numbers that cells are; NaN for anything else. */
  readonly values: Float64Array;
  /** Line the row begins in. */
  line: number;
}

/** What a scan met. */
export interface Scanned {
  /** Rows with as many cells as the first one. */
  readonly rows: number;
  readonly ragged: LineTally;
  /** Line of a quote that is never closed; 0 when there is none. */
  readonly openQuote: number;
}

/** Where a cell lies, and whether it is in quotes. */
export type CellPlace = readonly [from: number, to: number, quoted: boolean];

/** Scans the rows of one text. */
export class RowScanner {
  private readonly bytes: Uint8Array;
  private readonly punctuation: Punctuation;
  private readonly start: number;
  /** The cells of the first row, at most one more than `mostColumns`. */
  readonly first: readonly CellPlace[];

  constructor(bytes: Uint8Array, punctuation: Punctuation, start: number, mostColumns: number) {
    this.bytes = bytes;
    this.punctuation = punctuation;
    this.start = start;
    const first: CellPlace[] = [];
    const scanner = new CellScanner(bytes, punctuation, start);
    while (first.length <= mostColumns && scanner.next()) {
      first.push([scanner.from, scanner.to, scanner.quoted]);
      if (scanner.endsRow) break;
    }
    this.first = first;
  }

  /** Cells in the first row. */
  get width(): number {
    return this.first.length;
  }

  /** Shows every row that has as many cells as the first one, which is left out when it holds names. */
  scan(header: boolean, visit: (row: number, cells: RowCells) => void): Scanned {
    const { width } = this;
    const scanner = new CellScanner(this.bytes, this.punctuation, this.start);
    const cells: RowCells = {
      from: new Int32Array(width),
      to: new Int32Array(width),
      quoted: new Uint8Array(width),
      values: new Float64Array(width),
      line: 1,
    };
    const ragged = new LineTally();
    let rows = 0;
    let skip = header;
    while (scanner.next()) {
      const { column } = scanner;
      if (column === 0) cells.line = scanner.line;
      if (column < width) {
        cells.from[column] = scanner.from;
        cells.to[column] = scanner.to;
        cells.quoted[column] = scanner.quoted ? 1 : 0;
        cells.values[column] = scanner.value;
      }
      if (!scanner.endsRow) continue;
      if (skip) skip = false;
      else if (column + 1 === width) visit(rows++, cells);
      else ragged.add(cells.line);
    }
    return { rows, ragged, openQuote: scanner.openQuote };
  }
}
