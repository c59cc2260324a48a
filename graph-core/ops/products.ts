/** Products of vectors, and the linear layer. */

import { setting } from '../settings/setting.ts';
import { broadcastShapes } from '../tensor/broadcast.ts';
import { formatShape, multiplyDims, type Shape } from '../tensor/shape.ts';
import { type Formula, type FormulaSymbol, f, spread } from './kit/formula.ts';
import { composite, faulty, type Inferred, inferred } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';

const vectors = [
  { name: 'x', help: 'First vector; leading axes are batches.' },
  { name: 'y', help: 'Second vector; leading axes are batches.' },
] as const;

/** The shape the batches of two stacks of vectors broadcast to. */
function batchShape(op: string, [x, y]: readonly Shape[]): Inferred {
  for (const [name, shape] of [
    ['x', x],
    ['y', y],
  ] as const) {
    if (shape.length === 0) {
      return faulty('rank', `${op}: ${name} is a scalar, it needs an axis`, 'use multiply', name);
    }
  }
  const batch = broadcastShapes(x.slice(0, -1), y.slice(0, -1));
  return 'shape' in batch
    ? inferred(batch.shape)
    : faulty(
        'shape-mismatch',
        `${op}: leading sizes do not broadcast, x is ${formatShape(x)}, y is ${formatShape(y)}`,
        'make the leading sizes equal, or 1',
        'y',
      );
}

const asColumn = (x: FormulaSymbol): Formula => f.reshaped(x, [...x.shape, 1]);
const asRow = (x: FormulaSymbol): Formula =>
  f.reshaped(x, [...x.shape.slice(0, -1), 1, x.shape[x.shape.length - 1]]);

/** All examples on one axis: [..., n] → [examples, n]. */
const asRows = (x: FormulaSymbol): Formula =>
  x.shape.length === 2
    ? x
    : f.reshaped(x, [multiplyDims(x.shape.slice(0, -1)), x.shape[x.shape.length - 1]]);

const dot = composite({
  doc: {
    title: 'Dot product',
    summary: 'Multiplies two vectors element by element and adds: how much they point one way.',
    backward: 'The upstream gradient arrives at each vector scaled by the other.',
    category: 'linear algebra',
    symbol: '⟨,⟩',
  },
  rules: {
    value: ({ inputs: { x, y } }) =>
      x.shape.length === 1 && y.shape.length === 1
        ? f.apply('matmul', [x, y], { as: 'row times column' })
        : f.sum(f.times(x, y), [-1]),
    gradient: {
      x: { vjp: ({ inputs: { y }, ct }) => f.times(spread(ct, [...ct.shape, 1]), y) },
      y: { vjp: ({ inputs: { x }, ct }) => f.times(spread(ct, [...ct.shape, 1]), x) },
    },
  },
  inputs: vectors,
  attrs: {},
  infer: (shapes) => {
    const [x, y] = shapes;
    const batch = batchShape('dot', shapes);
    if ('fault' in batch || x[x.length - 1] === y[y.length - 1]) return batch;
    return faulty(
      'shape-mismatch',
      `dot: last sizes differ, x is ${formatShape(x)}, y is ${formatShape(y)}`,
      'make the last sizes equal',
      'y',
    );
  },
  expand: (g, { x, y }) => g.sum(g.multiply(x, y), [-1]),
  exports: { onnx: { expansion: true }, pytorch: 'torch.sum(<x> * <y>, -1)' },
  samples: [
    {
      title: 'two vectors',
      inputs: { x: [1, 2, 3], y: [4, 5, 6] },
      out: 32,
      gradients: { x: [4, 5, 6], y: [1, 2, 3] },
    },
    {
      title: 'each row with one vector',
      inputs: { x: rows([1, 2], [3, 4]), y: [5, 6] },
      out: [17, 39],
    },
    {
      title: 'empty vectors',
      inputs: { x: { shape: [0], data: [] }, y: { shape: [0], data: [] } },
      out: 0,
    },
  ],
});

const outer = composite({
  doc: {
    title: 'Outer product',
    summary: 'Multiplies every element of one vector with every element of another: a matrix.',
    backward: 'Each vector gets the upstream gradient times the other vector.',
    category: 'linear algebra',
    symbol: '⊗',
  },
  rules: {
    value: ({ inputs: { x, y } }) =>
      f.apply('multiply', [asColumn(x), asRow(y)], { as: 'column times row' }),
    gradient: {
      x: {
        vjp: ({ inputs: { y }, ct }) =>
          f.reshaped(f.matmul(ct, asColumn(y)), [
            ...ct.shape.slice(0, -2),
            ct.shape[ct.shape.length - 2],
          ]),
      },
      y: {
        vjp: ({ inputs: { x }, ct }) =>
          f.reshaped(f.matmul(f.transposed(ct, ct.shape.length), asColumn(x)), [
            ...ct.shape.slice(0, -2),
            ct.shape[ct.shape.length - 1],
          ]),
      },
    },
  },
  inputs: vectors,
  attrs: {},
  infer: (shapes) => {
    const [x, y] = shapes;
    const batch = batchShape('outer', shapes);
    return 'fault' in batch ? batch : inferred([...batch.shape, x[x.length - 1], y[y.length - 1]]);
  },
  expand: (g, { x, y }) => {
    const column = g.reshape(x, [...x.shape, 1]);
    const row = g.reshape(y, [...y.shape.slice(0, -1), 1, y.shape[y.shape.length - 1]]);
    return g.multiply(column, row);
  },
  exports: { onnx: { expansion: true }, pytorch: '<x>.unsqueeze(-1) * <y>.unsqueeze(-2)' },
  samples: [
    {
      title: 'two vectors',
      inputs: { x: [1, 2], y: [3, 4, 5] },
      out: rows([3, 4, 5], [6, 8, 10]),
      gradients: { x: [12, 12], y: [3, 3, 3] },
    },
    { title: 'a batch and one vector', inputs: { x: rows([1, 2], [3, 4]), y: [5, 6] } },
  ],
});

