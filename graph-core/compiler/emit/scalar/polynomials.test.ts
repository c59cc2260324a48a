/** Accuracy of the elementary functions: measured in f32 against f64 over the range that matters. */
import { expect, test } from 'vitest';
import { erf } from '../../../ops/kit/erf.ts';
import type { ScalarBinary, ScalarUnary } from '../../../ops/kit/scalar-expression.ts';
import { relativeDistance } from '../../../testing/close-to.ts';
import type { ScalarNode } from '../../ir/scalar-code.ts';
import { FunctionCode } from '../../wasm/function-code.ts';
import { ModuleBuilder } from '../../wasm/module-builder.ts';
import { ScalarEmitter } from './scalar-emitter.ts';

const POINTS = 20_000;

/** The compiled function on many numbers; `y` is the second operand where there are two. */
function compiled(
  fn: ScalarUnary | ScalarBinary,
  x: Float32Array,
  y: Float32Array | null,
): Float32Array {
  const load = (buffer: number): ScalarNode => ({
    op: 'load',
    access: { buffer, offset: 0, strides: [] },
  });
  const nodes: ScalarNode[] =
    y === null
      ? [load(0), { op: 'unary', fn: fn as ScalarUnary, x: 0 }]
      : [load(0), load(1), { op: 'binary', fn: fn as ScalarBinary, x: 0, y: 1 }];
  const c = new FunctionCode('all', ['i32', 'i32', 'i32'], []);
  const result = c.local('v128');
  c.loop((again) => {
    new ScalarEmitter(c, nodes, [nodes.length - 1]).emit(nodes.length - 1, {
      load: ({ buffer }) => c.get(0).op('v128.load', buffer === 0 ? 0 : 4 * x.length),
      result: () => {},
    });
    c.set(result)
      .get(0)
      .get(result)
      .op('v128.store', 8 * x.length);
    c.get(0).i32(16).op('i32.add').tee(0).get(1).op('i32.lt_s');
    again();
  });
  const module = new ModuleBuilder({ initial: Math.ceil((12 * x.length) / 65536) + 1 });
  module.add(c, true);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
  const floats = new Float32Array((exports.memory as WebAssembly.Memory).buffer);
  floats.set(x, 0);
  if (y !== null) floats.set(y, x.length);
  (exports.all as CallableFunction)(0, 4 * x.length, 0);
  return floats.slice(2 * x.length, 3 * x.length);
}

function spread(from: number, to: number): Float32Array {
  return Float32Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
}

/** The largest error relative to the larger of the true value and `scale`. */
function worst(
  actual: Float32Array,
  x: Float32Array,
  truth: (x: number) => number,
  scale: number,
): number {
  let error = 0;
  for (let i = 0; i < x.length; i++) {
    const expected = truth(x[i]);
    error = Math.max(error, Math.abs(actual[i] - expected) / Math.max(Math.abs(expected), scale));
  }
  return error;
}

test.each<[ScalarUnary, number, number, number, (x: number) => number, number]>([
  ['exp', 1.5e-7, -87.3, 88.7, Math.exp, 0],
  // Half of the least denormal number is 6e-8 of the least normal one.
  ['exp', 1.5e-7, -106, -87, Math.exp, 1.2e-38],
  ['expm1', 3e-7, -3, 3, Math.expm1, 1e-30],
  ['expm1', 3e-7, -30, 88, Math.expm1, 1e-30],
  ['log', 1.5e-7, 1e-3, 10, Math.log, 1e-2],
  ['log', 1.5e-7, 1e-37, 3e38, Math.log, 1e-2],
  ['log1p', 3e-7, -0.9, 1, Math.log1p, 1e-30],
  ['log1p', 3e-7, 0, 1e6, Math.log1p, 1e-30],
  ['sigmoid', 3e-7, -87.3, 87.3, (x) => 1 / (1 + Math.exp(-x)), 0],
  ['sigmoid', 3e-7, -106, -87, (x) => 1 / (1 + Math.exp(-x)), 1.2e-38],
  ['tanh', 5e-7, -12, 12, Math.tanh, 1e-30],
  ['erf', 5e-7, -5, 5, erf, 1e-30],
  ['arctan', 3e-7, -0.5, 0.5, Math.atan, 1e-30],
  ['arctan', 3e-7, -20, 20, Math.atan, 1e-30],
  ['arctan', 3e-7, -1e9, 1e9, Math.atan, 1e-30],
  ['sin', 2e-7, -100, 100, Math.sin, 1e-2],
  ['sin', 2e-7, -1e6, 1e6, Math.sin, 1e-2],
  ['sin', 2.5e-7, -1e8, 1e8, Math.sin, 1e-2],
  ['cos', 2e-7, -100, 100, Math.cos, 1e-2],
  ['cos', 2e-7, -5e9, 5e9, Math.cos, 1e-2],
])('%s is within %f relative on [%f, %f]', (fn, bound, from, to, truth, scale) => {
  const x = spread(from, to);
  expect(worst(compiled(fn, x, null), x, truth, scale)).toBeLessThan(bound);
});

