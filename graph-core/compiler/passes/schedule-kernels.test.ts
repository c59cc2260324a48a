import { describe, expect, test } from 'vitest';
import { kernelLines } from '../../testing/kernels/kernel-lines.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { buffersWritten } from '../ir/kernel.ts';
import { scheduleKernels } from './schedule-kernels.ts';

/** w and what replaces it: w − x, besides what `more` adds. */
function step(more: (g: KernelSketch, w: ReturnType<KernelSketch['buffer']>) => void = () => {}) {
  const g = new KernelSketch();
  const [w, x] = [g.buffer('w', [4, 6], 'source'), g.buffer('x', [4, 6], 'source')];
  const next = g.buffer('next', [4, 6]);
  g.map(next, [w, x], (b, [p, q]) => b.binary('subtract', p, q));
  more(g, w);
  return { g, w, x, next };
}

describe('what replaces a source', () => {
  test('is written over it', () => {
    const { g, w, next } = step();
    expect(kernelLines(scheduleKernels(g.program([], [[w, next]])))).toMatchInlineSnapshot(`
      "map [4, 6]
        %0 = w.0[8, 1]
        %1 = x.1[8, 1]
        %2 = subtract %0, %1
        w.0[8, 1] = %2
      next w.0 = w.0"
    `);
  });

  test('waits for all others that read the source', () => {
    const { g, w, next } = step((sketch, source) => {
      const out = sketch.buffer('out', [4]);
      sketch.sum(out, source);
    });
    const scheduled = scheduleKernels(g.program([g.buffers[3]], [[w, next]]));
    expect(scheduled.kernels.map(({ family }) => family)).toEqual(['reduce', 'map']);
    expect(scheduled.updates).toEqual(new Map([[w.id, w.id]]));
  });

  test('keeps a place of its own where somebody reads it', () => {
    const { g, w, next } = step();
    const out = g.buffer('out', [4, 6]);
    g.map(out, [next, w], (b, [p, q]) => b.binary('multiply', p, q));
    expect(scheduleKernels(g.program([out], [[w, next]])).updates).toEqual(
      new Map([[w.id, next.id]]),
    );
  });

  test('keeps a place of its own where it reads other elements of the source', () => {
    const g = new KernelSketch();
    const w = g.buffer('w', [5, 5], 'source');
    const next = g.buffer('next', [5, 5]);
    g.map(next, [{ ...accessOf(w), strides: [...w.strides].reverse() }]);
    expect(scheduleKernels(g.program([], [[w, next]])).updates).toEqual(new Map([[w.id, next.id]]));
  });

  test('keeps a place of its own where it is a product with the source', () => {
    const g = new KernelSketch();
    const w = g.buffer('w', [5, 5], 'source');
    const next = g.buffer('next', [5, 5]);
    g.product(next, w, w);
    expect(scheduleKernels(g.program([], [[w, next]])).updates).toEqual(new Map([[w.id, next.id]]));
  });

  test('of two sources that change places is written over one, once its numbers are put aside', () => {
    const g = new KernelSketch();
    const [v, w] = [g.buffer('v', [4], 'source'), g.buffer('w', [4], 'source')];
    const [a, b] = [g.buffer('a', [4]), g.buffer('b', [4])];
    g.map(a, [w]);
    g.map(b, [v]);
    const changes = [
      [v, a],
      [w, b],
    ] as const;
    expect(kernelLines(scheduleKernels(g.program([], changes)))).toMatchInlineSnapshot(`
      "map [4]
        %0 = v.0[1]
        b.3[1] = %0
      map [4]
        %0 = w.1[1]
        v.0[1] = %0
      next v.0 = v.0
      next w.1 = b.3"
    `);
  });
});

describe('the order', () => {
  test('is that of writing, as far as dependencies let it', () => {
    const g = new KernelSketch();
    const [w, x] = [g.buffer('w', [2], 'source'), g.buffer('x', [2], 'source')];
    const [next, read, alone] = ['next', 'read', 'alone'].map((name) => g.buffer(name, [2]));
    g.map(next, [w, x], (b, [p, q]) => b.binary('subtract', p, q));
    g.map(alone, [x]);
    g.map(read, [w]);
    const { kernels } = scheduleKernels(g.program([read, alone], [[w, next]]));
    const written = kernels.map((kernel) => [...buffersWritten(kernel)]);
    expect(written).toEqual([[alone.id], [read.id], [w.id]]);
  });
});