/** x [..., in], weight [out, in], bias [out] → [..., out]. */
function linearShape([x, weight, bias]: readonly Shape[]): Inferred {
  if (weight.length !== 2) {
    return faulty(
      'rank',
      `linear: weight is ${formatShape(weight)}, it needs two axes`,
      'give it the shape [outputs, inputs]',
      'weight',
    );
  }
  if (x.length === 0) {
    return faulty('rank', 'linear: x is a scalar, it needs an axis', 'give it the shape [1]', 'x');
  }
  const [outputs, features] = weight;
  if (x[x.length - 1] !== features) {
    return faulty(
      'shape-mismatch',
      `linear: x is ${formatShape(x)} with ${x[x.length - 1]} features, weight is ${formatShape(weight)} for ${features}`,
      x[x.length - 1] === outputs
        ? 'transpose weight?'
        : `give weight the shape [${outputs}, ${x[x.length - 1]}]`,
      'weight',
    );
  }
  if (bias !== undefined && (bias.length !== 1 || bias[0] !== outputs)) {
    return faulty(
      'shape-mismatch',
      `linear: bias is ${formatShape(bias)}, weight is ${formatShape(weight)} for ${outputs} outputs`,
      `give bias the shape [${outputs}]`,
      'bias',
    );
  }
  return inferred([...x.slice(0, -1), outputs]);
}

const linear = composite({
  doc: {
    title: 'Linear',
    summary: 'A layer of units: weighted sums of the inputs, one weight row a unit, plus a bias.',
    backward: {
      x: 'Each input gets the upstream gradients of all units, weighed by its weights.',
      weight:
        'Each weight gets the upstream gradient of its unit times its input, added over the examples.',
      bias: 'The bias gets the upstream gradients, added over the examples.',
    },
    category: 'linear algebra',
    symbol: 'Wx+b',
  },
  rules: {
    value: ({ inputs: { x, weight, bias }, a }) => {
      const weighted = f.matmul(x, f.transposed(weight, 2));
      return a.useBias ? f.add(weighted, bias) : weighted;
    },
    gradient: {
      x: { vjp: ({ inputs: { weight }, ct }) => f.matmul(ct, weight) },
      weight: { vjp: ({ inputs: { x }, ct }) => f.matmul(f.transposed(asRows(ct), 2), asRows(x)) },
      bias: { vjp: ({ ct }) => ct },
    },
  },
  inputs: ({ useBias }) => [
    { name: 'x', help: 'Inputs, [..., in].' },
    { name: 'weight', help: 'Weights, [out, in].' },
    ...(useBias ? [{ name: 'bias', help: 'One number for each output, [out].' }] : []),
  ],
  attrs: { useBias: setting.boolean(true, 'Adds a bias.') },
  infer: linearShape,
  expand: (g, { x, weight, bias }, a) => {
    const weighted = g.matmul(x, g.transpose(weight));
    return a.useBias ? g.add(weighted, bias) : weighted;
  },
  exports: {
    onnx: { expansion: true },
    pytorch: ({ useBias }) =>
      useBias
        ? 'torch.nn.functional.linear(<x>, <weight>, <bias>)'
        : 'torch.nn.functional.linear(<x>, <weight>)',
  },
  samples: [
    {
      title: 'a batch of two',
      inputs: {
        x: rows([1, 2], [3, 4]),
        weight: rows([1, 0], [0, 1], [1, -1]),
        bias: [10, 20, 30],
      },
      out: rows([11, 22, 29], [13, 24, 29]),
      gradients: { bias: [2, 2, 2] },
    },
    {
      title: 'one example, no bias',
      inputs: { x: [1, 2], weight: [[3, 4]] },
      attrs: { useBias: false },
      out: [11],
    },
    {
      title: 'an empty batch',
      inputs: { x: { shape: [0, 2], data: [] }, weight: [[3, 4]], bias: [1] },
      out: { shape: [0, 1], data: [] },
      gradients: { weight: [[0, 0]], bias: [0] },
    },
  ],
});

export const productOps = { dot, outer, linear };
