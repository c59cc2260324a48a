import { describe, expect, test } from 'vitest';
import { kernelLines } from '../../testing/kernels/kernel-lines.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { orient } from './orient.ts';

/** The product [m, k] · [k, n] with its first factor by rows or by columns, oriented. */
function oriented([m, inner, n]: readonly [number, number, number], byColumns: boolean): string {
  const g = new KernelSketch();
  const a = g.buffer('a', byColumns ? [inner, m] : [m, inner], 'source');
  const b = g.buffer('b', [inner, n], 'source');
  const out = g.buffer('out', [m, n]);
  const product = g.product(out, g.buffer('unused', [m, inner]), b);
  g.kernels.pop();
  const strides = byColumns ? [...a.strides].reverse() : a.strides;
  g.add({ ...product, a: { ...accessOf(a), strides } });
  return kernelLines(orient(g.program([out])));
}

describe('a product', () => {
  test('with one column is turned where its first factor can be read along its rows', () => {
    expect(oriented([64, 20, 1], true)).toMatchInlineSnapshot(`
      "gemm [1, 64] over 20
        a = b.1[0, 1]
        b = a.0[80, 1]
        %0 = result
        out.2[0, 1] = %0"
    `);
  });

  test('stays as it is where turning it would read columns', () => {
    expect(oriented([64, 20, 1], false)).toMatch(/^gemm \[64, 1\] over 20\n/);
  });

  test('with columns enough for all lanes stays as it is', () => {
    expect(oriented([64, 20, 64], true)).toMatch(/^gemm \[64, 64\] over 20\n {2}a = a\.0\[1, /);
  });
});
