import { expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { readCsv } from './csv/read-csv.ts';
import type { ColumnTable, ImageTable } from './table.ts';
import { summarizeTable } from './table-summary.ts';

function table(text: string): ColumnTable {
  const read = granted(readCsv(new TextEncoder().encode(text)));
  return read;
}

test('a table is described by its columns and first rows', () => {
  const summary = summarizeTable(table('x;kind;label\n0,5;a;1\n;b;2\n1,5;a;1\n'));
  expect(summary).toEqual({
    kind: 'columns',
    rows: 3,
    width: 3,
    features: 4,
    classes: null,
    unfit: [],
    dialect: {
      ...{ encoding: 'utf-8', separator: 'semicolon', decimal: 'comma', thousands: 'marked' },
      ...{ quotes: 'doubled', gaps: 'words', header: true, skip: 0 },
    },
    layout: 'cells separated by semicolons, decimal comma',
    notes: [],
    columns: [
      {
        name: 'x',
        holds: 'numbers',
        distinct: null,
        missing: { count: 1, lines: [3] },
        preview: ['0.5', '', '1.5'],
        samples: ['0.5', '', '1.5'],
        features: 1,
        spread: { mean: 1, deviation: 0.5 },
        labels: null,
        unfit: null,
      },
      {
        name: 'kind',
        holds: 'words',
        distinct: 2,
        missing: { count: 0, lines: [] },
        preview: ['a', 'b', 'a'],
        samples: ['a', 'b', 'a'],
        features: 2,
        spread: null,
        labels: ['a', 'b'],
        unfit: null,
      },
      {
        name: 'label',
        holds: 'numbers',
        distinct: 2,
        missing: { count: 0, lines: [] },
        preview: ['1', '2', '1'],
        samples: ['1', '2', '1'],
        features: 1,
        spread: { mean: 4 / 3, deviation: expect.closeTo(Math.sqrt(2) / 3, 12) },
        labels: ['1', '2'],
        unfit: null,
      },
    ],
  });
});

test('many different whole numbers are no classes, and long tables show their beginning', () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i}`).join('\n');
  const [column] = summarizeTable(table(`n\n${rows}\n`)).columns;
  expect(column).toMatchObject({ distinct: null, preview: ['0', '1', '2', '3', '4', '5'] });
});

test('numbers without a finite spread have none', () => {
  const [huge, gap] = summarizeTable(table('x,y\n1e308,\n-1e308,NA\n1e308,\n')).columns;
  expect(huge.spread).toBeNull();
  expect(gap).toMatchObject({ unfit: 'no values' });
});

test('wide tables show their first columns and the last', () => {
  const names = Array.from({ length: 500 }, (_, j) => `x${j}`);
  const summary = summarizeTable(table(`${names.join()}\n${names.map(() => 1).join()}\n`));
  expect(summary.width).toBe(500);
  expect(summary.columns.map(({ name }) => name)).toEqual([...names.slice(0, 200), 'x499']);
});

test('images are described by their size', () => {
  const images: ImageTable = {
    kind: 'images',
    rows: 1,
    height: 32,
    width: 32,
    channels: 3,
    pixels: new Uint8Array(3072),
    labels: Uint8Array.of(0),
    classNames: ['cat', 'dog'],
    notes: [],
  };
  expect(summarizeTable(images)).toMatchObject({
    width: 3072,
    features: 3072,
    classes: 2,
    unfit: [],
    columns: [],
    layout: 'images of 32 × 32 × 3 colors in 2 classes',
  });
});
