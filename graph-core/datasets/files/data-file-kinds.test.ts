import { expect, test } from 'vitest';
import { kindOf } from './data-file-kinds.ts';

const IDX = [0, 0, 8, 1, 0, 0, 0, 1, 7];
const TEXT = [...new TextEncoder().encode('a,b\n1,2\n')];

test.each<[string, readonly number[], string]>([
  ['table.csv', TEXT, 'CSV'],
  ['table.csv', IDX, 'IDX'],
  ['train-labels-idx1-ubyte', TEXT, 'IDX'],
  ['labels.idx.gz', TEXT, 'IDX'],
  ['data_batch_1.bin', TEXT, 'CIFAR-10'],
  ['data_batch_1 (1).bin', IDX, 'CIFAR-10'],
  ['unknown', [], 'CSV'],
  ['numbers.dat', [0, 0, 7, 1], 'CSV'],
])(
  'what %s of bytes %j holds is told by its name first, then by its beginning',
  (name, bytes, kind) => {
    expect(kindOf({ name, bytes: Uint8Array.from(bytes) }).name).toBe(kind);
  },
);

test('only tables of text are judged by their first line', () => {
  const kinds = ['a.csv', 'a.idx', 'a.bin'].map((name) =>
    kindOf({ name, bytes: new Uint8Array(0) }),
  );
  expect(kinds.map(({ isText }) => isText)).toEqual([true, false, false]);
});
