/** The beginning of a text cut into cells one way, to see how well that way suits it. */

import { MAX_COLUMNS } from '../../../graph/limits.ts';
import type { TableDialect } from '../../../graph/table-switches.ts';
import { CellMeanings } from './cells/cell-meaning.ts';
import { CELL_STYLE, CellScanner, type TextStart } from './cells/cell-scanner.ts';
import { CellText } from './cells/cell-text.ts';
import { punctuationOf } from './punctuation.ts';

/** What a cell of a sample is; a `mess` has another separator in it, or quotes where none belong. */
export type SampleCell = 'number' | 'marked' | 'empty' | 'missing' | 'word' | 'mess';

/** A row of a sample. */
export interface SampleRow {
  readonly cells: readonly SampleCell[];
  /** The numbers of the cells; NaN for other cells. */
  readonly values: readonly number[];
  /** Where it begins. */
  readonly start: TextStart;
  readonly isComment: boolean;
}

/** Rows looked at, and bytes: a row may be long. */
const ROWS = 40;
const BYTES = 2 ** 20;

/** Bytes of a cell that are looked at. */
const CELL_BYTES = 200;

const HASH = 35;
/** Not a cell, more likely, but several of another separator. */
const MIXED_MESS = /[,;\t|\r\n]/;
const MESS = /[,;\t|"]|[\d.,] +[-+\d.,]/;

/** The part of `bytes` that is looked at: up to a line end, where there is one. */
export function beginningOf(bytes: Uint8Array, from: number): Uint8Array {
  if (bytes.length - from <= BYTES) return bytes;
  const part = bytes.subarray(0, from + BYTES);
  const end = part.lastIndexOf(10);
  return end > from ? part.subarray(0, end) : part;
}

/** The first rows of `bytes`, which is the beginning of a text. */
export function sampleRows(
  bytes: Uint8Array,
  dialect: TableDialect,
  start: TextStart,
  most = ROWS,
): readonly SampleRow[] {
  const scanner = new CellScanner(bytes, punctuationOf(dialect), start);
  const text = new CellText(bytes, dialect);
  const meanings = new CellMeanings(bytes, text, dialect);
  const rows: SampleRow[] = [];
  let cells: SampleCell[] = [];
  let values: number[] = [];
  let begin = start;
  while (rows.length < most && scanner.next()) {
    const { from, to, style, column, line } = scanner;
    if (column === 0) begin = { at: from - (style === CELL_STYLE.quoted ? 1 : 0), line };
    let { value } = scanner;
    let cell: SampleCell = 'number';
    if (Number.isNaN(value)) {
      cell = kindOf(from, to, style);
      value = meanings.value;
    }
    cells.push(cell);
    values.push(value);
    if (column >= MAX_COLUMNS) break;
    if (!scanner.endsRow) continue;
    rows.push({ cells, values, start: begin, isComment: bytes[begin.at] === HASH });
    cells = [];
    values = [];
  }
  if (cells.length > 0) rows.push({ cells, values, start: begin, isComment: false });
  return rows;

  function kindOf(from: number, to: number, style: number): SampleCell {
    if (from === to) return 'empty';
    const meaning = meanings.of(from, to, style);
    if (meaning === 'missing') return 'missing';
    if (meaning === 'grouped') return 'marked';
    if (meaning !== 'word') return 'number';
    if (style === CELL_STYLE.quoted) return 'word';
    return (style === CELL_STYLE.mixed ? MIXED_MESS : MESS).test(
      text.read(from, to, style, CELL_BYTES),
    )
      ? 'mess'
      : 'word';
  }
}

/** Cells of a row without the empty ones at its end. */
export function filledLength({ cells }: Pick<SampleRow, 'cells'>): number {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === 'empty') length--;
  return length;
}
