/** Tables as they come: every way of writing one that is understood, beside the notes it gets. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TableSwitches } from '../../../graph/table-switches.ts';
import { granted, reasons } from '../../../testing/granted.ts';
import type { ColumnTable } from '../table.ts';
import { readCsv } from './read-csv.ts';

function tableOf(bytes: Uint8Array, said: TableSwitches = {}): ColumnTable {
  const read = granted(readCsv(bytes, said));
  return read;
}

const table = (text: string, said?: TableSwitches): ColumnTable =>
  tableOf(new TextEncoder().encode(text), said);

const fixture = (name: string): ColumnTable =>
  tableOf(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

/** Columns as `name: cells`; categories by name, missing cells as `·`. */
function shown({ columns }: ColumnTable): string[] {
  return columns.map(({ name, values, categories }) => {
    const cells = [...values].map((value) =>
      Number.isNaN(value) ? '·' : (categories?.[value] ?? String(value)),
    );
    return `${name}: ${cells.join(' ')}`;
  });
}

const notes = (read: ColumnTable): string[] =>
  read.notes.map(({ code, message, hint }) => `${code}: ${message} / ${hint}`);

test.each<[string, string[], string[]]>([
  [
    'decimal-commas.csv',
    ['column 1: 1.5 3.5 5.5', 'column 2: 2.5 4.25 6.5', 'column 3: 0.1 0.2 0.3'],
    [],
  ],
  ['tabs-and-decimal-commas.tsv', ['x: 1.5 2.5 3.5', 'y: 2.25 3.25 4.25', 'z: 0 1 0'], []],
  ['sep-semicolon.csv', ['a: 1 4', 'b: 2 5', 'c: 3 6'], []],
  ['sep-comma.csv', ['a: 1 4', 'b: 2 5'], []],
  ['text-after-quotes.csv', ['kind: A left A right B left', 'n: 1 2 3'], []],
  [
    'windows-1252.csv',
    ['x: 1 2 3 4', 'art: ä ö ü ä'],
    [
      'other-letters: the letters are Windows-1252, not UTF-8 / if some are wrong, choose how letters are written',
    ],
  ],
  [
    'short-header.csv',
    ['column 1: 1 2 3', 'a: 0.5 0.7 0.9', 'b: 0 1 0'],
    [
      'short-header: 2 names stand over 3 columns: the first column has none / leave the first column out if it numbers the rows',
    ],
  ],
])('%s is read as it is meant', (name, columns, said) => {
  const read = fixture(name);
  expect(shown(read)).toEqual(columns);
  expect(notes(read)).toEqual(said);
});

test('None among numbers is missing, and the column holds numbers', () => {
  const { columns, rows } = fixture('none-among-numbers.csv');
  expect(rows).toBe(20);
  expect(columns[0]).toMatchObject({ name: 'age', categories: null });
  expect(columns[0].missing).toEqual({ count: 4, lines: [5, 10, 15, 20] });
});

test('a header with a year in it is a header', () => {
  const { columns, rows } = fixture('year-in-the-header.csv');
  expect(columns.map(({ name }) => name)).toEqual(['x1', 'x2', '2020']);
  expect(rows).toBe(30);
});

test('a separator at the end of every line makes no column', () => {
  const read = fixture('separator-at-line-ends.csv');
  expect(read.columns.map(({ name }) => name)).toEqual(['a', 'b', 'y']);
  expect(read).toMatchObject({ rows: 20, notes: [] });
});

test('runs of blanks separate columns', () => {
  const read = fixture('runs-of-blanks.data');
  expect(read.columns.length).toBe(3);
  expect(read).toMatchObject({ rows: 12, dialect: { separator: 'blanks' }, notes: [] });
  expect(read.columns[1].values[0]).toBe(0.25);
});

