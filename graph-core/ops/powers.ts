/** Powers and roots, element by element. */
import { f } from './kit/formula.ts';
import { primitive } from './kit/operation.ts';
import { s } from './kit/scalar-expression.ts';
import { broadcastRule, sameShapeRule } from './kit/shape-rules.ts';

const x = s.port('x');
const y = s.port('y');
const inputs = [{ name: 'x', help: 'The value.' }] as const;

/**
 * x to the power y as C99 has it: JavaScript has no number for 1 to the power of NaN or infinity, nor for -1
 * to the power of infinity, where the result is 1 whatever the exponent.
 */
function toPower(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
}

/**
 * Both derivatives have a removable hole: x^(y-1) y at y = 0 where 1/x is infinite (0, or a denormal number),
 * and xʸ log x at x = 0, y ≥ 0. There the base is replaced by 1 before the pole, not after it, so that
 * derivatives of the derivative stay numbers too.
 */
const power = primitive({
  doc: {
    title: 'Power',
    summary: 'Raises x to the power y; a negative x needs a whole y.',
    backward: {
      x: 'The exponent comes down as a factor, and the power falls by one.',
      y: 'The gradient is scaled by the power and the logarithm of the base; a negative base has none (NaN).',
    },
    category: 'arithmetic',
    symbol: 'xʸ',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.power(x, y),
    gradient: {
      x: { local: ({ inputs: { x, y } }) => f.times(y, f.power(x, f.subtract(y, 1))) },
      y: { local: ({ inputs: { x, y } }) => f.times(f.power(x, y), f.ln(x)) },
    },
  },
  inputs: [
    { name: 'x', help: 'Base.' },
    { name: 'y', help: 'Exponent.' },
  ],
  attrs: {},
  infer: broadcastRule('power', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = toPower(x.data[i], y.data[i]);
  },
  vjp: (g, { inputs: { x, y }, out, ct }) => {
    const zero = g.full(0);
    const one = g.full(1);
    const atZero = g.equal(x, zero);
    const atPole = g.equal(g.emit('abs', [g.divide(one, x)]), g.full(Infinity));
    const base = g.where(g.multiply(atPole, g.equal(y, zero)), one, x);
    const slope = g.multiply(y, g.emit('power', [base, g.subtract(y, one)]));
    const notNegative = g.emit('greaterEqual', [y, zero]);
    const logarithm = g.log(g.where(g.multiply(atZero, notNegative), one, x));
    return { x: g.multiply(ct, slope), y: g.multiply(ct, g.multiply(out, logarithm)) };
  },
  lower: { kind: 'map', expression: s.binary('power', x, y) },
  exports: { onnx: { op: 'Pow', since: 15 }, pytorch: 'torch.pow(<x>, <y>)' },
  samples: [
    { title: 'a cube', inputs: { x: 2, y: 3 }, out: 8, gradients: { x: 12, y: 8 * Math.log(2) } },
    { title: 'a column to a row', inputs: { x: [[0.5], [3]], y: [[-1, 0.5, 2]] } },
    {
      title: 'a negative base',
      inputs: { x: -3, y: 2 },
      out: 9,
      gradients: { x: -6, y: NaN },
      notSmooth: 'between whole exponents a negative base has no power',
    },
    {
      title: 'a base of zero',
      inputs: { x: [0, 0, 0, 0], y: [0, 0.5, 1, 2] },
      out: [1, 0, 0, 0],
      gradients: { x: [0, Infinity, 1, 0], y: [0, 0, 0, 0] },
      notSmooth: 'an edge of the domain',
    },
    { title: 'an exponent of zero', inputs: { x: 5, y: 0 }, out: 1, gradients: { x: 0 } },
    {
      title: 'one to every power',
      inputs: { x: [1, 1, 1], y: [NaN, Infinity, -Infinity] },
      out: [1, 1, 1],
      notSmooth: 'no numbers to vary',
    },
  ],
});

const square = primitive({
  doc: {
    title: 'Square',
    summary: 'Multiplies a value by itself.',
    backward: 'The gradient is scaled by twice the value.',
    category: 'arithmetic',
    symbol: 'x²',
  },
  rules: {
    value: ({ inputs: { x } }) => f.square(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.times(2, x) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i] * x.data[i];
  },
  // Doubled last: 2 x overflows where the gradient need not.
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.scale(g.multiply(ct, x), 2) }),
  lower: { kind: 'map', expression: s.binary('multiply', x, x) },
  exports: { onnx: { expansion: true }, pytorch: 'torch.square(<x>)' },
  samples: [
    { title: 'both signs', inputs: { x: [3, -4] }, out: [9, 16], gradients: { x: [6, -8] } },
    { title: 'zero', inputs: { x: 0 }, out: 0, gradients: { x: 0 } },
  ],
});

const sqrt = primitive({
  doc: {
    title: 'Square root',
    summary: 'The square root; its slope at 0 is infinite, and below 0 there is none (NaN).',
    backward: 'The gradient is divided by twice the root: it explodes near 0.',
    category: 'functions',
    symbol: '√',
  },
  rules: {
    value: ({ inputs: { x } }) => f.sqrt(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.divide(1, f.times(2, f.sqrt(x))) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.sqrt(x.data[i]);
  },
  vjp: (g, { out, ct }) => ({ x: g.divide(ct, g.scale(out, 2)) }),
  lower: { kind: 'map', expression: s.unary('sqrt', x) },
  exports: { onnx: { op: 'Sqrt', since: 13 }, pytorch: 'torch.sqrt(<x>)' },
  samples: [
    { title: 'squares', inputs: { x: [4, 9] }, out: [2, 3], gradients: { x: [1 / 4, 1 / 6] } },
    {
      title: 'the edge of the domain',
      inputs: { x: [0, -1] },
      out: [0, NaN],
      gradients: { x: [Infinity, NaN] },
      notSmooth: 'an edge of the domain',
    },
  ],
});

const reciprocal = primitive({
  doc: {
    title: 'Reciprocal',
    summary: 'One divided by the value.',
    backward: 'The gradient is divided by the squared value and changes its sign.',
    category: 'functions',
    symbol: '1/x',
  },
  rules: {
    value: ({ inputs: { x } }) => f.divide(1, x),
    gradient: { x: { local: ({ inputs: { x } }) => f.negate(f.divide(1, f.square(x))) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = 1 / x.data[i];
  },
  vjp: (g, { out, ct }) => ({ x: g.negate(g.multiply(g.multiply(ct, out), out)) }),
  lower: { kind: 'map', expression: s.binary('divide', s.number(1), x) },
  exports: { onnx: { op: 'Reciprocal', since: 13 }, pytorch: 'torch.reciprocal(<x>)' },
  samples: [
    {
      title: 'both signs',
      inputs: { x: [4, -0.5] },
      out: [0.25, -2],
      gradients: { x: [-1 / 16, -4] },
    },
    {
      title: 'of zero',
      inputs: { x: 0 },
      out: Infinity,
      gradients: { x: -Infinity },
      notSmooth: 'a pole',
    },
  ],
});

export const powerOps = { power, square, sqrt, reciprocal };
