import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emissionFaults } from '../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { wholeNumbers } from '../../testing/kernels/random-kernels.ts';
import type { Buffer } from '../ir/buffer.ts';
import type { MapKernel, ReduceKernel } from '../ir/kernel.ts';

/** Few columns go four rows at a time, many go row by row. */
const rowCounts = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 13, 16, 29);
const columnCounts = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 12, 17, 33);
const seeds = fc.nat(1000);

interface Rows {
  readonly sketch: KernelSketch;
  readonly x: Buffer;
  readonly largest: Buffer;
  readonly lower: Buffer;
  readonly total: Buffer;
}

/** For each row: its largest number, the row less that, and the sum of the row less that. */
function centered(rows: number, columns: number): Rows {
  const sketch = new KernelSketch();
  const x = sketch.buffer('x', [rows, columns], 'source');
  const largest = sketch.buffer('largest', [rows]);
  const lower = sketch.buffer('lower', [rows, columns]);
  const total = sketch.buffer('total', [rows]);
  const stages: (MapKernel | ReduceKernel)[] = [
    { ...sketch.sum(largest, x), monoid: 'max' },
    sketch.map(
      lower,
      [accessOf(x), { ...accessOf(largest), strides: [largest.strides[0], 0] }],
      (b, [value, most]) => b.binary('subtract', value, most),
    ),
    sketch.sum(total, lower),
  ];
  sketch.kernels.length = 0;
  sketch.add({ family: 'rowwise', rows, columns, stages, origin: [] });
  return { sketch, x, largest, lower, total };
}

describe('stages over the same rows', () => {
  test('give what they give one after the other, for all counts of rows and columns', () => {
    fc.assert(
      fc.property(rowCounts, columnCounts, seeds, (rows, columns, seed) => {
        const { sketch, x, largest, lower, total } = centered(rows, columns);
        const given = new Map([[x.id, wholeNumbers(x, seed)]]);
        const program = sketch.program([largest, lower, total]);
        expect(emissionFaults(program, given)).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test('store only what somebody else reads', () => {
    for (const [rows, columns] of [
      [8, 5],
      [3, 20],
    ]) {
      const { sketch, x, total } = centered(rows, columns);
      const given = new Map([[x.id, wholeNumbers(x, 1)]]);
      expect(emissionFaults(sketch.program([total]), given)).toEqual([]);
    }
  });

  test('read numbers of a row and of a column beside the rows', () => {
    fc.assert(
      fc.property(rowCounts, columnCounts, seeds, (rows, columns, seed) => {
        const sketch = new KernelSketch();
        const x = sketch.buffer('x', [rows, columns], 'source');
        const [scale, bias] = [
          sketch.buffer('scale', [rows], 'source'),
          sketch.buffer('bias', [columns], 'source'),
        ];
        const [out, sum] = [sketch.buffer('out', [rows, columns]), sketch.buffer('sum', [rows])];
        const stages = [
          sketch.map(
            out,
            [accessOf(x), { ...accessOf(scale), strides: [scale.strides[0], 0] }, bias],
            (b, [value, factor, shift]) =>
              b.binary('add', b.binary('multiply', value, factor), shift),
          ),
          sketch.sum(sum, out),
        ];
        sketch.kernels.length = 0;
        sketch.add({ family: 'rowwise', rows, columns, stages, origin: [] });
        const given = new Map([x, scale, bias].map((b) => [b.id, wholeNumbers(b, seed)] as const));
        expect(emissionFaults(sketch.program([out, sum]), given)).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test('let NaN of one row into no other', () => {
    for (const columns of [3, 12]) {
      const { sketch, x, largest, total } = centered(9, columns);
      const numbers = wholeNumbers(x, 2);
      numbers[4 * x.strides[0] + 1] = Number.NaN;
      const given = new Map([[x.id, numbers]]);
      expect(emissionFaults(sketch.program([largest, total]), given)).toEqual([]);
    }
  });
});
