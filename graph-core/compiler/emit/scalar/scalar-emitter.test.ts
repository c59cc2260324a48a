/** Every scalar function, by its table: on special values, on random bits, and within code that shares its parts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScalarBinary, ScalarUnary } from '../../../ops/kit/scalar-expression.ts';
import { emissionFaults, runEmitted } from '../../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../../testing/kernels/kernel-sketch.ts';
import { SCALAR_BINARY, SCALAR_UNARY } from '../../../testing/operations/scalar-interpreter.ts';
import { ScalarCodeBuilder } from '../../ir/scalar-code.ts';

const UNARY = Object.keys(SCALAR_UNARY) as ScalarUnary[];
const BINARY = Object.keys(SCALAR_BINARY) as ScalarBinary[];
/** What is computed by a series or a table may be off by some units in the last place of f32. */
const SERIES = 3e-7;
const EXACT: ReadonlySet<string> = new Set([
  ...['negate', 'abs', 'sign', 'sqrt', 'floor'],
  ...BINARY.filter((fn) => fn !== 'power'),
]);
const SPECIAL = [
  ...[0, 1, -1, 2, -2, 0.5, -0.5, 3, 1e-3, -1e-3, 10, -10, 88, -88, 1e10, -1e10],
  ...[Infinity, -Infinity, Number.NaN, 2 ** -126, 2 ** 127, 16_777_217],
].map(Math.fround);

/** The faults of one function over pairs of numbers; the second of each is left alone by functions of one. */
function faultsOf(fn: ScalarUnary | ScalarBinary, pairs: readonly (readonly [number, number])[]) {
  const sketch = new KernelSketch();
  const x = sketch.buffer('x', [pairs.length], 'source');
  const y = sketch.buffer('y', [pairs.length], 'source');
  const out = sketch.buffer(fn, [pairs.length]);
  sketch.map(out, [x, y], (b, [p, q]) =>
    Object.hasOwn(SCALAR_UNARY, fn)
      ? b.unary(fn as ScalarUnary, p)
      : b.binary(fn as ScalarBinary, p, q),
  );
  const given = new Map([
    [x.id, pairs.map(([p]) => p)],
    [y.id, pairs.map(([, q]) => q)],
  ]);
  const tolerance = EXACT.has(fn) ? 0 : SERIES;
  return emissionFaults(sketch.program([out]), given, { tolerance });
}

describe.each([...UNARY, ...BINARY])('%s', (fn) => {
  test('of special values is what the table says', () => {
    const pairs = SPECIAL.flatMap((x) => SPECIAL.map((y) => [x, y] as const));
    // Beyond f32 the definition, which computes in f64, knows digits that an argument in f32 cannot have.
    const isWild = ([x]: readonly [number, number]) => /sin|cos/.test(fn) && Math.abs(x) > 2 ** 24;
    expect(
      faultsOf(
        fn,
        pairs.filter((pair) => !isWild(pair)),
      ),
    ).toEqual([]);
  });

  test('of numbers of all sizes is within its tolerance', () => {
    const number = fc
      .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -20, max: 20 }))
      .map(([m, e]) => Math.fround(m * 2 ** e));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 9 }), (pairs) => {
        expect(faultsOf(fn, pairs)).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('code', () => {
  test('computes what two stores share once, and gives both', () => {
    const sketch = new KernelSketch();
    const x = sketch.buffer('x', [5], 'source');
    const [one, two] = [sketch.buffer('one', [5]), sketch.buffer('two', [5])];
    const b = new ScalarCodeBuilder();
    const shared = b.binary('multiply', b.load(accessOf(x)), b.load(accessOf(x)));
    const stores = [
      { access: accessOf(one), node: b.binary('add', shared, b.number(1)) },
      { access: accessOf(two), node: b.binary('subtract', shared, b.number(1)) },
    ];
    sketch.add({ family: 'map', shape: [5], code: { nodes: b.nodes, stores }, origin: [] });
    const given = new Map([[x.id, [1, 2, 3, 4, 5]]]);
    expect(emissionFaults(sketch.program([one, two]), given)).toEqual([]);
  });

  test('chooses with select between numbers of which one is NaN', () => {
    const sketch = new KernelSketch();
    const x = sketch.buffer('x', [4], 'source');
    const out = sketch.buffer('out', [4]);
    sketch.map(out, [x], (b, [value]) =>
      b.select(b.binary('greater', value, b.number(0)), b.unary('log', value), b.number(-7)),
    );
    const { memory } = runEmitted(sketch.program([out]), new Map([[x.id, [1, -1, 0, Number.NaN]]]));
    expect([...(memory.get(out.id) ?? [])]).toEqual([0, -7, -7, -7]);
  });
});
