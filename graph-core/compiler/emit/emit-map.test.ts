import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emissionFaults } from '../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import {
  cook,
  laidOut,
  layouts,
  recipes,
  shapes,
  wholeNumbers,
} from '../../testing/kernels/random-kernels.ts';
import type { Store } from '../ir/scalar-code.ts';
import { ScalarCodeBuilder } from '../ir/scalar-code.ts';

const seeds = fc.nat(1000);

describe('a map', () => {
  test('writes what its code makes of each element, whatever the sizes, strides and offsets', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.array(layouts, { minLength: 1, maxLength: 3 }),
        recipes,
        fc.boolean(),
        seeds,
        (shape, operands, recipe, separateKernels, seed) => {
          const sketch = new KernelSketch();
          const sources = operands.map((layout, i) => laidOut(sketch, `x${i}`, shape, layout));
          const out = sketch.buffer('out', shape);
          sketch.map(
            out,
            sources.map(({ access }) => access),
            (b, x) => cook(b, x, recipe),
          );
          const given = new Map(
            sources.map(({ buffer }) => [buffer.id, wholeNumbers(buffer, seed)] as const),
          );
          expect(emissionFaults(sketch.program([out]), given, { separateKernels })).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('with several stores writes each of them, one of them turned round', () => {
    fc.assert(
      fc.property(shapes, seeds, (shape, seed) => {
        const sketch = new KernelSketch();
        const x = sketch.buffer('x', shape, 'source');
        const [sum, difference] = [
          sketch.buffer('sum', shape),
          sketch.buffer('d', [...shape].reverse()),
        ];
        const b = new ScalarCodeBuilder();
        const load = b.load(accessOf(x));
        const turned = { ...accessOf(difference), strides: [...difference.strides].reverse() };
        const stores: Store[] = [
          { access: accessOf(sum), node: b.binary('add', load, load) },
          { access: turned, node: b.binary('subtract', load, b.number(1)) },
        ];
        sketch.add({ family: 'map', shape, code: { nodes: b.nodes, stores }, origin: [] });
        const given = new Map([[x.id, wholeNumbers(x, seed)]]);
        expect(emissionFaults(sketch.program([sum, difference]), given)).toEqual([]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('may write over what it reads', () => {
    fc.assert(
      fc.property(shapes, recipes, seeds, (shape, recipe, seed) => {
        const sketch = new KernelSketch();
        const x = sketch.buffer('x', shape, 'source');
        sketch.map(x, [x], (b, [value]) => cook(b, [value], recipe));
        const given = new Map([[x.id, wholeNumbers(x, seed)]]);
        expect(emissionFaults(sketch.program([x]), given)).toEqual([]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('of a long row with constants and nothing to read fills it', () => {
    for (const length of [1, 63, 64, 65, 1000]) {
      const sketch = new KernelSketch();
      const out = sketch.buffer('out', [3, length]);
      sketch.map(out, [], (b) => b.number(-2.5));
      expect(emissionFaults(sketch.program([out]), new Map())).toEqual([]);
    }
  });

  test('keeps infinities, NaN and the select that hides them', () => {
    const sketch = new KernelSketch();
    const [x, y] = [sketch.buffer('x', [7], 'source'), sketch.buffer('y', [7], 'source')];
    const outs = (['divide', 'max', 'min', 'less', 'notEqual'] as const).map((fn) => {
      const out = sketch.buffer(fn, [7]);
      sketch.map(out, [x, y], (b, [p, q]) => b.binary(fn, p, q));
      return out;
    });
    const hidden = sketch.buffer('hidden', [7]);
    sketch.map(hidden, [x, y], (b, [p, q]) =>
      b.select(b.binary('equal', q, b.number(0)), b.number(7), b.binary('divide', p, q)),
    );
    const given = new Map([
      [x.id, [1, -1, 0, Infinity, -Infinity, Number.NaN, 3]],
      [y.id, [0, 0, 0, Infinity, 2, 1, Number.NaN]],
    ]);
    expect(emissionFaults(sketch.program([...outs, hidden]), given)).toEqual([]);
  });
});
