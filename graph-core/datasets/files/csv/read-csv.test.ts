import { expect, test } from 'vitest';
import { isRefused } from '../../../graph/problem.ts';
import type { TableSwitches } from '../../../graph/table-switches.ts';
import { RandomStream } from '../../../tensor/random.ts';
import { granted, reasons } from '../../../testing/granted.ts';
import type { ColumnTable } from '../table.ts';
import { readCsv } from './read-csv.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function table(text: string, said: TableSwitches = {}): ColumnTable {
  const read = granted(readCsv(bytesOf(text), said));
  return read;
}

/** Columns as `name: cells`; categories by name, missing cells as `·`. */
function shown({ columns }: ColumnTable): string[] {
  return columns.map(({ name, values, categories }) => {
    const cells = [...values].map((value) =>
      Number.isNaN(value) ? '·' : (categories?.[value] ?? String(value)),
    );
    return `${name}: ${cells.join(' ')}`;
  });
}

test('names, numbers and words are told apart', () => {
  const read = table('length,width,species\n5.1,3.5,setosa\n7,3.2,versicolor\n6.3,-1e-3,setosa\n');
  expect(shown(read)).toEqual([
    'length: 5.1 7 6.3',
    'width: 3.5 3.2 -0.001',
    'species: setosa versicolor setosa',
  ]);
  expect(read).toMatchObject({
    rows: 3,
    dialect: { separator: 'comma', decimal: 'point', header: true },
    notes: [],
  });
  expect(read.columns.map(({ categories }) => categories)).toEqual([
    null,
    null,
    ['setosa', 'versicolor'],
  ]);
});

test('categories are sorted by code units, whatever the order of the rows', () => {
  const words = ['b', 'a', 'B', 'ä', 'a b', 'zz', '10'];
  const { columns } = table(`x,y\n${words.map((word) => `1,${word}`).join('\n')}`);
  expect(columns[1].categories).toEqual(['10', 'B', 'a', 'a b', 'b', 'zz', 'ä']);
});

test.each<[string, string, string[]]>([
  ['semicolons and decimal commas', 'a;b\n1,5;2\n-0,25;1e3\n', ['a: 1.5 -0.25', 'b: 2 1000']],
  ['semicolons and decimal points', 'a;b\n1.5;2\n', ['a: 1.5', 'b: 2']],
  ['tabs', 'a\tb\n1\t2\n', ['a: 1', 'b: 2']],
  ['CRLF and a byte order mark', '\ufeffa,b\r\n1,2\r\n', ['a: 1', 'b: 2']],
  ['CR alone', 'a,b\r1,2\r3,4', ['a: 1 3', 'b: 2 4']],
  ['no line end at the end', 'a,b\n1,2', ['a: 1', 'b: 2']],
  ['blank lines and blanks around cells', 'a , b\n\n 1 ,2 \n  \n3, 4\n\n', ['a: 1 3', 'b: 2 4']],
  [
    'quotes, separators, quotes and line ends in them',
    'a,b\n"1","x, ""y"""\n2,"two\nlines"\n',
    ['a: 1 2', 'b: x, "y" two\nlines'],
  ],
  ['no names', '1,2\n3,4\n', ['column 1: 1 3', 'column 2: 2 4']],
  ['names that are missing or twice', ',x,x\n1,2,3\n', ['column 1: 1', 'x: 2', 'x (2): 3']],
  [
    'names that every object has',
    '__proto__,constructor\n1,2\n',
    ['__proto__: 1', 'constructor: 2'],
  ],
  ['a single column', 'x\n1\n2\n', ['x: 1 2']],
  ['words beyond ASCII', 'x,y\n1,grün\n2,"blåå ""b"""\n', ['x: 1 2', 'y: grün blåå "b"']],
])('%s are understood', (_, text, columns) => {
  expect(shown(table(text))).toEqual(columns);
});

test('the first line can be said to hold names, or none', () => {
  expect(shown(table('1,2\n3,4\n', { header: true }))).toEqual(['1: 3', '2: 4']);
  expect(shown(table('a,b\n3,4\n', { header: false }))).toEqual(
    ['column 1: a 3', 'column 2: b 4'].map((s) => s),
  );
});

test('missing cells are counted with their lines', () => {
  const missing = ['', 'NA', 'N/A', 'NaN', 'nan', '?', 'null', 'NULL', '""', '"NA"'];
  const read = table(`x,y\n${missing.map((cell, i) => `${cell},${i}`).join('\n')}\n1,2\n`);
  expect(read.columns[0].missing).toEqual({ count: 10, lines: [2, 3, 4, 5, 6] });
  expect(read.columns[1].missing).toEqual({ count: 0, lines: [] });
  expect(read.notes).toEqual([]);
});

test('lines are counted as editors count them, through quoted line ends and blank lines', () => {
  const read = table('x,y\n"a\nb",1\n\r\n"c\r\nd",\ne,3\n');
  expect(read.columns[1].missing).toEqual({ count: 1, lines: [5] });
  expect(read.columns[1].values[2]).toBe(3);
});

