import { describe, expect, test } from 'vitest';
import { kernelLines } from '../../testing/kernels/kernel-lines.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import type { Buffer } from '../ir/buffer.ts';
import { fuse } from './fuse.ts';

/** x → h = exp x → y = −h, with what is looked at. */
function chain(looked: readonly ('h' | 'y')[]): string {
  const g = new KernelSketch();
  const x = g.buffer('x', [4, 6], 'source');
  const buffers = { h: g.buffer('h', [4, 6]), y: g.buffer('y', [4, 6]) };
  g.map(buffers.h, [x], (b, [v]) => b.unary('exp', v));
  g.map(buffers.y, [buffers.h], (b, [v]) => b.unary('negate', v));
  return kernelLines(fuse(g.program(looked.map((name) => buffers[name]))));
}

describe('a map behind a map', () => {
  test('is one with it, and what is between them stays in a register', () => {
    expect(chain(['y'])).toMatchInlineSnapshot(`
      "map [4, 6]
        %0 = x.0[8, 1]
        %1 = exp %0
        %2 = negate %1
        y.2[8, 1] = %2"
    `);
  });

  test('leaves what is looked at where it can be seen', () => {
    expect(chain(['h', 'y'])).toMatchInlineSnapshot(`
      "map [4, 6]
        %0 = x.0[8, 1]
        %1 = exp %0
        %2 = negate %1
        h.1[8, 1] = %1
        y.2[8, 1] = %2"
    `);
  });

  test('that reads another place of it does not join', () => {
    const g = new KernelSketch();
    const x = g.buffer('x', [4, 6], 'source');
    const h = g.buffer('h', [4, 6]);
    const y = g.buffer('y', [4, 5]);
    g.map(h, [x], (b, [v]) => b.unary('exp', v));
    g.map(y, [{ ...accessOf(h), offset: 1 }], (b, [v]) => b.unary('negate', v));
    expect(fuse(g.program([y])).kernels).toHaveLength(2);
  });
});

describe('a map behind a product', () => {
  const dense = (activation: 'max' | 'tanh'): string => {
    const g = new KernelSketch();
    const [x, w] = [g.buffer('x', [8, 6], 'source'), g.buffer('w', [6, 12], 'source')];
    const bias = g.buffer('bias', [12], 'source');
    const [z, y] = [g.buffer('z', [8, 12]), g.buffer('y', [8, 12])];
    g.product(z, x, w);
    g.map(y, [z, bias], (b, [sum, shift]) => {
      const shifted = b.binary('add', sum, shift);
      return activation === 'max'
        ? b.binary('max', shifted, b.number(0))
        : b.unary('tanh', shifted);
    });
    return kernelLines(fuse(g.program([y])));
  };

  test('is what the product does with each sum before it is stored', () => {
    expect(dense('max')).toMatchInlineSnapshot(`
      "gemm [8, 12] over 6
        a = x.0[8, 1]
        b = w.1[12, 1]
        %0 = result
        %1 = bias.2[0, 1]
        %2 = add %0, %1
        %3 = 0
        %4 = max %2, %3
        y.4[12, 1] = %4"
    `);
  });

  test('stays a kernel of its own where it takes tens of instructions', () => {
    expect(dense('tanh')).toMatchInlineSnapshot(`
      "gemm [8, 12] over 6
        a = x.0[8, 1]
        b = w.1[12, 1]
        %0 = result
        z.3[12, 1] = %0
      map [8, 12]
        %0 = z.3[12, 1]
        %1 = bias.2[0, 1]
        %2 = add %0, %1
        %3 = tanh %2
        y.4[12, 1] = %3"
    `);
  });
});

describe('a map before a reduction', () => {
  const squares = (also: boolean): string => {
    const g = new KernelSketch();
    const x = g.buffer('x', [4, 40], 'source');
    const [square, sum] = [g.buffer('square', [4, 40]), g.buffer('sum', [4])];
    g.map(square, [x], (b, [v]) => b.binary('multiply', v, v));
    g.sum(sum, square);
    return kernelLines(fuse(g.program(also ? [sum, square] : [sum])));
  };

  test('moves into its elements', () => {
    expect(squares(false)).toMatchInlineSnapshot(`
      "reduce add [4] over [40]
        %0 = x.0[40, 1]
        %1 = multiply %0, %0
        result = %1
        %0 = result
        sum.2[1] = %0"
    `);
  });

  test('stays where someone looks at it', () => {
    expect(squares(true)).toContain('map [4, 40]');
  });
});

describe('stages over short rows', () => {
  /** s, its largest, exp(s − largest), their sum, and what of it is left over. */
  function softmax(columns: number): { readonly g: KernelSketch; readonly out: Buffer } {
    const g = new KernelSketch();
    const s = g.buffer('s', [6, columns], 'source');
    const [most, e] = [g.buffer('most', [6]), g.buffer('e', [6, columns])];
    const [sum, out] = [g.buffer('sum', [6]), g.buffer('out', [6, columns])];
    const column = ({ id, strides }: Buffer) => ({
      buffer: id,
      offset: 0,
      strides: [strides[0], 0],
    });
    const largest = g.sum(most, s);
    g.kernels.pop();
    g.add({ ...largest, monoid: 'max' });
    g.map(e, [accessOf(s), column(most)], (b, [v, m]) =>
      b.unary('exp', b.binary('subtract', v, m)),
    );
    g.sum(sum, e);
    g.map(out, [accessOf(e), column(sum)], (b, [v, total]) => b.binary('divide', v, total));
    return { g, out };
  }

  test('become one kernel that keeps the row', () => {
    const { g, out } = softmax(5);
    expect(kernelLines(fuse(g.program([out])))).toMatchInlineSnapshot(`
      "rowwise [6, 5], 4 stages
        reduce max [6] over [5]
          %0 = s.0[8, 1]
          result = %0
          %0 = result
          most.1[1] = %0
        map [6, 5]
          %0 = s.0[8, 1]
          %1 = most.1[1, 0]
          %2 = subtract %0, %1
          %3 = exp %2
          e.2[8, 1] = %3
        reduce add [6] over [5]
          %0 = e.2[8, 1]
          result = %0
          %0 = result
          sum.3[1] = %0
        map [6, 5]
          %0 = e.2[8, 1]
          %1 = sum.3[1, 0]
          %2 = divide %0, %1
          out.4[8, 1] = %2"
    `);
  });

  test('stay kernels of their own over rows that no register file holds', () => {
    const { g, out } = softmax(33);
    const families = fuse(g.program([out])).kernels.map(({ family }) => family);
    expect(families).toEqual(['reduce', 'map', 'reduce', 'map']);
  });

  test('do not join around a kernel between them', () => {
    const g = new KernelSketch();
    const [s, w] = [g.buffer('s', [6, 5], 'source'), g.buffer('w', [5, 5], 'source')];
    const [sum, between] = [g.buffer('sum', [6]), g.buffer('between', [6, 5])];
    const [p, after] = [g.buffer('p', [6, 5]), g.buffer('after', [6])];
    g.sum(sum, s);
    const column = { buffer: sum.id, offset: 0, strides: [sum.strides[0], 0] };
    g.map(between, [accessOf(s), column], (b, [v, t]) => b.binary('divide', v, t));
    g.product(p, between, w);
    g.sum(after, p);
    const families = fuse(g.program([after])).kernels.map(({ family }) => family);
    expect(families).toEqual(['rowwise', 'gemm', 'reduce']);
  });
});
