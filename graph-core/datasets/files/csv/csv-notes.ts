/** What is said about a table: how it was taken, what was not understood, what is left out. */

import type { Problem } from '../../../graph/problem.ts';
import { tableLabel } from '../../../graph/table-switches.ts';
import { printable } from '../../../graph/wording/printable.ts';
import type { CellTally, ColumnTally } from './column-tally.ts';
import type { FoundDialect } from './find-dialect.ts';
import { linesOf } from './line-tally.ts';
import type { Scanned } from './row-scanner.ts';
import { MAX_WORD_BYTES, MAX_WORDS, type NoCategories } from './word-columns.ts';

/** Columns that get notes of their own. */
const MOST_COLUMNS = 20;

/** What is told of the way a table is written, where it is not the usual one. */
export function dialectNotes(
  { dialect, skippedRows, isShort, isDoubtful, isOneColumn, width }: FoundDialect,
  { skippedText, escapedQuote }: { readonly skippedText: string; readonly escapedQuote: number },
): Problem[] {
  const notes: Problem[] = [];
  if (dialect.encoding !== 'utf-8') {
    const message = `the letters are ${tableLabel('encoding', dialect.encoding)}, not UTF-8`;
    notes.push(
      problem('other-letters', message, 'if some are wrong, choose how letters are written'),
    );
  }
  if (skippedRows > 0) {
    const lines = dialect.skip === 1 ? 'the first line is' : `the first ${dialect.skip} lines are`;
    const message = `${lines} no part of the table and left out: "${printable(skippedText, 40)}"`;
    notes.push(problem('lines-skipped', message, 'if that is wrong, say how many lines to skip'));
  }
  if (isShort) {
    const message = `${width - 1} names stand over ${width} columns: the first column has none`;
    notes.push(
      problem('short-header', message, 'leave the first column out if it numbers the rows'),
    );
  }
  if (isOneColumn) {
    const message = 'one name stands over numbers with a comma each: the commas are decimal marks';
    const hint = 'if they separate two columns, choose the comma as separator';
    notes.push(problem('one-column', message, hint));
  }
  if (isDoubtful && dialect.decimal === 'comma') {
    const message =
      'commas are taken as decimal marks, but three digits follow each: 1,049 is 1.049';
    const hint = 'if they mark thousands, choose the point as decimal mark';
    notes.push(problem('doubtful-mark', message, hint));
  }
  if (escapedQuote > 0) {
    const message = `a backslash takes the meaning from a quote, as in line ${escapedQuote}`;
    notes.push(problem('backslash-quotes', message, 'if that is wrong, choose doubled quotes'));
  }
  return notes;
}

/** What is told of columns: cells that count as missing, numbers that are written for people. */
export function columnNotes(
  names: readonly string[],
  tallies: readonly ColumnTally[],
  isWords: readonly boolean[],
): Problem[] {
  const notes: Problem[] = [];
  let columns = 0;
  tallies.forEach((tally, j) => {
    const name = printable(names[j], 40);
    const ofColumn = isWords[j] ? notesOfWords(name, tally) : notesOfNumbers(name, tally);
    if (ofColumn.length === 0) return;
    if (columns++ < MOST_COLUMNS) notes.push(...ofColumn);
  });
  if (columns > MOST_COLUMNS) {
    const message = `the same goes for cells of ${columns - MOST_COLUMNS} more columns`;
    notes.push(problem('more-notes', message, 'look at their missing values'));
  }
  return notes;
}

function notesOfWords(name: string, { marked }: ColumnTally): Problem[] {
  if (marked.count === 0) return [];
  const message = `${name} holds words, and ${quoted(marked)} counts as missing${others(marked)}`;
  return [
    problem('marked-missing', message, 'if it is a word, say that only empty cells are missing'),
  ];
}

function notesOfNumbers(name: string, tally: ColumnTally): Problem[] {
  const notes: Problem[] = [];
  const { words, grouped, percent, infinite, tiny } = tally;
  if (words.count > 0) {
    const more = words.count - 1;
    const nor =
      more === 0 ? '' : `; nor ${more === 1 ? 'is 1' : `are ${more}`} more: ${linesOf(words, 1)}`;
    const message = `${name} holds numbers, but ${quoted(words)} is none${nor}`;
    const hint = 'such cells count as missing; repair them in the file';
    notes.push(problem('no-number', message, hint));
  }
  if (grouped.count > 0) {
    const message = `${name}: ${quoted(grouped)} is read as ${grouped.value}${others(grouped)}`;
    const hint =
      'if it is not that number, choose another decimal mark, or digits in threes as words';
    notes.push(problem('grouped-digits', message, hint));
  }
  if (percent.count > 0) {
    const message = `${name}: ${quoted(percent)} is read as ${percent.value}${others(percent)}`;
    notes.push(problem('percent', message, 'numbers without the sign are taken as they are'));
  }
  if (infinite.count > 0) {
    const message = `${name}: ${quoted(infinite)} is no finite number${others(infinite)}`;
    notes.push(problem('infinite', message, 'such cells count as missing'));
  }
  if (tiny.count > 0) {
    const message = `${name}: ${quoted(tiny)} is nearer to 0 than any double${others(tiny)}`;
    notes.push(problem('tiny', message, 'it is read as 0; use a larger unit'));
  }
  return notes;
}

/** What is told of columns that are left out. */
export function refusedColumns(
  names: readonly string[],
  refused: readonly NoCategories[],
): Problem[] {
  const notes = refused.slice(0, MOST_COLUMNS).map(({ column, why, line }) => {
    const name = printable(names[column], 40);
    const message =
      why === 'long-text'
        ? `${name} has a text of more than ${MAX_WORD_BYTES} bytes in line ${line}`
        : `${name} has more than ${MAX_WORDS} different words, the next one in line ${line}`;
    return problem(why, message, 'the column is left out');
  });
  if (refused.length > MOST_COLUMNS) {
    const message = `${refused.length - MOST_COLUMNS} more columns are left out`;
    notes.push(problem('more-notes', message, 'shorten their texts'));
  }
  return notes;
}

/** What is told of rows that are left out. */
export function raggedRows(
  { ragged }: Scanned,
  { width, isShort, dialect }: FoundDialect,
): Problem {
  const than =
    isShort || dialect.skip > 0
      ? `the table, which has ${width}`
      : `the first line, which has ${width}`;
  const message = `${ragged.count === 1 ? '1 row has' : `${ragged.count} rows have`} another number of cells than ${than}: ${linesOf(ragged)}`;
  return problem('ragged-rows', message, 'such rows are left out; repair them in the file');
}

/** Why there is no row. */
export function noRows(
  { ragged, raggedLength }: Scanned,
  { width, dialect }: FoundDialect,
): Problem {
  if (ragged.count === 0) {
    const contents = dialect.header ? 'names in its first line and no rows' : 'no rows';
    return problem('no-rows', `the file has ${contents}`, 'choose a file with examples');
  }
  const [line] = ragged.lines;
  const message = `no row has ${width} cells, as the ${dialect.header ? 'line of names' : 'first line'} has; line ${line} has ${raggedLength}`;
  return problem('no-rows', message, 'give every column a name, or choose another separator');
}

const quoted = ({ text, lines }: CellTally): string =>
  `"${printable(text, 40)}" in line ${lines[0]}`;

function others(tally: CellTally): string {
  const more = tally.count - 1;
  return more === 0 ? '' : `; ${more} more: ${linesOf(tally, 1)}`;
}

function problem(code: string, message: string, hint: string): Problem {
  return { code, message, hint };
}