test('rows of another length are left out and named', () => {
  const read = table('a,b,c\n1,2,3\n1,2\n4,5,6\n1,2,3,4\n7,8,9\n');
  expect(shown(read)).toEqual(['a: 1 4 7', 'b: 2 5 8', 'c: 3 6 9']);
  expect(read.notes).toEqual([
    {
      code: 'ragged-rows',
      message:
        '2 rows have another number of cells than the first line, which has 3: lines 3 and 5',
      hint: 'such rows are left out; repair them in the file',
    },
  ]);
});

test('a word among many numbers is named and counts as missing', () => {
  const rows = Array.from({ length: 60 }, (_, i) => (i === 7 || i === 40 ? `1O${i}` : `${i}`));
  const read = table(`x,y\n${rows.map((x) => `${x},0`).join('\n')}\n`);
  expect(read.columns[0]).toMatchObject({
    categories: null,
    missing: { count: 2, lines: [9, 42] },
  });
  expect(read.notes.map(({ message, hint }) => `${message} / ${hint}`)).toEqual([
    'x holds numbers, but "1O7" in line 9 is none; nor is 1 more: line 42 / such cells count as missing; repair them in the file',
  ]);
});

test('a column that is missing altogether is one of numbers', () => {
  expect(shown(table('x,y\n,1\n,2\n'))).toEqual(['x: · ·', 'y: 1 2']);
});

test('more lines left out than there are leave nothing, which is said with their number', () => {
  expect(readCsv(bytesOf('a,b\n1,2\n'), { skip: 9 })).toEqual({
    refused: [
      {
        code: 'empty-file',
        message: 'no line is left after the first 9',
        hint: 'leave fewer lines out',
      },
    ],
  });
});

test.each<[string, Uint8Array, string[]]>([
  ['nothing', bytesOf(''), ['empty-file: the file is empty / choose another file']],
  [
    'blank lines only',
    bytesOf('\n \r\n\n'),
    ['empty-file: the file is empty / choose another file'],
  ],
  [
    'names only',
    bytesOf('a,b\n'),
    ['no-rows: the file has names in its first line and no rows / choose a file with examples'],
  ],
  [
    'a quote that is never closed',
    bytesOf('a,b\n1,2\n"3,4\n5,6\n'),
    ['open-quote: the quote opened in line 3 is never closed / close it, or double a quote inside'],
  ],
  [
    'bytes that are no text',
    Uint8Array.of(80, 75, 3, 4, 0, 1),
    ['not-text: byte 4 is 0: this is no table of text / choose a CSV, IDX or CIFAR-10 file'],
  ],
  [
    'too many columns',
    bytesOf(`${'1,'.repeat(10_001)}1\n`),
    ['too-many-columns: a line has more than 10000 cells / leave columns out'],
  ],
  [
    'more cells than there is room for',
    bytesOf(`${'1,'.repeat(4)}1\n${'\n'.repeat(40_000_000)}`),
    [
      'too-many-cells: more than 6710886 lines of 5 cells have more than 33554432 cells, which is the limit / split the file, or leave columns out',
    ],
  ],
])('%s is refused', (_, bytes, expected) => {
  const read = readCsv(bytes);
  expect(reasons(read).map((p) => `${p.code}: ${p.message} / ${p.hint}`)).toEqual(expected);
});

/** RFC 4180 the slow way: character by character. */
function slowRows(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (quoted && c !== undefined) cell += c;
    else if (c === separator) {
      rows[rows.length - 1].push(cell);
      cell = '';
    } else if (c === '\n' || c === undefined) {
      rows[rows.length - 1].push(cell);
      cell = '';
      rows.push([]);
    } else cell += c;
  }
  return rows.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}

test('500 random tables of words are read as character by character', () => {
  const draw = new RandomStream(21, 'test');
  const letters = ['a', 'b', 'é', '"', '\n', ',', ';', 'x1'];
  for (let round = 0; round < 500; round++) {
    const width = 2 + draw.integer(4);
    const cells = Array.from({ length: 1 + draw.integer(8) }, () =>
      Array.from({ length: width }, () => {
        let word = 'w';
        for (let i = draw.integer(5); i > 0; i--) word += letters[draw.integer(letters.length)];
        return word;
      }),
    );
    const write = (word: string): string =>
      /["\n,;]/.test(word) || draw.integer(3) === 0 ? `"${word.replaceAll('"', '""')}"` : word;
    const names = Array.from({ length: width }, (_, j) => `n${j}`);
    const text = [names, ...cells].map((row) => row.map(write).join(',')).join('\n');
    expect(slowRows(text, ',')).toEqual([names, ...cells]);
    const { columns, rows } = table(text, { header: true });
    const read = Array.from({ length: rows }, (_, row) =>
      columns.map(({ values, categories }) => categories?.[values[row]]),
    );
    expect(read).toEqual(cells);
  }
});

test('no bytes make it throw or go on for ever', () => {
  const draw = new RandomStream(22, 'test');
  const alphabet = bytesOf('0123456789.,;\t"\n\r -e+aé');
  for (let round = 0; round < 3000; round++) {
    const bytes = Uint8Array.from(
      { length: draw.integer(60) },
      () => alphabet[draw.integer(alphabet.length)],
    );
    const read = readCsv(bytes);
    if (isRefused(read)) continue;
    for (const { values } of read.columns) expect(values.length).toBe(read.rows);
  }
});