test.each<[string, string, string[]]>([
  ['bars', 'a|b\n1.5|x,y\n2|z\n', ['a: 1.5 2', 'b: x,y z']],
  ['bars and decimal commas', 'a|b\n1,5|2\n2,25|3\n', ['a: 1.5 2.25', 'b: 2 3']],
  ['tabs among blanks', '1.5 \t2\n 3  4 \t\n', ['column 1: 1.5 3', 'column 2: 2 4']],
  ['blanks and quoted words', '1 "a b"\n2   "c"\n', ['column 1: 1 2', 'column 2: a b c']],
  ['blanks and decimal commas', 'x  y\n1,5  2,5\n0,25 3\n', ['x: 1.5 0.25', 'y: 2.5 3']],
  ['sep= in quotes, sep=\\t, sep=|', 'sep=\\t\na\tb\n1\t2\n', ['a: 1', 'b: 2']],
  ['quoted decimal commas between commas', 'a,b\n"1,5",2\n"0,25",3\n', ['a: 1.5 0.25', 'b: 2 3']],
  [
    'commas as both marks, bare and quoted',
    'a,b,c\n1,2,"0,5"\n3,4,"1,25"\n',
    ['a: 1 3', 'b: 2 4', 'c: 0.5 1.25'],
  ],
  [
    'names under commas in text',
    'name;n\nSmith, J;1\nDoe, A;2\n',
    ['name: Smith, J Doe, A', 'n: 1 2'],
  ],
  ['a separator at the ends of rows alone', 'a,b\n1,2,\n3,4,\n', ['a: 1 3', 'b: 2 4']],
  ['a separator after the names alone', 'a,b,\n1,2\n3,4\n', ['a: 1 3', 'b: 2 4']],
  ['separators at line ends without names', '1;2;;\n3;4;;\n', ['column 1: 1 3', 'column 2: 2 4']],
  ['a last column that is named and empty', 'a,b,c\n1,2,\n3,4,\n', ['a: 1 3', 'b: 2 4', 'c: · ·']],
  ['a last column without a name', 'a,\n1,2\n3,4\n', ['a: 1 3', 'column 2: 2 4']],
  [
    'row names that are words',
    'x\ty\tz\nr1\t1\t2\t3\nr2\t4\t5\t6\n',
    ['column 1: r1 r2', 'x: 1 4', 'y: 2 5', 'z: 3 6'],
  ],
  ['an index as pandas writes it', ',x,y\n0,5,6\n1,7,8\n', ['column 1: 0 1', 'x: 5 7', 'y: 6 8']],
  ['years only over numbers', '2019,2020\n1.5,2\n3,4\n', ['2019: 1.5 3', '2020: 2 4']],
  ['years as an example', '2019,2020\n2020,2021\n', ['column 1: 2019 2020', 'column 2: 2020 2021']],
  [
    'a stray word in the first example',
    '1,abc,3\n4,5,6\n7,8,9\n',
    ['column 1: 1 4 7', 'column 2: abc 5 8', 'column 3: 3 6 9'],
  ],
  ['years beside words', 'land,2019,2020\nA,1,2\nB,3,4\n', ['land: A B', '2019: 1 3', '2020: 2 4']],
  ['names in a comment over numbers', '# x, y\n1,2\n3,4\n', ['x: 1 3', 'y: 2 4']],
  ['doubled quotes', 'a,b\n1,"x ""y"""\n2,z\n', ['a: 1 2', 'b: x "y" z']],
  ['a path that ends with a backslash', 'a,b\n1,"C:\\dir\\"\n2,z\n', ['a: 1 2', 'b: C:\\dir\\ z']],
  [
    'text after quotes with quotes in it',
    'a,b\n"x" "y",1\n"x ""z""" w,2\n',
    ['a: x "y" x "z" w', 'b: 1 2'],
  ],
  ['numbers with blanks in their quotes', 'a,b\n" 1.5 ",1\n"2",2\n', ['a: 1.5 2', 'b: 1 2']],
  ['true minus signs', 'a,b\n−1.5,1\n2,2\n', ['a: -1.5 2', 'b: 1 2']],
])('%s are understood without a note', (_, text, columns) => {
  const read = table(text);
  expect(shown(read)).toEqual(columns);
  expect(notes(read).filter((note) => !/^(short-header)/.test(note))).toEqual([]);
});

