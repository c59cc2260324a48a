/** Angles from their sines, cosines and tangents, in radians. */

import type { Value } from './kit/emitter.ts';
import { type Formula, f, type Term } from './kit/formula.ts';
import { primitive } from './kit/operation.ts';
import { type ScalarExpression, s } from './kit/scalar-expression.ts';
import { broadcastRule, sameShapeRule } from './kit/shape-rules.ts';

const x = s.port('x');
const y = s.port('y');
const inputs = [{ name: 'x', help: 'The value.' }] as const;

const one = s.number(1);
const difference = (a: ScalarExpression, b: ScalarExpression) => s.binary('subtract', a, b);
const quotient = (a: ScalarExpression, b: ScalarExpression) => s.binary('divide', a, b);
const sum = (a: ScalarExpression, b: ScalarExpression) => s.binary('add', a, b);
const less = (a: ScalarExpression, b: ScalarExpression) => s.binary('less', a, b);

/** √((1 - x) (1 + x)), which keeps its digits near ±1. */
const other: ScalarExpression = s.unary(
  'sqrt',
  s.binary('multiply', difference(one, x), sum(one, x)),
);

const named =
  (op: string, name: string) =>
  (term: Term): Formula =>
    f.apply(op, [term], { as: 'function', name });

const arcsin = primitive({
  doc: {
    title: 'Arcsine',
    summary: 'The angle from -π/2 to π/2 with this sine; undefined beyond -1 and 1.',
    backward: 'The gradient is divided by the cosine of the angle: it explodes near -1 and 1.',
    category: 'functions',
    symbol: 'asin',
  },
  rules: {
    value: ({ inputs: { x } }) => named('arcsin', '\\arcsin')(x),
    gradient: {
      x: { local: ({ inputs: { x } }) => f.divide(1, f.sqrt(f.subtract(1, f.square(x)))) },
    },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.asin(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => {
    const rest = g.multiply(g.subtract(g.full(1), x), g.add(g.full(1), x));
    return { x: g.divide(ct, g.emit('sqrt', [rest])) };
  },
  lower: { kind: 'map', expression: s.unary('arctan', quotient(x, other)) },
  exports: { onnx: { op: 'Asin', since: 7 }, pytorch: 'torch.asin(<x>)' },
  samples: [
    {
      title: 'known angles',
      inputs: { x: [0, 0.5, -0.7071067811865475] },
      out: [0, Math.PI / 6, -Math.PI / 4],
      gradients: { x: [1, 1.1547005383792517, Math.SQRT2] },
    },
    { title: 'small', inputs: { x: [1e-9, -0.001] } },
    {
      title: 'both ends',
      inputs: { x: [1, -1] },
      out: [Math.PI / 2, -Math.PI / 2],
      gradients: { x: [Infinity, Infinity] },
      notSmooth: 'infinite slopes',
    },
    {
      title: 'no sine',
      inputs: { x: [1.5, NaN] },
      out: [NaN, NaN],
      gradients: { x: [NaN, NaN] },
      notSmooth: 'not a number',
    },
  ],
});

const arccos = primitive({
  doc: {
    title: 'Arccosine',
    summary: 'The angle from 0 to π with this cosine; undefined beyond -1 and 1.',
    backward: 'The gradient is divided by the sine of the angle, with its sign changed.',
    category: 'functions',
    symbol: 'acos',
  },
  rules: {
    value: ({ inputs: { x } }) => named('arccos', '\\arccos')(x),
    gradient: {
      x: {
        local: ({ inputs: { x } }) => f.negate(f.divide(1, f.sqrt(f.subtract(1, f.square(x))))),
      },
    },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.acos(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => {
    const rest = g.multiply(g.subtract(g.full(1), x), g.add(g.full(1), x));
    return { x: g.negate(g.divide(ct, g.emit('sqrt', [rest]))) };
  },
  lower: {
    kind: 'map',
    // Half of the angle has the tangent √((1 - x) / (1 + x)).
    expression: s.binary(
      'multiply',
      s.number(2),
      s.unary('arctan', s.unary('sqrt', quotient(difference(one, x), sum(one, x)))),
    ),
  },
  exports: { onnx: { op: 'Acos', since: 7 }, pytorch: 'torch.acos(<x>)' },
  samples: [
    {
      title: 'known angles',
      inputs: { x: [0, 0.5, -0.7071067811865475] },
      out: [Math.PI / 2, Math.PI / 3, (3 * Math.PI) / 4],
      gradients: { x: [-1, -1.1547005383792517, -Math.SQRT2] },
    },
    {
      title: 'both ends',
      inputs: { x: [1, -1] },
      out: [0, Math.PI],
      gradients: { x: [-Infinity, -Infinity] },
      notSmooth: 'infinite slopes',
    },
    {
      title: 'no cosine',
      inputs: { x: [-1.5, NaN] },
      out: [NaN, NaN],
      gradients: { x: [NaN, NaN] },
      notSmooth: 'not a number',
    },
  ],
});

const arctan = primitive({
  doc: {
    title: 'Arctangent',
    summary: 'The angle from -π/2 to π/2 with this tangent.',
    backward: 'The gradient is divided by 1 + x²: it fades far from 0.',
    category: 'functions',
    symbol: 'atan',
  },
  rules: {
    value: ({ inputs: { x } }) => named('arctan', '\\arctan')(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.divide(1, f.add(1, f.square(x))) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.atan(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => ({
    x: g.divide(ct, g.add(g.full(1), g.emit('square', [x]))),
  }),
  lower: { kind: 'map', expression: s.unary('arctan', x) },
  exports: { onnx: { op: 'Atan', since: 7 }, pytorch: 'torch.atan(<x>)' },
  samples: [
    {
      title: 'known angles',
      inputs: { x: [0, 1, -1.7320508075688772] },
      out: [0, Math.PI / 4, -Math.PI / 3],
      gradients: { x: [1, 0.5, 0.25] },
    },
    {
      title: 'both ends',
      inputs: { x: [Infinity, -Infinity, 1e30] },
      out: [Math.PI / 2, -Math.PI / 2, Math.PI / 2],
      gradients: { x: [0, 0, 1e-60] },
      notSmooth: 'infinite numbers',
    },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const zero = s.number(0);
const [across, up] = [s.unary('abs', x), s.unary('abs', y)];
/** The smaller by the larger of the two sizes: 1 for two infinite ones, 0 for none. */
const share = s.select(
  s.binary('equal', across, up),
  s.select(s.binary('equal', up, zero), zero, one),
  quotient(s.binary('min', across, up), s.binary('max', across, up)),
);
const acute = s.unary('arctan', share);
const first = s.select(
  s.binary('greater', up, across),
  difference(s.number(Math.PI / 2), acute),
  acute,
);
/** Zeros have signs: 1/-0 is below 0, though -0 is not. */
const isBelowZero = (z: ScalarExpression) =>
  s.select(less(z, zero), one, less(quotient(one, z), zero));
const half = s.select(isBelowZero(x), difference(s.number(Math.PI), first), first);

const atan2 = primitive({
  doc: {
    title: 'Angle of a point',
    summary: 'The angle from -π to π between the x-axis and the point (x, y).',
    backward: {
      y: 'The gradient of y is x by the squared distance from the origin: near it, it explodes.',
      x: 'The gradient of x is -y by the squared distance from the origin: near it, it explodes.',
    },
    category: 'functions',
    symbol: 'atan2',
  },
  rules: {
    value: ({ inputs: { y, x } }) =>
      f.apply('atan2', [y, x], { as: 'function', name: '\\operatorname{atan2}' }),
    gradient: {
      y: { local: ({ inputs: { y, x } }) => f.divide(x, f.add(f.square(x), f.square(y))) },
      x: {
        local: ({ inputs: { y, x } }) => f.negate(f.divide(y, f.add(f.square(x), f.square(y)))),
      },
    },
  },
  inputs: [
    { name: 'y', help: 'Height of the point.' },
    { name: 'x', help: 'Distance to the right.' },
  ],
  attrs: {},
  infer: broadcastRule('atan2', ['y', 'x']),
  forward: ([y, x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.atan2(y.data[i], x.data[i]);
  },
  // By shares of the larger of the two, so that no square is too large or too small; 0 at the origin and infinitely
  // far away. What the shares are of does not matter, so nothing goes back through it.
  vjp: (g, { inputs: { y, x }, ct }) => {
    const larger = g.stopGradient(g.emit('max', [g.emit('abs', [x]), g.emit('abs', [y])]));
    const isOrdinary = g.multiply(
      g.emit('greater', [larger, g.full(0)]),
      g.emit('less', [larger, g.full(Number.POSITIVE_INFINITY)]),
    );
    const size = g.where(isOrdinary, larger, g.full(1));
    const share = (z: Value) => g.where(isOrdinary, g.divide(z, size), g.full(0));
    const [right, up] = [share(x), share(y)];
    const squares = g.add(g.emit('square', [right]), g.emit('square', [up]));
    const distance = g.multiply(size, g.where(isOrdinary, squares, g.full(1)));
    return {
      y: g.multiply(ct, g.divide(right, distance)),
      x: g.negate(g.multiply(ct, g.divide(up, distance))),
    };
  },
  lower: { kind: 'map', expression: s.select(isBelowZero(y), s.unary('negate', half), half) },
  exports: {
    onnx: { none: 'no such operator; it is written with Atan and Where' },
    pytorch: 'torch.atan2(<y>, <x>)',
  },
  samples: [
    {
      title: 'one in each quadrant',
      inputs: { y: [1, 1, -1, -1], x: [1, -1, -1, 1] },
      out: [Math.PI / 4, (3 * Math.PI) / 4, (-3 * Math.PI) / 4, -Math.PI / 4],
      gradients: { y: [0.5, -0.5, -0.5, 0.5], x: [-0.5, -0.5, 0.5, 0.5] },
    },
    { title: 'flat and steep', inputs: { y: [0.1, 8, -7], x: [6, -0.25, 0.5] } },
    { title: 'one height, many points', inputs: { y: 2, x: [1, -3, 0.5] } },
    {
      title: 'on the axes, with the signs of zeros',
      inputs: { y: [0, -0, 0, -0, 2, -2], x: [3, 3, -3, -3, 0, -0] },
      out: [0, -0, Math.PI, -Math.PI, Math.PI / 2, -Math.PI / 2],
      notSmooth: 'a jump behind the origin',
    },
    {
      title: 'infinite distances',
      inputs: { y: [Infinity, -Infinity, 5], x: [Infinity, 3, -Infinity] },
      out: [Math.PI / 4, -Math.PI / 2, Math.PI],
      gradients: { y: [0, 0, 0], x: [0, 0, 0] },
      notSmooth: 'infinite numbers',
    },
    {
      title: 'the origin',
      inputs: { y: 0, x: 0 },
      out: 0,
      gradients: { y: 0, x: 0 },
      notSmooth: 'every angle meets here',
    },
    {
      title: 'so near and so far that squares are no numbers',
      inputs: { y: [1e-300, 3e200], x: [-1e-300, 4e200] },
      out: [(3 * Math.PI) / 4, Math.atan2(3, 4)],
      gradients: { y: [-5e299, 1.6e-201], x: [-5e299, -1.2e-201] },
      notSmooth: 'too near the origin for differences',
      beyondRules: 'squares that overflow',
    },
    {
      title: 'not a number',
      inputs: { y: [NaN, 1], x: [1, NaN] },
      out: [NaN, NaN],
      notSmooth: 'not a number',
    },
  ],
});

export const angleOps = { arcsin, arccos, arctan, atan2 };