test.each<[ScalarUnary, (x: number) => number]>([
  ['sin', Math.sin],
  ['cos', Math.cos],
])(
  '%s of numbers of every size up to the largest f32 is within 2.5e-7 of f64 or a hundredth',
  (fn, truth) => {
    const x = Float32Array.from({ length: POINTS }, (_, i) => {
      const size = 2 ** (127.99 * (i / POINTS)) * (1 + ((i * 0.618) % 1));
      return Math.min(size, 3.4e38) * (i % 3 === 0 ? -1 : 1);
    });
    expect(worst(compiled(fn, x, null), x, truth, 1e-2)).toBeLessThan(2.5e-7);
    // Ordinary and far angles, infinite ones and no numbers side by side.
    const mixed = Float32Array.of(1, 5e9, Infinity, -1e30, 1e10, Number.NaN, -2, 1e15);
    compiled(fn, mixed, null).forEach((found, i) => {
      expect(relativeDistance(found, truth(mixed[i])), `${fn} ${mixed[i]}`).toBeLessThan(2.5e-7);
    });
  },
);

test.each([2.5, -3, 0.5, 7, 30.25])(
  'x to the power %f is within 1e-7 relative on [0.01, 20]',
  (y) => {
    const x = spread(0.01, 20);
    const power = compiled('power', x, new Float32Array(POINTS).fill(y));
    const inRange = x.filter((value) => value ** y < 3e38 && value ** y > 2e-38);
    const values = power.filter((_, i) => x[i] ** y < 3e38 && x[i] ** y > 2e-38);
    expect(worst(values, inRange, (value) => value ** y, 0)).toBeLessThan(1e-7);
  },
);

test('denormal numbers that a sigmoid gives come back from a quotient and a logarithm', () => {
  const x = Float32Array.of(-88, -90, -95, -100);
  const small = compiled('sigmoid', x, null);
  const logs = compiled('log', small, null);
  const quotients = compiled('divide', new Float32Array(4).fill(1e-10), small);
  small.forEach((p, i) => {
    expect(p).toBe(Math.fround(Math.exp(x[i])));
    expect(logs[i]).toBeCloseTo(x[i], 1);
    expect(quotients[i]).toBe(Math.fround(Math.fround(1e-10) / p));
  });
});

const EDGES = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e30, -1e30, 0.5, -2, 3];

test.each<[ScalarUnary, (x: number) => number]>([
  ['exp', Math.exp],
  ['expm1', Math.expm1],
  ['log', Math.log],
  ['log1p', Math.log1p],
  ['tanh', Math.tanh],
  ['erf', erf],
  ['sigmoid', (x) => 1 / (1 + Math.exp(-x))],
  ['sign', Math.sign],
  ['sqrt', Math.sqrt],
  ['floor', Math.floor],
])('%s of 0, infinite numbers and NaN is within 5e-7 of f64', (fn, truth) => {
  const x = Float32Array.from(EDGES);
  const actual = compiled(fn, x, null);
  EDGES.forEach((value, i) => {
    expect(
      relativeDistance(actual[i], Math.fround(truth(Math.fround(value)))),
      `${fn} ${value}`,
    ).toBeLessThan(5e-7);
  });
});

test('powers of 0, of negative and of infinite numbers are as in C99', () => {
  const pairs = EDGES.flatMap((x) => EDGES.map((y) => [x, y] as const));
  const actual = compiled(
    'power',
    Float32Array.from(pairs, ([x]) => x),
    Float32Array.from(pairs, ([, y]) => y),
  );
  pairs.forEach(([x, y], i) => {
    // JavaScript has no number for these; C99 has 1.
    const isOne = x === 1 || (x === -1 && Math.abs(y) === Infinity);
    const expected = isOne ? 1 : Math.fround(Math.fround(x) ** Math.fround(y));
    expect(relativeDistance(actual[i], expected), `${x} ** ${y}`).toBeLessThan(1e-6);
  });
});