test.each<[string, string, string[], string[]]>([
  [
    'a title',
    'Iris data 2020\nx,y\n1,2\n3,4\n',
    ['x: 1 3', 'y: 2 4'],
    [
      'lines-skipped: the first line is no part of the table and left out: "Iris data 2020" / if that is wrong, say how many lines to skip',
    ],
  ],
  [
    'a title with a comma, and a blank line after it',
    'Iris data, 2020\n\nx,y,z\n1,2,3\n3,4,5\n',
    ['x: 1 3', 'y: 2 4', 'z: 3 5'],
    [
      'lines-skipped: the first 2 lines are no part of the table and left out: "Iris data, 2020" / if that is wrong, say how many lines to skip',
    ],
  ],
  [
    'a title in a row of empty cells, as spreadsheets write it',
    'Report,,\n,,\nx,y,z\n1,2,3\n',
    ['x: 1', 'y: 2', 'z: 3'],
    [
      'lines-skipped: the first 2 lines are no part of the table and left out: "Report,," / if that is wrong, say how many lines to skip',
    ],
  ],
  [
    'comments',
    '# made by hand\n# in 2020, again\nx,y\n1,2\n3,4\n',
    ['x: 1 3', 'y: 2 4'],
    [
      'lines-skipped: the first 2 lines are no part of the table and left out: "# made by hand" / if that is wrong, say how many lines to skip',
    ],
  ],
  [
    'digits in threes',
    'a,b\n"1,049.34",1\n"12,000",2\n7,3\n',
    ['a: 1049.34 12000 7', 'b: 1 2 3'],
    [
      'grouped-digits: a: "1,049.34" in line 2 is read as 1049.34; 1 more: line 3 / if it is not that number, choose another decimal mark, or digits in threes as words',
    ],
  ],
  [
    'digits in threes with decimal commas',
    'a;b\n1.049,34;1\n2,5;2\n',
    ['a: 1049.34 2.5', 'b: 1 2'],
    [
      'grouped-digits: a: "1.049,34" in line 2 is read as 1049.34 / if it is not that number, choose another decimal mark, or digits in threes as words',
    ],
  ],
  [
    'digits in threes by blanks and apostrophes',
    "a;b\n1 049;1'000'000.5\n2;3\n",
    ['a: 1049 2', 'b: 1000000.5 3'],
    [
      'grouped-digits: a: "1 049" in line 2 is read as 1049 / if it is not that number, choose another decimal mark, or digits in threes as words',
      'grouped-digits: b: "1\'000\'000.5" in line 2 is read as 1000000.5 / if it is not that number, choose another decimal mark, or digits in threes as words',
    ],
  ],
  [
    'commas that may be either mark',
    'a;b\n1,049;1\n2,100;2\n',
    ['a: 1.049 2.1', 'b: 1 2'],
    [
      'doubtful-mark: commas are taken as decimal marks, but three digits follow each: 1,049 is 1.049 / if they mark thousands, choose the point as decimal mark',
    ],
  ],
  [
    'percentages',
    'a,b\n12%,1\n0.1 %,2\n',
    ['a: 0.12 0.001', 'b: 1 2'],
    [
      'percent: a: "12%" in line 2 is read as 0.12; 1 more: line 3 / numbers without the sign are taken as they are',
    ],
  ],
  [
    'infinities',
    'a,b\ninf,1\n-Infinity,2\n1e999,3\n4,4\n',
    ['a: · · · 4', 'b: 1 2 3 4'],
    [
      'infinite: a: "inf" in line 2 is no finite number; 2 more: lines 3 and 4 / such cells count as missing',
    ],
  ],
  [
    'numbers that no double is near',
    'a,b\n1e-400,1\n4,4\n',
    ['a: 0 4', 'b: 1 4'],
    [
      'tiny: a: "1e-400" in line 2 is nearer to 0 than any double / it is read as 0; use a larger unit',
    ],
  ],
  [
    'quotes after a backslash',
    'a,b\n1,"say \\"hi\\", then"\n2,"x \\\\ y"\n',
    ['a: 1 2', 'b: say "hi", then x \\ y'],
    [
      'backslash-quotes: a backslash takes the meaning from a quote, as in line 2 / if that is wrong, choose doubled quotes',
    ],
  ],
  [
    'missing words among words',
    'a,b\nNone,1\nred,2\nblue,3\n-,4\n,5\n',
    ['a: · red blue · ·', 'b: 1 2 3 4 5'],
    [
      'marked-missing: a holds words, and "None" in line 2 counts as missing; 1 more: line 5 / if it is a word, say that only empty cells are missing',
    ],
  ],
])('%s are understood, and said', (_, text, columns, said) => {
  const read = table(text);
  expect(shown(read)).toEqual(columns);
  expect(notes(read)).toEqual(said);
});

