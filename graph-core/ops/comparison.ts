/**
 * Comparisons of two numbers: 1 where true, 0 where false, as IEEE 754 orders them (nothing equals
 * NaN). They are flat, so no gradient flows.
 */
import type { Tensor } from '../tensor/tensor.ts';
import { f } from './kit/formula.ts';
import { primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { s } from './kit/scalar-expression.ts';
import { broadcastRule } from './kit/shape-rules.ts';

const zero = { zero: 'a comparison is flat wherever it does not jump' };

interface Comparison {
  readonly title: string;
  readonly words: string;
  readonly symbol: string;
  readonly onnx: { readonly op: string; readonly since: number } | { readonly none: string };
  readonly python: string;
  /** For x below, at and above y. */
  readonly results: readonly [number, number, number];
  readonly withNaN: number;
  readonly forward: (inputs: readonly Tensor[], out: Tensor) => void;
}

/** All but the loop is the same for the six of them. */
const comparison = (
  op: 'equal' | 'notEqual' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual',
  c: Comparison,
) =>
  primitive({
    doc: {
      title: c.title,
      summary: `1 where x is ${c.words} y, 0 elsewhere.`,
      category: 'comparison',
      symbol: c.symbol,
      backward: 'A comparison is flat wherever it does not jump: no gradient flows.',
    },
    rules: {
      value: ({ inputs: { x, y } }) => f[op](x, y),
      gradient: { x: zero, y: zero },
    },
    inputs: [
      { name: 'x', help: 'Left side.' },
      { name: 'y', help: 'Right side.' },
    ],
    attrs: {},
    infer: broadcastRule(op, ['x', 'y']),
    forward: c.forward,
    vjp: () => ({ x: 'zero', y: 'zero' }),
    lower: { kind: 'map', expression: s.binary(op, s.port('x'), s.port('y')) },
    exports: { onnx: c.onnx, pytorch: `(<x> ${c.python} <y>).to(<x>.dtype)` },
    samples: [
      {
        title: 'below, at and above',
        inputs: { x: [1, 2, 3], y: 2 },
        out: c.results,
        notSmooth: 'a jump at equal numbers',
      },
      {
        title: 'a column and a row',
        inputs: { x: [[1], [3]], y: [2, 4] },
        out: rows([c.results[0], c.results[0]], [c.results[2], c.results[0]]),
      },
      {
        title: 'not a number',
        inputs: { x: NaN, y: NaN },
        out: c.withNaN,
        notSmooth: 'not a number',
      },
    ],
  });

const equal = comparison('equal', {
  title: 'Equal',
  words: 'equal to',
  symbol: '=',
  onnx: { op: 'Equal', since: 13 },
  python: '==',
  results: [0, 1, 0],
  withNaN: 0,
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] === y.data[i]);
  },
});

const notEqual = comparison('notEqual', {
  title: 'Not equal',
  words: 'not equal to',
  symbol: '≠',
  onnx: { none: 'two operators, Equal and then Not' },
  python: '!=',
  results: [1, 0, 1],
  withNaN: 1,
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] !== y.data[i]);
  },
});

const greater = comparison('greater', {
  title: 'Greater',
  words: 'greater than',
  symbol: '>',
  onnx: { op: 'Greater', since: 13 },
  python: '>',
  results: [0, 0, 1],
  withNaN: 0,
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] > y.data[i]);
  },
});

const greaterEqual = comparison('greaterEqual', {
  title: 'Greater or equal',
  words: 'greater than or equal to',
  symbol: '≥',
  onnx: { op: 'GreaterOrEqual', since: 16 },
  python: '>=',
  results: [0, 1, 1],
  withNaN: 0,
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] >= y.data[i]);
  },
});

const less = comparison('less', {
  title: 'Less',
  words: 'less than',
  symbol: '<',
  onnx: { op: 'Less', since: 13 },
  python: '<',
  results: [1, 0, 0],
  withNaN: 0,
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] < y.data[i]);
  },
});

const lessEqual = comparison('lessEqual', {
  title: 'Less or equal',
  words: 'less than or equal to',
  symbol: '≤',
  onnx: { op: 'LessOrEqual', since: 16 },
  python: '<=',
  results: [1, 1, 0],
  withNaN: 0,
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] <= y.data[i]);
  },
});

export const comparisonOps = { equal, notEqual, greater, greaterEqual, less, lessEqual };
