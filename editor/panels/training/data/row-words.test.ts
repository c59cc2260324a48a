import { expect, test } from 'vitest';
import { batchLossName, scoredRows } from './row-words.ts';

test.each([
  [240, 240, 'all 240 rows'],
  [1200, 5000, '1,200 of 5,000 rows'],
  [0, 5000, '0 of 5,000 rows'],
  [1, 1, '1 row'],
])('%i of %i rows are called so', (rows, of, words) => {
  expect(scoredRows({ rows, of })).toBe(words);
});

test('the loss of a batch says of how many rows it is', () => {
  expect(batchLossName({ batch: 10, size: 300 })).toBe('batch loss, 10 of 300 rows');
  expect(batchLossName({ batch: 300, size: 300 })).toBe('batch loss, all 300 rows');
});
