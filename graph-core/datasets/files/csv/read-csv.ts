/**
 * A table of text → numbers. Our own reader, because nothing at hand gives both speed (numbers are parsed
 * from the bytes, no text is made of them) and the line numbers of everything that was not understood. Two
 * passes: numbers first; when a column turns out to hold words, a second pass reads the words of such columns.
 * What the beginning of a file did not show (other letters, quotes after a backslash) is believed where it
 * shows, and the file is read once more.
 */

import { MAX_COLUMNS } from '../../../graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../../graph/problem.ts';
import type { TableDialect, TableSwitches } from '../../../graph/table-switches.ts';
import { MAX_CELLS } from '../data-file-limits.ts';
import type { Column, ColumnTable } from '../table.ts';
import { CellMeanings } from './cells/cell-meaning.ts';
import { CELL_STYLE } from './cells/cell-scanner.ts';
import { CellText } from './cells/cell-text.ts';
import { columnNames, NAME_BYTES } from './column-names.ts';
import { ColumnTally } from './column-tally.ts';
import { columnNotes, dialectNotes, noRows, raggedRows, refusedColumns } from './csv-notes.ts';
import { type FoundDialect, findDialect } from './find-dialect.ts';
import { punctuationOf } from './punctuation.ts';
import { RowScanner, type Scanned } from './row-scanner.ts';
import { type EncodedText, openText } from './text-encoding.ts';
import { readWordColumns, type WordColumns } from './word-columns.ts';

/** The table in `bytes`, or why there is none. What `said` leaves open is found out. */
export function readCsv(bytes: Uint8Array, said: TableSwitches = {}): ColumnTable | Refused {
  const opened = openText(bytes, said.encoding);
  if (isRefused(opened)) return opened;
  let settled: Settled = { ...said, encoding: opened.encoding };
  let escapedQuote = 0;
  for (;;) {
    const read = readAs(opened, { said, settled, escapedQuote });
    if (!('lateFinding' in read)) return read;
    escapedQuote = read.line ?? escapedQuote;
    settled = { ...settled, ...read.lateFinding };
  }
}

/** What is not to be found out any more: said by a person, or seen in the file. */
type Settled = TableSwitches & Pick<TableDialect, 'encoding'>;

interface Attempt {
  /** By a person. */
  readonly said: TableSwitches;
  readonly settled: Settled;
  /** Line of the quote after a backslash that was met before; 0 for none. */
  readonly escapedQuote: number;
}

/** What the file turned out to be while it was read. */
interface LateFinding {
  readonly lateFinding: TableSwitches;
  readonly line?: number;
}

/** A table cut into cells, with room for its numbers. */
interface Layout {
  readonly reading: FoundDialect;
  readonly rows: RowScanner;
  readonly text: CellText;
  readonly meanings: CellMeanings;
  readonly names: readonly string[];
  /** Column after column, `stride` apart. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Most rows there can be. */
  readonly stride: number;
}

function layOut({ bytes, begin }: EncodedText, settled: Settled): Layout | Refused {
  const reading = findDialect(bytes, { at: begin, line: 1 }, settled);
  const { dialect, width, isShort } = reading;
  if (width === 0) return refuse(nothingLeft(settled));
  const stride = mostRows(bytes, width);
  if (isRefused(stride)) return stride;
  const rows = new RowScanner(bytes, punctuationOf(dialect), reading.start, width);
  const text = new CellText(bytes, dialect);
  const meanings = new CellMeanings(bytes, text, dialect);
  const given = dialect.header
    ? rows.first(width).map((cell) => text.read(...cell, NAME_BYTES))
    : [];
  const names = columnNames(isShort ? ['', ...given] : given.map(withoutHash), width);
  return {
    reading,
    rows,
    text,
    meanings,
    names,
    values: new Float64Array(stride * width),
    stride,
  };
}

/** First pass: numbers are written where they belong; of all other cells it is counted what they are. */
function scanNumbers(
  { reading, rows, text, meanings, values, stride }: Layout,
  tallies: readonly ColumnTally[],
): Scanned {
  const { dialect, width } = reading;
  return rows.scan(dialect.header, (row, { from, to, style, values: numbers, line }) => {
    for (let j = 0; j < width; j++) {
      const value = numbers[j];
      values[j * stride + row] = value;
      if (!Number.isNaN(value)) continue;
      const meaning = meanings.of(from[j], to[j], style[j]);
      if (meaning === 'missing') {
        tallies[j].missing.add(line);
        if (from[j] === to[j]) continue;
      } else values[j * stride + row] = meanings.value;
      const tally = meaning === 'missing' ? tallies[j].marked : tallies[j].of(meaning);
      if (tally?.add(line) !== 1) continue;
      tally.value = meanings.value;
      tally.text = text.read(from[j], to[j], style[j], NAME_BYTES);
    }
  });
}

