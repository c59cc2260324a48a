/**
 * CSV → table. Our own reader, because nothing at hand gives both speed (numbers are parsed from the bytes,
 * no text is made of them) and the line numbers of everything that was not understood. Two passes: numbers
 * first; when a column turns out to hold words, a second pass reads the words of such columns.
 *
 * A column holds numbers when at most one in twenty of its values is none: these few are reported and count
 * as missing. Otherwise it holds categories, sorted by code units, so that they do not depend on the order
 * of the rows.
 */

import { printable } from '../../graph/printable.ts';
import type { Problem } from '../../graph/problem.ts';
import { MAX_CELLS, MAX_COLUMNS, MAX_NAME } from '../limits.ts';
import type { Column, ColumnTable } from '../table.ts';
import { CellText } from './cell-text.ts';
import { findDialect } from './csv-dialect.ts';
import { LineTally, linesOf } from './line-tally.ts';
import { type RowCells, RowScanner } from './row-scanner.ts';

/** Share of words up to which a column holds numbers. */
const FEW_WORDS = 1 / 20;

/** The table in `bytes`, or why there is none. `header` is found out when absent. */
export function readCsv(bytes: Uint8Array, header?: boolean): ColumnTable | readonly Problem[] {
  const refused = refuseBytes(bytes);
  if (refused !== null) return [refused];
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const dialect = findDialect(bytes, start, header);
  const text = new CellText(bytes);
  const rows = new RowScanner(bytes, dialect, start, MAX_COLUMNS);
  const { width } = rows;
  const most = mostRows(bytes, width);
  const refusal = refuseSize(width, most);
  if (refusal !== null) return [refusal];
  const names = dialect.header ? rows.first.map((cell) => text.read(...cell)) : [];

  const values = new Float64Array(most * width);
  const tallies = Array.from({ length: width }, () => new ColumnTally());
  const scanned = rows.scan(dialect.header, (row, { from, to, quoted, values: numbers, line }) => {
    for (let j = 0; j < width; j++) {
      const value = numbers[j];
      values[j * most + row] = value;
      if (!Number.isNaN(value)) continue;
      const tally = tallies[j];
      if (text.isMissing(from[j], to[j], quoted[j] === 1)) tally.missing.add(line);
      else if (tally.words.add(line) === 1) {
        tally.firstWord = text.read(from[j], to[j], quoted[j] === 1);
      }
    }
  });
  if (scanned.openQuote > 0) return [openQuote(scanned.openQuote)];
  if (scanned.rows === 0) {
    const found = dialect.header ? 'names in its first line and no rows' : 'no rows';
    return [problem('no-rows', `the file has ${found}`, 'choose a file with examples')];
  }
  const isWords = tallies.map(({ words, missing }) => {
    return words.count > FEW_WORDS * (scanned.rows - missing.count);
  });
  const categories = readCategories(rows, dialect.header, isWords, text, (j, row, place) => {
    values[j * most + row] = place;
  });
  const columns = columnNames(names, width).map((name, j): Column => {
    const { missing, words } = tallies[j];
    return {
      name,
      values: values.subarray(j * most, j * most + scanned.rows),
      categories: categories.get(j) ?? null,
      missing: isWords[j] ? missing : missing.with(words),
    };
  });
  const notes = scanned.ragged.count === 0 ? [] : [raggedLines(scanned.ragged, width)];
  tallies.forEach(({ words, firstWord }, j) => {
    if (words.count > 0 && !isWords[j]) notes.push(wordsAmongNumbers(words, firstWord, columns[j]));
  });
  return {
    kind: 'columns',
    rows: scanned.rows,
    columns,
    separator: String.fromCharCode(dialect.separator),
    decimal: String.fromCharCode(dialect.point) === ',' ? ',' : '.',
    header: dialect.header,
    notes,
  };
}

/** What a column holds besides numbers. */
class ColumnTally {
  readonly missing = new LineTally();
  readonly words = new LineTally();
  firstWord = '';
}