test.each([
  ...['', 'NA', 'na', 'N/A', 'n/a', '#N/A', '#n/a', '<NA>', 'n.a.', 'NaN', 'nan', '-nan', 'null'],
  ...[
    'NULL',
    'None',
    'NONE',
    'none',
    'nil',
    '?',
    '-',
    '--',
    '–',
    '—',
    '.',
    '\\N',
    '""',
    '"NA"',
    '" "',
  ],
  ...['#DIV/0!', '(null)', '1.#QNAN', '…'],
])('%s among numbers is missing', (cell) => {
  const read = table(`x,y\n${cell},1\n2.5,3\n`);
  expect(read.columns[0]).toMatchObject({ categories: null, missing: { count: 1, lines: [2] } });
  expect(read.notes).toEqual([]);
});

test.each<[string, TableSwitches, string, string[]]>([
  ['the separator', { separator: 'semicolon' }, 'a,b;c\n1,2;3\n', ['a,b: 1.2', 'c: 3']],
  ['the decimal mark', { decimal: 'point' }, 'a;b\n1,049;1\n', ['a: 1049', 'b: 1']],
  ['no digits in threes', { thousands: 'none' }, 'a,b\n"1,049",1\n', ['a: 1.049', 'b: 1']],
  ['neither', { thousands: 'none', decimal: 'point' }, 'a,b\n"1,049",1\n', ['a: 1,049', 'b: 1']],
  ['lines to skip', { skip: 1 }, '1,2\n3,4\n', ['column 1: 3', 'column 2: 4']],
  [
    'no lines to skip',
    { skip: 0, header: false, separator: 'comma' },
    'A,B\n1,2\n',
    ['column 1: A 1', 'column 2: B 2'],
  ],
  ['doubled quotes', { quotes: 'doubled' }, 'a,b\n"x\\" y,1\nz,2\n', ['a: x\\ y z', 'b: 1 2']],
  [
    'empty cells only',
    { gaps: 'empty' },
    'a,b\nNone,1\nred,2\n,3\n',
    ['a: None red ·', 'b: 1 2 3'],
  ],
  ['no names', { header: false }, 'x,y\n1,2\n', ['column 1: x 1', 'column 2: y 2']],
])('%s can be said', (_, said, text, columns) => {
  const read = table(text, said);
  expect(shown(read)).toEqual(columns);
  expect(read.dialect).toMatchObject(said);
});

test('Windows-1252 can be said, and UTF-8 as well', () => {
  const bytes = readFileSync(new URL('./fixtures/windows-1252.csv', import.meta.url));
  expect(tableOf(bytes, { encoding: 'utf-8' }).columns[1].categories).toEqual(['\ufffd']);
  const utf8 = new TextEncoder().encode('x,art\n1,Mä\n');
  expect(tableOf(utf8, { encoding: 'windows-1252' }).columns[1].categories).toEqual(['MÃ¤']);
});