function readAs(
  file: EncodedText,
  { said, settled, escapedQuote }: Attempt,
): ColumnTable | Refused | LateFinding {
  const layout = layOut(file, settled);
  if (isRefused(layout)) return layout;
  const { reading, rows, text, meanings, names, values, stride } = layout;
  const { dialect } = reading;
  const tallies = Array.from({ length: reading.width }, () => new ColumnTally());
  const scanned = scanNumbers(layout, tallies);
  if (scanned.escapedQuote > 0 && settled.quotes === undefined) {
    return { lateFinding: { quotes: 'backslash' }, line: scanned.escapedQuote };
  }
  if (scanned.openQuote > 0) return refuse(openQuote(scanned.openQuote));
  if (scanned.rows === 0) return refuse(noRows(scanned, reading));
  const isWords = tallies.map((tally) => tally.holdsWords(scanned.rows));
  const wordColumns = isWords.flatMap((wanted, j) => (wanted ? [j] : []));
  const words = readWordColumns(
    rows,
    dialect.header,
    wordColumns,
    { text, meanings },
    { values, stride },
  );
  if (text.foundOtherLetters && dialect.encoding === 'utf-8' && said.encoding === undefined) {
    return { lateFinding: { encoding: 'windows-1252' } };
  }
  const columns = columnsOf(layout, words, { rows: scanned.rows, tallies, isWords });
  const leftOut = refusedColumns(names, words.refused);
  if (columns.length === 0) return refuse(...leftOut);
  const skippedText = reading.skippedRows === 0 ? '' : firstLine(text, file);
  return {
    kind: 'columns',
    rows: scanned.rows,
    columns,
    dialect,
    notes: [
      ...dialectNotes(reading, { skippedText, escapedQuote }),
      ...(scanned.ragged.count === 0 ? [] : [raggedRows(scanned, reading)]),
      ...leftOut,
      ...columnNotes(names, tallies, isWords),
    ],
  };
}

/** The columns that hold something a net can learn from. */
function columnsOf(
  { names, values, stride }: Layout,
  { categories, refused }: WordColumns,
  seen: {
    readonly rows: number;
    readonly tallies: readonly ColumnTally[];
    readonly isWords: readonly boolean[];
  },
): readonly Column[] {
  const gone = new Set(refused.map(({ column }) => column));
  return names.flatMap((name, j): Column[] => {
    if (gone.has(j)) return [];
    const { missing, words, infinite } = seen.tallies[j];
    return [
      {
        name,
        values: values.subarray(j * stride, j * stride + seen.rows),
        categories: categories.get(j) ?? null,
        missing: seen.isWords[j] ? missing : missing.with(words, infinite),
      },
    ];
  });
}

/** A line of names may be a comment: `# x, y`. */
function withoutHash(name: string, place: number): string {
  return place === 0 ? name.replace(/^#+\s*(?=\S)/, '') : name;
}

function firstLine(text: CellText, { bytes, begin }: EncodedText): string {
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

function nothingLeft({ skip = 0 }: TableSwitches): Problem {
  return skip === 0
    ? problem('empty-file', 'the file is empty', 'choose another file')
    : problem('empty-file', `no line is left after the first ${skip}`, 'leave fewer lines out');
}

/** Rows there can be: no more than lines, and a row takes a byte for each of its cells. */
function mostRows(bytes: Uint8Array, width: number): number | Refused {
  if (width > MAX_COLUMNS) {
    const message = `a line has more than ${MAX_COLUMNS} cells`;
    return refuse(problem('too-many-columns', message, 'leave columns out'));
  }
  const limit = Math.floor(MAX_CELLS / width);
  const rows = Math.ceil((bytes.length + 1) / width);
  const lines = countLines(bytes, Math.min(rows, limit));
  if (Math.min(lines, rows) <= limit) return Math.min(lines, rows);
  const message = `more than ${limit} lines of ${width} cells have more than ${MAX_CELLS} cells, which is the limit`;
  return refuse(problem('too-many-cells', message, 'split the file, or leave columns out'));
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
