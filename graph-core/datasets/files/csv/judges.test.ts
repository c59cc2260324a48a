/** Our reader beside two others that many people use: where all three understand a table, they agree. */

import papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { expect, test } from 'vitest';
import type { TableDialect } from '../../../graph/table-switches.ts';
import { RandomStream } from '../../../tensor/random.ts';
import { granted } from '../../../testing/granted.ts';
import { readCsv } from './read-csv.ts';

const SEPARATORS: readonly (readonly [string, TableDialect['separator']])[] = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'pipe'],
];

/** Rows of cells under names, as text; numbers in the first column, words in the others. */
function draw(stream: RandomStream): { readonly rows: readonly (readonly string[])[] } {
  const width = 2 + stream.integer(5);
  const letters = [
    'a',
    'é',
    'ß',
    '"',
    '\n',
    '\r\n',
    ',',
    ';',
    '|',
    '\t',
    ' x',
    '1',
    '.',
    "'",
    '\\d',
  ];
  const word = (): string => {
    let text = 'w';
    for (let i = stream.integer(6); i > 0; i--) text += letters[stream.integer(letters.length)];
    return text;
  };
  const names = Array.from({ length: width }, (_, j) => `name ${j}`);
  const rows = Array.from({ length: 3 + stream.integer(12) }, () => [
    String(stream.normal() * 10 ** (stream.integer(12) - 6)),
    ...Array.from({ length: width - 1 }, word),
  ]);
  return { rows: [names, ...rows] };
}

/** Cells as our reader has them. */
function ours(text: string): { readonly cells: string[][]; readonly separator: string } {
  const read = granted(readCsv(new TextEncoder().encode(text)));
  const { columns, rows, dialect } = read;
  const cells = Array.from({ length: rows }, (_, row) =>
    columns.map(({ values, categories }) => categories?.[values[row]] ?? String(values[row])),
  );
  return { cells: [columns.map(({ name }) => name), ...cells], separator: dialect.separator };
}

test('400 tables with quotes, four separators and three line ends are read as Papa Parse and uDSV read them', () => {
  const stream = new RandomStream(71, 'test');
  for (let round = 0; round < 400; round++) {
    const { rows } = draw(stream);
    const [separator, name] = SEPARATORS[stream.integer(SEPARATORS.length)];
    const lineEnd = ['\n', '\r\n', '\n'][stream.integer(3)];
    const write = (cell: string): string =>
      /["\r\n,;|\t]/.test(cell) || stream.integer(4) === 0
        ? `"${cell.replaceAll('"', '""')}"`
        : cell;
    const text = rows.map((row) => row.map(write).join(separator)).join(lineEnd);

    const judged = papa.parse(text, { delimiter: separator, skipEmptyLines: 'greedy' });
    expect(judged.data).toEqual(rows);
    const schema = inferSchema(text, { col: separator, row: lineEnd, encl: '"', esc: '"' });
    expect([
      schema.cols.map((column) => column.name),
      ...initParser(schema).stringArrs(text),
    ]).toEqual(rows);
    expect([text, ours(text)]).toEqual([text, { cells: rows, separator: name }]);
  }
});

test('tables of numbers with decimal commas are read as they were written, whatever the separator', () => {
  const stream = new RandomStream(72, 'test');
  for (let round = 0; round < 200; round++) {
    const [separator, name] = SEPARATORS[1 + stream.integer(3)];
    const width = 2 + stream.integer(4);
    const numbers = Array.from({ length: 2 + stream.integer(20) }, () =>
      Array.from({ length: width }, () =>
        Number((stream.normal() * 10).toFixed(1 + stream.integer(4))),
      ),
    );
    const body = numbers.map((row) => row.map((x) => String(x).replace('.', ',')).join(separator));
    const hasNames = stream.integer(2) === 0;
    const names = Array.from({ length: width }, (_, j) => (hasNames ? `n${j}` : `column ${j + 1}`));
    const text = [...(hasNames ? [names.join(separator)] : []), ...body].join('\n');
    const expected = { cells: [names, ...numbers.map((row) => row.map(String))], separator: name };
    expect([text, ours(text)]).toEqual([text, expected]);
  }
});
