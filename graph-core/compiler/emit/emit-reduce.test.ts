import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emissionFaults } from '../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import {
  cook,
  laidOut,
  layouts,
  recipes,
  sizes,
  wholeNumbers,
} from '../../testing/kernels/random-kernels.ts';
import { ScalarCodeBuilder } from '../ir/scalar-code.ts';

const monoids = fc.constantFrom('add', 'max', 'min') as fc.Arbitrary<'add' | 'max' | 'min'>;
const axes = fc.array(sizes, { maxLength: 2 });
const seeds = fc.nat(1000);

describe('a reduction', () => {
  test('combines each of its elements once, along whatever axes, from whatever strides', () => {
    fc.assert(
      fc.property(
        ...([axes, fc.array(sizes, { minLength: 1, maxLength: 2 }), monoids, layouts] as const),
        ...([recipes, seeds] as const),
        (shape, reduced, monoid, layout, recipe, seed) => {
          const sketch = new KernelSketch();
          const { buffer: x, access } = laidOut(sketch, 'x', [...shape, ...reduced], layout);
          const out = sketch.buffer('out', shape);
          const element = new ScalarCodeBuilder();
          const node = cook(element, [element.load(access)], recipe);
          sketch.add({
            family: 'reduce',
            ...{ shape, reduced, monoid, element: element.nodes, node, origin: [] },
            code: {
              nodes: [{ op: 'result' }],
              stores: [{ access: accessOf(out), node: 0 }],
            },
          });
          const given = new Map([[x.id, wholeNumbers(x, seed)]]);
          expect(emissionFaults(sketch.program([out]), given)).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('hands its result to code that reads more, and stores what that makes of it', () => {
    fc.assert(
      fc.property(axes, sizes, recipes, seeds, (shape, length, recipe, seed) => {
        const sketch = new KernelSketch();
        const x = sketch.buffer('x', [...shape, length], 'source');
        const bias = sketch.buffer('bias', shape, 'source');
        const out = sketch.buffer('out', shape);
        const code = new ScalarCodeBuilder();
        const node = cook(code, [code.result(), code.load(accessOf(bias))], recipe);
        const { code: _, ...sum } = sketch.sum(out, x);
        sketch.kernels.pop();
        const stores = [{ access: accessOf(out), node }];
        sketch.add({ ...sum, code: { nodes: code.nodes, stores } });
        const given = new Map([x, bias].map((b) => [b.id, wholeNumbers(b, seed)] as const));
        expect(emissionFaults(sketch.program([out]), given)).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test.each([
    ['NaN stands in it', [1, Number.NaN, 3, 4, 5, 6]],
    ['everything is −∞', Array(6).fill(-Infinity)],
    ['+∞ and −∞ meet', [1, Infinity, -Infinity, 2, 3, 4]],
  ])('gives what the definition gives where %s', (_, numbers) => {
    for (const monoid of ['add', 'max', 'min'] as const) {
      const sketch = new KernelSketch();
      const [x, out] = [sketch.buffer('x', [6], 'source'), sketch.buffer('out', [])];
      const sum = sketch.sum(out, x);
      sketch.kernels.pop();
      sketch.add({ ...sum, monoid });
      expect(emissionFaults(sketch.program([out]), new Map([[x.id, numbers]])), monoid).toEqual([]);
    }
  });

  test('of nothing is the neutral element', () => {
    const sketch = new KernelSketch();
    const [x, out] = [sketch.buffer('x', [3, 0], 'source'), sketch.buffer('out', [3])];
    sketch.sum(out, x);
    expect(emissionFaults(sketch.program([out]), new Map())).toEqual([]);
  });

  test('of many numbers is within rounding of the exact sum', () => {
    const sketch = new KernelSketch();
    const [x, out] = [sketch.buffer('x', [10_000], 'source'), sketch.buffer('out', [])];
    sketch.sum(out, x);
    const numbers = Array.from({ length: 10_000 }, (_, i) => Math.sin(i));
    const given = new Map([[x.id, numbers]]);
    expect(emissionFaults(sketch.program([out]), given, { tolerance: 1e-4 })).toEqual([]);
  });
});
