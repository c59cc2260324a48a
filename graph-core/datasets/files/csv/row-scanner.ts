/** Rows of a table of text, as places of their cells; any number of times. */
import { CellScanner, type Punctuation, type TextStart } from './cells/cell-scanner.ts';
import { LineTally } from './line-tally.ts';

/** Where the cells of a row lie; overwritten by the next one. */
export interface RowCells {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** One of `CELL_STYLE`. */
  readonly style: Uint8Array;
  /** The numbers that cells are; NaN for anything else. */
  readonly values: Float64Array;
  /** Line the row begins in. */
  line: number;
}

/** What a scan met. */
export interface Scanned {
  /** Rows of the table's width; empty cells after it do not count. */
  readonly rows: number;
  readonly ragged: LineTally;
  /** Cells of the first row that was left out; 0 when none was. */
  readonly raggedLength: number;
  /** Line of a quote that is never closed; 0 when there is none. */
  readonly openQuote: number;
  /** Line of a quote that seems to be one of the text, after a backslash; 0 when there is none. */
  readonly escapedQuote: number;
}

/** Where a cell lies, and how it is written. */
export type CellPlace = readonly [from: number, to: number, style: number];

/** Scans the rows of one text. */
export class RowScanner {
  private readonly bytes: Uint8Array;
  private readonly punctuation: Punctuation;
  private readonly start: TextStart;
  /** Columns. */
  readonly width: number;

  constructor(bytes: Uint8Array, punctuation: Punctuation, start: TextStart, width: number) {
    this.bytes = bytes;
    this.punctuation = punctuation;
    this.start = start;
    this.width = width;
  }

  /** The cells of the first row, at most so many. */
  first(most: number): readonly CellPlace[] {
    const first: CellPlace[] = [];
    const scanner = new CellScanner(this.bytes, this.punctuation, this.start);
    while (first.length < most && scanner.next()) {
      first.push([scanner.from, scanner.to, scanner.style]);
      if (scanner.endsRow) break;
    }
    return first;
  }

  /** Shows every row of the table's width; the first one is left out when it holds names. */
  scan(header: boolean, visit: (row: number, cells: RowCells) => void): Scanned {
    const { width } = this;
    const scanner = new CellScanner(this.bytes, this.punctuation, this.start);
    const cells: RowCells = {
      from: new Int32Array(width),
      to: new Int32Array(width),
      style: new Uint8Array(width),
      values: new Float64Array(width),
      line: 1,
    };
    const ragged = new LineTally();
    let raggedLength = 0;
    let rows = 0;
    let skip = header;
    let isTooLong = false;
    while (scanner.next()) {
      const { column } = scanner;
      if (column === 0) {
        cells.line = scanner.line;
        isTooLong = false;
      }
      if (column < width) {
        cells.from[column] = scanner.from;
        cells.to[column] = scanner.to;
        cells.style[column] = scanner.style;
        cells.values[column] = scanner.value;
      } else if (scanner.from !== scanner.to) isTooLong = true;
      if (!scanner.endsRow) continue;
      if (skip) skip = false;
      else if (column + 1 >= width && !isTooLong) visit(rows++, cells);
      else if (ragged.add(cells.line) === 1) raggedLength = column + 1;
    }
    const { openQuote, escapedQuote } = scanner;
    return { rows, ragged, raggedLength, openQuote, escapedQuote };
  }
}
