/**
 * A table of text → numbers. Our own reader, because nothing at hand gives both speed (numbers are parsed
 * from the bytes, no text is made of them) and the line numbers of everything that was not understood. Two
 * passes: numbers first; when a column turns out to hold words, a second pass reads the words of such columns.
 * What the beginning of a file did not show (other letters, quotes after a backslash) is believed where it
 * shows, and the file is read once more.
 */

import { MAX_COLUMNS } from '../../../graph/limits.ts';
import type { Problem } from '../../../graph/problem.ts';
import type { TableDialect, TableSwitches } from '../../../graph/table-switches.ts';
import { MAX_CELLS } from '../limits.ts';
import type { Column, ColumnTable } from '../table.ts';
import { CellMeanings } from './cell-meaning.ts';
import { CELL_STYLE } from './cell-scanner.ts';
import { CellText } from './cell-text.ts';
import { columnNames, NAME_BYTES } from './column-names.ts';
import { ColumnTally } from './column-tally.ts';
import { columnNotes, dialectNotes, noRows, raggedRows, refusedColumns } from './csv-notes.ts';
import { findDialect } from './find-dialect.ts';
import { punctuationOf } from './punctuation.ts';
import { RowScanner } from './row-scanner.ts';
import { type EncodedText, openText } from './text-encoding.ts';
import { readWordColumns } from './word-columns.ts';

/** The table in `bytes`, or why there is none. What `said` leaves open is found out. */
export function readCsv(
  bytes: Uint8Array,
  said: TableSwitches = {},
): ColumnTable | readonly Problem[] {
  const opened = openText(bytes, said.encoding);
  if ('code' in opened) return [opened];
  let known: Known = { ...said, encoding: opened.encoding };
  let escapedQuote = 0;
  for (;;) {
    const read = readAs(opened, { said, known, escapedQuote });
    if (!('lateFinding' in read)) return read;
    escapedQuote = read.line ?? escapedQuote;
    known = { ...known, ...read.lateFinding };
  }
}

type Known = TableSwitches & Pick<TableDialect, 'encoding'>;

interface Attempt {
  /** By a person: not to be found out. */
  readonly said: TableSwitches;
  readonly known: Known;
  /** Line of the quote after a backslash that was found before; 0 for none. */
  readonly escapedQuote: number;
}

/** What the file turned out to be while it was read. */
interface LateFinding {
  readonly lateFinding: TableSwitches;
  readonly line?: number;
}

