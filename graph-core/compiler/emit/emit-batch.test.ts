import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../tensor/random.ts';
import { emissionFaults, runEmitted } from '../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { sizes, wholeNumbers } from '../../testing/kernels/random-kernels.ts';

const steps = fc.nat(50);

describe('batches', () => {
  test('are the rows that the order of their epoch names, at any step', () => {
    const spaces = fc
      .tuple(sizes, fc.nat(20), sizes)
      .map(([batch, more, width]) => ({ batch, rows: batch + more, width }));
    fc.assert(
      fc.property(spaces, steps, ({ batch, rows, width }, step) => {
        const sketch = new KernelSketch();
        const data = sketch.buffer('data', [rows, width], 'source');
        const order = sketch.order(rows);
        const out = sketch.buffer('out', [batch, width]);
        sketch.batch(out, data, order);
        const given = new Map([[data.id, wholeNumbers(data, step)]]);
        expect(emissionFaults(sketch.program([out]), given, { step })).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test('of long rows are copied whole', () => {
    const sketch = new KernelSketch();
    const data = sketch.buffer('data', [6, 300], 'source');
    const out = sketch.buffer('out', [4, 300]);
    sketch.batch(out, data, sketch.order(6));
    const given = new Map([[data.id, wholeNumbers(data, 5)]]);
    expect(emissionFaults(sketch.program([out]), given, { step: 3 })).toEqual([]);
  });

  test('see every row once in an epoch, in another order in the next', () => {
    const epoch = (first: number): number[] =>
      [0, 1, 2].flatMap((i) => {
        const sketch = new KernelSketch();
        const data = sketch.buffer('data', [12, 1], 'source');
        const out = sketch.buffer('out', [4, 1]);
        sketch.batch(out, data, sketch.order(12));
        const given = new Map([[data.id, Array.from({ length: 12 }, (_, row) => row)]]);
        const { memory } = runEmitted(sketch.program([out]), given, { step: first + i });
        return [...(memory.get(out.id) ?? [])].slice(0, 4);
      });
    const [one, two] = [epoch(0), epoch(3)];
    const all = Array.from({ length: 12 }, (_, row) => row);
    expect(one.toSorted((a, b) => a - b)).toEqual(all);
    expect(two.toSorted((a, b) => a - b)).toEqual(all);
    expect(two).not.toEqual(one);
  });
});

describe('a mask', () => {
  test('has the zeros and ones that the interpreter draws, rows padded or not', () => {
    const rates = fc.constantFrom(0, 0.1, 0.5, 0.9, 0.999);
    const spaces = fc.array(sizes, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(spaces, rates, fc.nat(2 ** 31), steps, (shape, rate, seed, step) => {
        const sketch = new KernelSketch();
        const mask = sketch.buffer('mask', shape);
        const owner = ownerOf(`node${seed % 7}`);
        sketch.add({
          family: 'mask',
          ...{ to: accessOf(mask), shape, rate, seed, owner, origin: [] },
        });
        expect(emissionFaults(sketch.program([mask]), new Map(), { step })).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});
