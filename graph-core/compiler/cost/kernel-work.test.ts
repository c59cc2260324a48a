import { expect, test } from 'vitest';
import type { Kernel } from '../ir/kernel.ts';
import { workOf } from './kernel-work.ts';

const access = (buffer: number, strides: readonly number[]) => ({ buffer, offset: 0, strides });
const order = access(9, [1]);

test.each<[string, Kernel, Partial<ReturnType<typeof workOf>>]>([
  [
    'a gather reads a row for each index and the indices, and writes the rows',
    {
      family: 'gather',
      ...{ outer: 1, count: 3, inner: 5, size: 100, origin: [] },
      ...{ from: access(0, [0, 8, 1]), indices: order, to: access(1, [15, 5, 1]) },
    },
    { operations: 0, bytesRead: 4 * (3 * 5 + 3), bytesWritten: 4 * 15 },
  ],
  [
    'a scatter adds every number it reads, and writes the whole table',
    {
      family: 'scatter',
      ...{ outer: 1, count: 3, inner: 5, size: 100, origin: [] },
      ...{ from: access(0, [0, 5, 1]), indices: order, to: access(1, [0, 5, 1]) },
    },
    { operations: 15, bytesRead: 4 * (15 + 3), bytesWritten: 4 * 500 },
  ],
  [
    'a batch reads and writes its own rows, not the data set',
    {
      family: 'batch',
      ...{ batch: 10, count: 10, inner: 2, size: 200, every: 20, origin: [] },
      ...{ from: access(0, [4, 1]), indices: order, to: access(1, [4, 1]) },
    },
    { operations: 0, bytesRead: 4 * (20 + 10), bytesWritten: 4 * 20 },
  ],
  [
    'a shuffle writes the order of all rows',
    { family: 'shuffle', to: order, count: 200, seed: 1, every: 20, origin: [] },
    { operations: 0, bytesRead: 0, bytesWritten: 4 * 200 },
  ],
  [
    'a mask writes every element of its buffer',
    {
      family: 'mask',
      ...{ to: access(0, [12, 1]), shape: [6, 10], rate: 0.5, seed: 1, owner: 2, origin: [] },
    },
    { operations: 0, bytesRead: 0, bytesWritten: 4 * 60 },
  ],
])('%s', (_, kernel, work) => {
  expect(workOf(kernel)).toEqual(work);
});