function readAs(
  { bytes, begin }: EncodedText,
  { said, known, escapedQuote }: Attempt,
): ColumnTable | readonly Problem[] | LateFinding {
  const found = findDialect(bytes, { at: begin, line: 1 }, known);
  const { dialect, width, isShort } = found;
  const most = mostRows(bytes, width);
  if (typeof most !== 'number') return [most];
  const rows = new RowScanner(bytes, punctuationOf(dialect), found.start, width);
  const text = new CellText(bytes, dialect);
  const meanings = new CellMeanings(bytes, text, dialect);
  const given = dialect.header
    ? rows.first(width).map((cell) => text.read(...cell, NAME_BYTES))
    : [];
  const names = columnNames(isShort ? ['', ...given] : given.map(withoutHash), width);

  const values = new Float64Array(most * width);
  const tallies = Array.from({ length: width }, () => new ColumnTally());
  const scanned = rows.scan(dialect.header, (row, { from, to, style, values: numbers, line }) => {
    for (let j = 0; j < width; j++) {
      const value = numbers[j];
      values[j * most + row] = value;
      if (!Number.isNaN(value)) continue;
      const meaning = meanings.of(from[j], to[j], style[j]);
      if (meaning === 'missing') {
        tallies[j].missing.add(line);
        if (from[j] === to[j]) continue;
      } else values[j * most + row] = meanings.value;
      const tally = meaning === 'missing' ? tallies[j].marked : tallies[j].of(meaning);
      if (tally?.add(line) !== 1) continue;
      tally.value = meanings.value;
      tally.text = text.read(from[j], to[j], style[j], NAME_BYTES);
    }
  });
  if (scanned.escapedQuote > 0 && known.quotes === undefined) {
    return { lateFinding: { quotes: 'backslash' }, line: scanned.escapedQuote };
  }
  if (scanned.openQuote > 0) return [openQuote(scanned.openQuote)];
  if (scanned.rows === 0) return [noRows(scanned, found)];
  const isWords = tallies.map((tally) => tally.holdsWords(scanned.rows));
  const wordColumns = isWords.flatMap((wanted, j) => (wanted ? [j] : []));
  const { categories, refused } = readWordColumns(
    rows,
    dialect.header,
    wordColumns,
    { text, meanings },
    { values, stride: most },
  );
  if (text.foundOtherLetters && dialect.encoding === 'utf-8' && said.encoding === undefined) {
    return { lateFinding: { encoding: 'windows-1252' } };
  }
  const gone = new Set(refused.map(({ column }) => column));
  const columns = names.flatMap((name, j): Column[] => {
    if (gone.has(j)) return [];
    const { missing, words, infinite } = tallies[j];
    return [
      {
        name,
        values: values.subarray(j * most, j * most + scanned.rows),
        categories: categories.get(j) ?? null,
        missing: isWords[j] ? missing : missing.with(words, infinite),
      },
    ];
  });
  const left = refusedColumns(names, refused);
  if (columns.length === 0) return left;
  const skippedText = found.skippedRows === 0 ? '' : firstLine(text, bytes, begin);
  return {
    kind: 'columns',
    rows: scanned.rows,
    columns,
    dialect,
    notes: [
      ...dialectNotes(found, { skippedText, escapedQuote }),
      ...(scanned.ragged.count === 0 ? [] : [raggedRows(scanned, found)]),
      ...left,
      ...columnNotes(names, tallies, isWords),
    ],
  };
}

/** A line of names may be a comment: `# x, y`. */
function withoutHash(name: string, place: number): string {
  return place === 0 ? name.replace(/^#+\s*(?=\S)/, '') : name;
}

function firstLine(text: CellText, bytes: Uint8Array, begin: number): string {
  let from = begin;
  while (bytes[from] === 10 || bytes[from] === 13 || bytes[from] === 32) from++;
  let to = from;
  while (to < bytes.length && bytes[to] !== 10 && bytes[to] !== 13 && to < from + 200) to++;
  return text.read(from, to, CELL_STYLE.bare);
}

/** Lines of the text, counted up to one more than `most`. */
function countLines(bytes: Uint8Array, most: number): number {
  // The engine's own search is fast where lines are long; where they are short, a loop is.
  let lines = 1;
  let at = bytes.indexOf(10);
  for (; at >= 0 && lines <= most; at = bytes.indexOf(10, at + 1)) {
    lines++;
    while (bytes[at + 1] === 10 && lines <= most) {
      at++;
      lines++;
    }
  }
  for (at = bytes.indexOf(13); at >= 0 && lines <= most; at = bytes.indexOf(13, at + 1)) {
    if (bytes[at + 1] !== 10) lines++;
  }
  return lines;
}

/** Rows there can be: no more than lines, and a row takes a byte for each of its cells. */
function mostRows(bytes: Uint8Array, width: number): number | Problem {
  if (width === 0) return problem('empty-file', 'the file is empty', 'choose another file');
  if (width > MAX_COLUMNS) {
    const message = `a line has more than ${MAX_COLUMNS} cells`;
    return problem('too-many-columns', message, 'leave columns out');
  }
  const limit = Math.floor(MAX_CELLS / width);
  const rows = Math.ceil((bytes.length + 1) / width);
  const lines = countLines(bytes, Math.min(rows, limit));
  if (Math.min(lines, rows) <= limit) return Math.min(lines, rows);
  const message = `more than ${limit} lines of ${width} cells have more than ${MAX_CELLS} cells, which is the limit`;
  return problem('too-many-cells', message, 'split the file, or leave columns out');
}

function openQuote(line: number): Problem {
  const message = `the quote opened in line ${line} is never closed`;
  return {
    ...problem('open-quote', message, 'close it, or double a quote inside'),
    path: `line ${line}`,
  };
}

function problem(code: string, message: string, hint: string): Problem {
  return { code, message, hint };
}
