/** Arithmetic of two numbers, element by element, with broadcasting. */
import { primitive } from './kit/operation.ts';
import { s } from './kit/scalar-expression.ts';
import { broadcastRule } from './kit/shape-rules.ts';

const x = s.port('x');
const y = s.port('y');
const inputs = [
  { name: 'x', help: 'First operand.' },
  { name: 'y', help: 'Second operand.' },
] as const;

const add = primitive({
  doc: {
    title: 'Add',
    summary: 'Adds two values; passes the upstream gradient on to both unchanged.',
    category: 'arithmetic',
    symbol: '+',
    latex: '<x> + <y>',
    gradient: { x: { local: '1' }, y: { local: '1' } },
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
    { title: 'numbers', inputs: { x: -2, y: 5 }, out: 3 },
    { title: 'a row is added to each row', inputs: { x: [[1, 2], [3, 4]], y: [10, 20] }, out: [[11, 22], [13, 24]] },
    { title: 'both stretch', inputs: { x: [[1], [2]], y: [[10, 20, 30]] } },
    { title: 'an empty axis', inputs: { x: { shape: [0, 2], data: [] }, y: [1, 2] }, out: { shape: [0, 2], data: [] } },
  ],
});

const multiply = primitive({
  doc: {
    title: 'Multiply',
    summary: 'Multiplies two values; the upstream gradient arrives at each scaled by the other.',
    category: 'arithmetic',
    symbol: '×',
    latex: '<x> \\cdot <y>',
    gradient: { x: { local: '<y>' }, y: { local: '<x>' } },
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
    { title: 'zero', inputs: { x: 0, y: 5 }, out: 0 },
    { title: 'a column times a row', inputs: { x: [[1], [2]], y: [[3, 4, 5]] } },
  ],
});

export const arithmeticOps = { add, multiply };
