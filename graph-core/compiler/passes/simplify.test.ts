import { describe, expect, test } from 'vitest';
import { kernelLines } from '../../testing/kernels/kernel-lines.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { simplify } from './simplify.ts';

describe('equal kernels', () => {
  test('are one, and so are those that become equal by it', () => {
    const g = new KernelSketch();
    const x = g.buffer('x', [4], 'source');
    const [a, b, c, d, sum] = ['a', 'b', 'c', 'd', 'sum'].map((name) => g.buffer(name, [4]));
    g.map(a, [x], (code, [v]) => code.unary('exp', v));
    g.map(b, [x], (code, [v]) => code.unary('exp', v));
    g.map(c, [a], (code, [v]) => code.unary('negate', v));
    g.map(d, [b], (code, [v]) => code.unary('negate', v));
    g.map(sum, [c, d], (code, [p, q]) => code.binary('add', p, q));
    expect(kernelLines(simplify(g.program([sum])))).toMatchInlineSnapshot(`
      "map [4]
        %0 = x.0[1]
        %1 = exp %0
        a.1[1] = %1
      map [4]
        %0 = a.1[1]
        %1 = negate %0
        c.3[1] = %1
      map [4]
        %0 = c.3[1]
        %1 = c.3[1]
        %2 = add %0, %1
        sum.5[1] = %2"
    `);
  });

  test('stay two where one replaces a source, or where they differ in a number', () => {
    const g = new KernelSketch();
    const [x, w] = [g.buffer('x', [4], 'source'), g.buffer('w', [4], 'source')];
    const [a, next, other] = ['a', 'next', 'other'].map((name) => g.buffer(name, [4]));
    g.map(a, [x], (code, [v]) => code.binary('add', v, code.number(1)));
    g.map(next, [x], (code, [v]) => code.binary('add', v, code.number(1)));
    g.map(other, [x], (code, [v]) => code.binary('add', v, code.number(2)));
    const { kernels } = simplify(g.program([a, other], [[w, next]]));
    expect(kernels).toHaveLength(3);
  });

  test('that draw stay as many as they are', () => {
    const g = new KernelSketch();
    const [p, q] = [g.buffer('p', [4]), g.buffer('q', [4])];
    for (const mask of [p, q]) {
      const draw = { rate: 0.5, seed: 1, owner: 2 };
      g.add({ family: 'mask', to: accessOf(mask), shape: [4], ...draw, origin: [] });
    }
    expect(simplify(g.program([p, q])).kernels).toHaveLength(2);
  });
});

describe('kernels', () => {
  test('that nobody needs go, with those that only they need', () => {
    const g = new KernelSketch();
    const x = g.buffer('x', [4], 'source');
    const [a, b, kept] = ['a', 'b', 'kept'].map((name) => g.buffer(name, [4]));
    g.map(a, [x], (code, [v]) => code.unary('exp', v));
    g.map(b, [a], (code, [v]) => code.unary('negate', v));
    g.map(kept, [x], (code, [v]) => code.unary('abs', v));
    expect(kernelLines(simplify(g.program([kept])))).toMatchInlineSnapshot(`
      "map [4]
        %0 = x.0[1]
        %1 = abs %0
        kept.3[1] = %1"
    `);
  });

  test('lose the stores that nobody reads', () => {
    const g = new KernelSketch();
    const x = g.buffer('x', [4], 'source');
    const [a, b] = [g.buffer('a', [4]), g.buffer('b', [4])];
    const both = g.map(a, [x], (code, [v]) => code.unary('exp', v));
    g.kernels.pop();
    const stores = [...both.code.stores, { access: accessOf(b), node: 0 }];
    g.add({ ...both, code: { ...both.code, stores } });
    expect(kernelLines(simplify(g.program([b])))).toMatchInlineSnapshot(`
      "map [4]
        %0 = x.0[1]
        b.2[1] = %0"
    `);
  });
});

describe('the second factor of a product', () => {
  test('is copied where its rows are not contiguous', () => {
    const g = new KernelSketch();
    const a = g.buffer('a', [8, 6], 'source');
    const b = g.buffer('b', [5, 6], 'source');
    const out = g.buffer('out', [8, 5]);
    const product = g.product(out, a, g.buffer('unused', [6, 5]));
    g.kernels.pop();
    g.add({ ...product, b: { ...accessOf(b), strides: [...b.strides].reverse() } });
    expect(kernelLines(simplify(g.program([out])))).toMatchInlineSnapshot(`
      "map [6, 5]
        %0 = b.1[1, 8]
        packed.4[8, 1] = %0
      gemm [8, 5] over 6
        a = a.0[8, 1]
        b = packed.4[8, 1]
        %0 = result
        out.2[8, 1] = %0"
    `);
  });

  test('of one column changes places with the first instead', () => {
    const g = new KernelSketch();
    const a = g.buffer('a', [8, 6], 'source');
    const b = g.buffer('b', [6, 2], 'source');
    const out = g.buffer('out', [8, 1]);
    const product = g.product(out, a, g.buffer('unused', [6, 1]));
    g.kernels.pop();
    g.add({ ...product, b: { buffer: b.id, offset: 1, strides: [b.strides[0], 0] } });
    expect(kernelLines(simplify(g.program([out])))).toMatchInlineSnapshot(`
      "map [6, 8]
        %0 = a.0[1, 8]
        packed.4[8, 1] = %0
      gemm [1, 8] over 6
        a = b.1[0, 4]+1
        b = packed.4[8, 1]
        %0 = result
        out.2[0, 1] = %0"
    `);
  });
});