/** UTF-16 of `text`, with or without the mark at its beginning. */
function utf16(text: string, isLittle: boolean, mark: boolean): Uint8Array {
  const units = [...(mark ? `\ufeff${text}` : text)].flatMap((letter) =>
    Array.from({ length: letter.length }, (_, i) => letter.charCodeAt(i)),
  );
  return Uint8Array.from(
    units.flatMap((unit) => (isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])),
  );
}

test.each([true, false])(
  'UTF-16 is read, with or without a byte order mark (low byte first: %s)',
  (isLittle) => {
    for (const mark of [true, false]) {
      const read = tableOf(utf16('x;größe;パ\n1,5;klein;0\n2;groß;1\n', isLittle, mark));
      expect(shown(read)).toEqual(['x: 1.5 2', 'größe: klein groß', 'パ: 0 1']);
      expect(notes(read)).toEqual([
        `other-letters: the letters are UTF-16, ${isLittle ? 'low' : 'high'} byte first, not UTF-8 / if some are wrong, choose how letters are written`,
      ]);
    }
  },
);

test('what shows only late in a file is believed as well', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},"plain text of a row"`).join('\n');
  const late = new TextEncoder().encode(`n,t\n${rows}\n1,"a \\"late, quote\\" here"\n`);
  const quotes = tableOf(late);
  expect(quotes.columns[1].categories).toEqual(['a "late, quote" here', 'plain text of a row']);
  expect(quotes.notes.map(({ code }) => code)).toEqual(['backslash-quotes']);
  const letters = Uint8Array.of(...new TextEncoder().encode('1,'), 0xe4, 10);
  const whole = new Uint8Array(late.length + letters.length);
  whole.set(late);
  whole.set(letters, late.length);
  const { columns, notes: said } = tableOf(whole);
  expect(columns[1].categories).toContain('ä');
  expect(said.map(({ code }) => code)).toEqual(['other-letters', 'backslash-quotes']);
});

test('bare commas separate, however uneven the rows are', () => {
  const read = table('a,b\n1,2\n1,2,3\n1\n');
  expect(shown(read)).toEqual(['a: 1', 'b: 2']);
  expect(read.dialect).toMatchObject({ separator: 'comma', decimal: 'point' });
  expect(read.notes.map(({ code }) => code)).toEqual(['ragged-rows']);
});

test('a table whose names are too many for its rows is refused with the true reason', () => {
  const read = readCsv(new TextEncoder().encode('a,b,c\n1,2\n3,4\n'));
  expect(reasons(read).map(({ message }) => message)).toEqual([
    'no row has 3 cells, as the line of names has; line 2 has 2',
  ]);
});

const ONE_COLUMN =
  'one-column: one name stands over numbers with a comma each: the commas are decimal marks / if they separate two columns, choose the comma as separator';

test.each<[string, string, TableSwitches, string[], string[]]>([
  ['decimal commas', 'x\n1,5\n2,5\n-0,25\n', {}, ['x: 1.5 2.5 -0.25'], [ONE_COLUMN]],
  [
    'two columns when that is said',
    'x\n1,5\n2,5\n',
    { separator: 'comma' },
    [...['column 1: 1 2', 'column 2: 5 5']],
    ['lines-skipped'],
  ],
  [
    'two columns with decimal points',
    'x\n1,5\n2,5\n',
    { decimal: 'point' },
    [...['column 1: 1 2', 'column 2: 5 5']],
    ['lines-skipped'],
  ],
  [
    'a title over what is no fraction',
    'x\n1,-5\n2,5\n',
    {},
    [...['column 1: 1 2', 'column 2: -5 5']],
    ['lines-skipped'],
  ],
  ['two names', 'x,y\n1,5\n2,5\n', {}, ['x: 1 2', 'y: 5 5'], []],
])('one comma in every line: %s', (_, text, said, columns, codes) => {
  const read = table(text, said);
  expect(shown(read)).toEqual(columns);
  expect(notes(read).map((note, i) => note.slice(0, codes[i]?.length ?? 9))).toEqual(codes);
});
