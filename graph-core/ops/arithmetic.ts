/** Arithmetic of two numbers, element by element, with broadcasting. */
import { f } from './kit/formula.ts';
import { primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { s } from './kit/scalar-expression.ts';
import { broadcastRule, sameShapeRule } from './kit/shape-rules.ts';

const x = s.port('x');
const y = s.port('y');
const inputs = [
  { name: 'x', help: 'First operand.' },
  { name: 'y', help: 'Second operand.' },
] as const;

const add = primitive({
  doc: {
    title: 'Add',
    summary: 'Adds two values.',
    backward: 'The upstream gradient goes to both inputs unchanged.',
    category: 'arithmetic',
    symbol: '+',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.add(x, y),
    gradient: { x: { local: () => 1 }, y: { local: () => 1 } },
  },
  inputs,
  attrs: {},
  infer: broadcastRule('add', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i] + y.data[i];
  },
  vjp: (_, { ct }) => ({ x: ct, y: ct }),
  lower: { kind: 'map', expression: s.binary('add', x, y) },
  exports: { onnx: { op: 'Add', since: 14 }, pytorch: '<x> + <y>' },
  samples: [
    { title: 'numbers', inputs: { x: -2, y: 5 }, out: 3, gradients: { x: 1, y: 1 } },
    {
      title: 'a row is added to each row',
      inputs: { x: rows([1, 2], [3, 4]), y: [10, 20] },
      out: rows([11, 22], [13, 24]),
      gradients: { x: rows([1, 1], [1, 1]), y: [2, 2] },
    },
    { title: 'both stretch', inputs: { x: [[1], [2]], y: [[10, 20, 30]] } },
    {
      title: 'an empty axis',
      inputs: { x: { shape: [0, 2], data: [] }, y: [1, 2] },
      out: { shape: [0, 2], data: [] },
      gradients: { y: [0, 0] },
    },
  ],
});

const subtract = primitive({
  doc: {
    title: 'Subtract',
    summary: 'Takes the second value from the first.',
    backward: {
      x: 'The upstream gradient goes to the first value unchanged.',
      y: 'The upstream gradient goes to the second value with its sign changed.',
    },
    category: 'arithmetic',
    symbol: '−',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.subtract(x, y),
    gradient: { x: { local: () => 1 }, y: { local: () => -1 } },
  },
  inputs,
  attrs: {},
  infer: broadcastRule('subtract', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i] - y.data[i];
  },
  vjp: (g, { ct }) => ({ x: ct, y: g.negate(ct) }),
  lower: { kind: 'map', expression: s.binary('subtract', x, y) },
  exports: { onnx: { op: 'Sub', since: 14 }, pytorch: '<x> - <y>' },
  samples: [
    { title: 'numbers', inputs: { x: -2, y: 5 }, out: -7, gradients: { x: 1, y: -1 } },
    { title: 'a column minus a row', inputs: { x: [[1], [2]], y: [10, 20, 30] } },
    { title: 'a scalar minus a vector', inputs: { x: 1, y: [1, 2] }, gradients: { x: 2 } },
    {
      title: 'infinities',
      inputs: { x: [Infinity, Infinity], y: [1, Infinity] },
      out: [Infinity, NaN],
      notSmooth: 'infinite numbers',
    },
  ],
});

const multiply = primitive({
  doc: {
    title: 'Multiply',
    summary: 'Multiplies two values.',
    backward: 'The upstream gradient arrives at each input scaled by the other.',
    category: 'arithmetic',
    symbol: '×',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.times(x, y),
    gradient: { x: { local: ({ inputs }) => inputs.y }, y: { local: ({ inputs }) => inputs.x } },
  },
  inputs,
  attrs: {},
  infer: broadcastRule('multiply', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i] * y.data[i];
  },
  vjp: (g, { inputs: { x, y }, ct }) => ({ x: g.multiply(ct, y), y: g.multiply(ct, x) }),
  lower: { kind: 'map', expression: s.binary('multiply', x, y) },
  exports: { onnx: { op: 'Mul', since: 14 }, pytorch: '<x> * <y>' },
  samples: [
    { title: 'numbers', inputs: { x: 3, y: -4 }, out: -12, gradients: { x: -4, y: 3 } },
    { title: 'zero', inputs: { x: 0, y: 5 }, out: 0, gradients: { x: 5, y: 0 } },
    { title: 'a column times a row', inputs: { x: [[1], [2]], y: [[3, 4, 5]] } },
    {
      title: 'infinity times zero',
      inputs: { x: Infinity, y: 0 },
      out: NaN,
      notSmooth: 'infinite numbers',
    },
  ],
});

const divide = primitive({
  doc: {
    title: 'Divide',
    summary: 'Divides the first value by the second.',
    backward: {
      x: 'The gradient is divided by the divisor: near 0 it explodes.',
      y: 'A larger divisor makes the quotient smaller; near 0 the gradient explodes.',
    },
    category: 'arithmetic',
    symbol: '÷',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.divide(x, y),
    gradient: {
      x: { local: ({ inputs: { y } }) => f.divide(1, y) },
      y: { local: ({ inputs: { x, y } }) => f.negate(f.divide(x, f.square(y))) },
    },
  },
  inputs,
  attrs: {},
  infer: broadcastRule('divide', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = x.data[i] / y.data[i];
  },
  vjp: (g, { inputs: { y }, out, ct }) => {
    // Not the share of x times out: ct / y is infinite beside a y that is nearly 0, and out may be 0.
    return { x: g.divide(ct, y), y: g.negate(g.divide(g.multiply(ct, out), y)) };
  },
  lower: { kind: 'map', expression: s.binary('divide', x, y) },
  exports: { onnx: { op: 'Div', since: 14 }, pytorch: '<x> / <y>' },
  samples: [
    { title: 'numbers', inputs: { x: 3, y: -4 }, out: -0.75, gradients: { x: -0.25, y: -0.1875 } },
    { title: 'a column by a row', inputs: { x: [[1], [-2]], y: [[4, -5, 0.5]] } },
    {
      title: 'by zero',
      inputs: { x: [1, -1, 0], y: 0 },
      out: [Infinity, -Infinity, NaN],
      notSmooth: 'a pole',
    },
    {
      title: 'zero by a number',
      inputs: { x: 0, y: 2 },
      out: 0,
      gradients: { x: 0.5, y: 0 },
    },
  ],
});

const negate = primitive({
  doc: {
    title: 'Negate',
    summary: 'Changes the sign.',
    backward: 'The gradient changes its sign too.',
    category: 'arithmetic',
    symbol: '−x',
  },
  rules: {
    value: ({ inputs: { x } }) => f.negate(x),
    gradient: { x: { local: () => -1 } },
  },
  inputs: [{ name: 'x', help: 'The value.' }],
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = -x.data[i];
  },
  vjp: (g, { ct }) => ({ x: g.negate(ct) }),
  lower: { kind: 'map', expression: s.unary('negate', x) },
  exports: { onnx: { op: 'Neg', since: 13 }, pytorch: '-<x>' },
  samples: [
    { title: 'both signs', inputs: { x: [1, -2] }, out: [-1, 2], gradients: { x: [-1, -1] } },
    { title: 'nothing', inputs: { x: { shape: [0], data: [] } }, out: { shape: [0], data: [] } },
  ],
});

export const arithmeticOps = { add, subtract, multiply, divide, negate };