/** Second pass: the categories of columns of words, and for each cell its place among them. */
function readCategories(
  rows: RowScanner,
  header: boolean,
  isWords: readonly boolean[],
  text: CellText,
  put: (column: number, row: number, place: number) => void,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, Map<string, number[]>>();
  isWords.forEach((wanted, j) => {
    if (wanted) found.set(j, new Map());
  });
  if (found.size === 0) return new Map();
  rows.scan(header, (row, { from, to, quoted }: RowCells) => {
    for (const [j, places] of found) {
      if (text.isMissing(from[j], to[j], quoted[j] === 1)) continue;
      const word = text.read(from[j], to[j], quoted[j] === 1);
      const there = places.get(word);
      if (there === undefined) places.set(word, [row]);
      else there.push(row);
    }
  });
  const sorted = new Map<number, readonly string[]>();
  for (const [j, places] of found) {
    const words = [...places.keys()].sort();
    words.forEach((word, place) => {
      for (const row of places.get(word) ?? []) put(j, row, place);
    });
    sorted.set(j, words);
  }
  return sorted;
}

/** Names that are there, not too long and not twice. */
function columnNames(given: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, j) => {
    const written = [...(given[j] ?? '').trim()].slice(0, MAX_NAME).join('');
    const base = written === '' ? `column ${j + 1}` : written;
    let name = base;
    for (let copy = 2; taken.has(name); copy++) {
      const ending = ` (${copy})`;
      name = [...base].slice(0, MAX_NAME - ending.length).join('') + ending;
    }
    taken.add(name);
    return name;
  });
}

/** Rows there can be: no more than lines, and a row takes a byte for each of its cells. */
function mostRows(bytes: Uint8Array, width: number): number {
  // Line feeds are counted by the engine's own search; a lone carriage return ends a line as well.
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) {
    if (bytes[at + 1] !== 10) lines++;
  }
  return Math.min(lines, Math.ceil((bytes.length + 1) / Math.max(1, width)));
}

function refuseBytes(bytes: Uint8Array): Problem | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return problem('not-utf8', 'the file is UTF-16', 'save it as UTF-8');
  }
  const zero = bytes.subarray(0, 2 ** 16).indexOf(0);
  if (zero >= 0) {
    const message = `byte ${zero} is 0: this is no table of text`;
    return problem('not-text', message, 'choose a CSV, IDX or CIFAR-10 file');
  }
  return null;
}

function refuseSize(width: number, most: number): Problem | null {
  if (width === 0) return problem('empty-file', 'the file is empty', 'choose another file');
  if (width > MAX_COLUMNS) {
    const message = `the first line has more than ${MAX_COLUMNS} cells`;
    return problem('too-many-columns', message, 'leave columns out');
  }
  if (most * width > MAX_CELLS) {
    const message = `${most} lines of ${width} cells are ${most * width} cells, the limit is ${MAX_CELLS}`;
    return problem('too-many-cells', message, 'split the file, or leave columns out');
  }
  return null;
}

function openQuote(line: number): Problem {
  const message = `the quote opened in line ${line} is never closed`;
  return {
    ...problem('open-quote', message, 'close it, or double a quote inside'),
    path: `line ${line}`,
  };
}

function raggedLines(ragged: LineTally, width: number): Problem {
  const message = `${ragged.count === 1 ? '1 row has' : `${ragged.count} rows have`} another number of cells than the first line, which has ${width}: ${linesOf(ragged)}`;
  return problem('ragged-rows', message, 'such rows are left out; repair them in the file');
}

function wordsAmongNumbers(words: LineTally, first: string, { name }: Column): Problem {
  const more = words.count - 1;
  const others =
    more === 0 ? '' : `; nor ${more === 1 ? 'is 1' : `are ${more}`} more: ${linesOf(words, 1)}`;
  const message = `${printable(name, 40)} holds numbers, but "${printable(first, 40)}" in line ${words.lines[0]} is none${others}`;
  return problem('no-number', message, 'such cells count as missing; repair them in the file');
}

function problem(code: string, message: string, hint: string): Problem {
  return { code, message, hint };
}
