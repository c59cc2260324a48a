/**
 * How the rows of a sample are laid out: lines before the table, a line of names, columns. Found out on the
 * numbers of cells and on what stands under what.
 */

import { MAX_COLUMNS } from '../../../graph/limits.ts';
import type { TableSwitches } from '../../../graph/table-switches.ts';
import type { TextStart } from './cells/cell-scanner.ts';
import { filledLength, type SampleCell, type SampleRow } from './row-sample.ts';

/** Where the table begins and how wide it is. */
export interface FoundLayout {
  /** First row of the table: the names, where there are any. */
  readonly start: TextStart;
  readonly header: boolean;
  /** Lines of the file before the table. */
  readonly skip: number;
  /** Rows among these lines: 0 when only blank lines or what a person said stands there. */
  readonly skippedRows: number;
  readonly width: number;
  /** The names begin with the second column. */
  readonly isShort: boolean;
}

/** The layout of `rows`, the first of which begin at `start`. */
export function findLayout(
  rows: readonly SampleRow[],
  start: TextStart,
  { header, skip }: TableSwitches,
): FoundLayout {
  if (rows.some(({ cells }) => cells.length > MAX_COLUMNS)) {
    const width = MAX_COLUMNS + 1;
    return { start, header: false, skip: start.line - 1, skippedRows: 0, width, isShort: false };
  }
  const common = commonLength(rows);
  const first = skip === undefined ? firstOfTable(rows, common, header) : 0;
  const [top, ...body] = rows.slice(first);
  const place = first === 0 || top === undefined ? start : top.start;
  const beginning = { start: place, skip: place.line - 1, skippedRows: first };
  if (top === undefined) return { ...beginning, header: header ?? false, width: 0, isShort: false };
  const full = body.filter(({ cells }) => cells.length === common);
  const isHeader = header ?? looksLikeNames(top, full.length === 0 ? body : full);
  // Separators at the end of every line make no column; a name does, and so does a cell that is not empty.
  const counted = isHeader || top.cells.length !== common ? full : [top, ...full];
  const wide = counted.reduce((most, row) => Math.max(most, filledLength(row)), 0);
  const named = isHeader ? filledLength(top) : 0;
  const isShort = isHeader && named === wide - 1 && top.cells.length === common - 1;
  return { ...beginning, header: isHeader, width: Math.max(1, wide, named), isShort };
}

/** Cells of most rows; the first one is asked only where it is alone. */
function commonLength(rows: readonly SampleRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows.length > 1 ? rows.slice(1) : rows) {
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  // Of numbers that are as frequent, that of the first row counts.
  let common = counts.has(rows[0]?.cells.length) ? rows[0].cells.length : 0;
  for (const [length, count] of counts) {
    const most = counts.get(common) ?? 0;
    const isFirst = common === rows[0].cells.length;
    if (count > most || (count === most && !isFirst && length > common)) common = length;
  }
  return common;
}

/** Index of the first row that belongs to the table: titles and comments before it do not. */
function firstOfTable(
  rows: readonly SampleRow[],
  common: number,
  header: boolean | undefined,
): number {
  const typical = rows.findIndex(
    (row) => row.cells.length === common && !row.isComment && !isTitle(row, common),
  );
  if (typical <= 0) return 0;
  const before = rows[typical - 1];
  const body = rows.slice(typical);
  const areNames = header !== false && looksLikeNames(rows[typical], body.slice(1));
  // `# x, y` over numbers are names, and so are names that leave out the one of the first column.
  const isCommentOfNames = before.isComment && before.cells.length === common && !areNames;
  const isShort =
    common > 2 && before.cells.length === common - 1 && !before.isComment && !areNames;
  const isLonger = before.cells.length > common && !before.isComment;
  return isCommentOfNames || isShort || isLonger ? typical - 1 : typical;
}

/** A line with a single text at its beginning, or with nothing, in a table of several columns. */
function isTitle(row: SampleRow, common: number): boolean {
  if (row.cells.length < common ? common < 2 : common < 3) return false;
  const filled = filledLength(row);
  return filled === 0 || (filled === 1 && (row.cells[0] === 'word' || row.cells[0] === 'mess'));
}

const isNumber = (cell: SampleCell | undefined): boolean => cell === 'number' || cell === 'marked';

/**
 * True when a row holds names: no cell of it is a number; or most are words, some of them over numbers; or its
 * numbers are years and no row below has one there.
 */
export function looksLikeNames(top: SampleRow, body: readonly SampleRow[]): boolean {
  const numbers = top.cells.filter(isNumber).length;
  if (numbers === 0) return true;
  if (body.length === 0) return false;
  const offset = body[0].cells.length - top.cells.length;
  const under = (j: number): readonly SampleCell[] =>
    body
      .flatMap(({ cells }) => cells[j + offset] ?? [])
      .filter((cell) => cell !== 'missing' && cell !== 'empty');
  const words = top.cells.filter((cell) => cell === 'word').length;
  const isOverNumbers = top.cells.some((cell, j) => {
    const below = under(j);
    return (
      cell === 'word' && below.length > 0 && below.filter(isNumber).length >= 0.9 * below.length
    );
  });
  if (isOverNumbers && words >= numbers) return true;
  return top.cells.every(
    (cell, j) =>
      !isNumber(cell) ||
      (isYear(top.values[j]) && !body.some(({ values }) => isYear(values[j + offset]))),
  );
}

const isYear = (value: number | undefined): boolean =>
  value !== undefined && Number.isInteger(value) && value >= 1900 && value <= 2100;
