/** Reductions that need more than one pass over the elements. */

import { setting } from '../settings/setting.ts';
import { multiplyDims, type Size } from '../tensor/shape.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { type Formula, type FormulaSymbol, f } from './kit/formula.ts';
import { composite, primitive } from './kit/operation.ts';
import {
  reductionAttrs as attrs,
  countOf,
  reductionInputs as inputs,
  reducedCount,
  reductionBlocks,
  reductionTemplate,
  restoreAxes,
  spreadOver,
} from './kit/reduction-rules.ts';
import { rows } from './kit/sample-rows.ts';
import { assertAxes, reducedShape, reduceRule } from './kit/shape-rules.ts';

/**
 * The product along axis 0 of [n, …] by halves: in log₂ n steps, with no division, so that zeros are
 * ordinary numbers and every derivative exists.
 */
function pairwiseProduct(g: Emitter, x: Value): Value {
  let rest = x;
  while (rest.shape[0] > 1) {
    const half = Math.ceil(rest.shape[0] / 2);
    const left = g.emit('slice', [rest], { axis: 0, start: 0, end: half });
    const right = g.emit('slice', [rest], { axis: 0, start: half });
    const odd = rest.shape[0] % 2 === 1;
    rest = g.multiply(left, odd ? g.emit('pad', [right], { axis: 0, after: 1, value: 1 }) : right);
  }
  return rest;
}

/** For each element the product of all others: a matrix of all pairs with ones on its diagonal. */
function othersProduct(x: FormulaSymbol, given: readonly number[] | null): Formula {
  const axes = assertAxes(given, x.shape.length);
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...axes, ...kept];
  const sizes = order.map((axis) => x.shape[axis]);
  const count = multiplyDims(axes.map((axis) => x.shape[axis]));
  const rest = kept.map((axis) => x.shape[axis]);
  const same = { as: 'same' } as const;
  const columns = f.reshaped(f.apply('transpose', [x], same, { permutation: order }), [
    1,
    count,
    ...rest,
  ]);
  const length = typeof count === 'number' ? count : 0;
  const each = f.apply('constant', [], same, { value: Array.from({ length }, (_, i) => i) });
  const diagonal = f.reshaped(f.oneHot(each, count), [count, count, ...rest.map(() => 1)]);
  const others = f.product(f.cases(f.equal(diagonal, 1), 1, columns), [1]);
  const back = order.map((_, axis) => order.indexOf(axis));
  const value = f.apply('transpose', [f.reshaped(others, sizes)], same, { permutation: back });
  return f.written({ as: 'over', sign: '\\prod', over: 'j \\neq i' }, x, 'of all others', value);
}

const product = composite({
  doc: {
    title: 'Product',
    summary: 'Multiplies the elements along axes.',
    backward: 'Each element gets the upstream gradient times the product of the others.',
    category: 'reduction',
    symbol: 'Π',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.product(x, a.axes, a.keepDims),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, ct, a }) =>
          f.times(spreadOver(ct, x, a.axes), othersProduct(x, a.axes)),
      },
    },
  },
  inputs,
  attrs,
  infer: reduceRule('product'),
  expand: (g, { x }, a) => {
    const axes = assertAxes(a.axes, x.shape.length);
    const shape = reducedShape(x.shape, axes, a.keepDims) as Size;
    const count = reducedCount(x.shape, axes);
    if (count === 0) return g.full(1, shape);
    if (count === 1) return g.reshape(x, shape);
    const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const keptSizes = kept.map((axis) => x.shape[axis]);
    const columns = g.reshape(g.transpose(x, [...axes, ...kept]), [count, ...keptSizes]);
    return g.reshape(pairwiseProduct(g, columns), shape);
  },
  exports: {
    onnx: { op: 'ReduceProd', since: 18 },
    pytorch: (a) => {
      if (a.axes === null) return reductionTemplate('torch.prod')(a);
      // torch.prod takes one axis: one after the other, kept so that their numbers stay true.
      const kept = a.axes.reduce((x, axis) => `torch.prod(${x}, ${axis}, True)`, '<x>');
      return a.keepDims || a.axes.length === 0 ? kept : `${kept}.sum(<axes>)`;
    },
  },
  samples: [
    { title: 'everything', inputs: { x: [2, 3, 4] }, out: 24, gradients: { x: [12, 8, 6] } },
    { title: 'one zero', inputs: { x: [2, 0, 4] }, out: 0, gradients: { x: [0, 8, 0] } },
    { title: 'two zeros', inputs: { x: [0, 0, 4] }, out: 0, gradients: { x: [0, 0, 0] } },
    {
      title: 'columns',
      inputs: { x: rows([1, 2], [3, 4], [5, 6]) },
      attrs: { axes: [0] },
      out: [15, 48],
    },
    {
      title: 'two axes kept',
      inputs: { x: rows(rows([1, 2], [3, 4]), rows([5, 6], [7, 8])) },
      attrs: { axes: [0, 2], keepDims: true },
      out: [[[60], [672]]],
    },
    { title: 'of nothing', inputs: { x: { shape: [0], data: [] } }, out: 1 },
    { title: 'a scalar', inputs: { x: 5 }, out: 5, gradients: { x: 1 } },
  ],
});

/** log Σ eˣ as m + log Σ exp(x - m) with m the largest, so that the exponentials cannot overflow. */
const logSumExp = primitive({
  doc: {
    title: 'Log-sum-exp',
    summary: 'A smooth maximum: the logarithm of the summed exponentials.',
    backward: 'Each element gets its share by softmax.',
    category: 'reduction',
    symbol: 'LSE',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.ln(f.sum(f.exp(x), a.axes, a.keepDims)),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, out, ct, a }) =>
          f.times(spreadOver(ct, x, a.axes), f.exp(f.subtract(x, spreadOver(out, x, a.axes)))),
      },
    },
  },
  inputs,
  attrs,
  infer: reduceRule('logSumExp'),
  forward: ([x], out, a) => {
    const axes = assertAxes(a.axes, x.shape.length);
    const { data, outer, reduced, inner } = reductionBlocks(x, axes);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const first = o * reduced * inner + i;
        const end = first + reduced * inner;
        let largest = -Infinity;
        for (let at = first; at < end; at += inner) largest = Math.max(largest, data[at]);
        // Infinite: the others do not matter, and infinity minus infinity would.
        const shift = Math.abs(largest) === Infinity ? 0 : largest;
        let total = 0;
        for (let at = first; at < end; at += inner) total += Math.exp(data[at] - shift);
        out.data[o * inner + i] = shift + Math.log(total);
      }
    }
  },
  vjp: (g, { inputs: { x }, out, ct, a }) => {
    const shares = g.exp(g.subtract(x, restoreAxes(g, out, x, a.axes)));
    return { x: g.multiply(restoreAxes(g, ct, x, a.axes), shares) };
  },
  lower: { kind: 'kernel', name: 'logSumExp' },
  exports: {
    onnx: { op: 'ReduceLogSumExp', since: 18 },
    pytorch: (a) =>
      a.axes === null && !a.keepDims
        ? 'torch.logsumexp(<x>.flatten(), 0)'
        : a.axes === null
          ? 'torch.logsumexp(<x>, tuple(range(<x>.dim())), True)'
          : reductionTemplate('torch.logsumexp')(a),
  },
  samples: [
    { title: 'equal ones', inputs: { x: [0, 0] }, out: Math.LN2, gradients: { x: [0.5, 0.5] } },
    {
      title: 'rows, axes kept',
      inputs: { x: rows([1, 2], [3, 5]) },
      attrs: { axes: [1], keepDims: true },
    },
    { title: 'columns', inputs: { x: rows([1, 2], [3, 5]) }, attrs: { axes: [0] } },
    {
      title: 'both ends',
      inputs: { x: rows([1e4, -1e4], [-1e4, -1e4]) },
      attrs: { axes: [1] },
      out: [1e4, -1e4 + Math.LN2],
      gradients: { x: rows([1, 0], [0.5, 0.5]) },
      beyondRules: 'the exponential overflows',
    },
    {
      title: 'infinite ones',
      inputs: { x: rows([-Infinity, 1], [Infinity, 1], [-Infinity, -Infinity]) },
      attrs: { axes: [1] },
      out: [1, Infinity, -Infinity],
      notSmooth: 'infinite numbers',
    },
    {
      title: 'of nothing',
      inputs: { x: { shape: [0], data: [] } },
      out: -Infinity,
      notSmooth: 'infinite',
    },
    { title: 'a size-one axis', inputs: { x: [[7], [-7]] }, attrs: { axes: [1] }, out: [7, -7] },
  ],
});

const meanOf = (x: FormulaSymbol, axes: readonly number[] | null): Formula =>
  f.written(
    { as: 'mean' },
    x,
    'the mean',
    f.apply('mean', [x], { as: 'same' }, { axes, keepDims: true }),
  );

/** What the squares are divided by. */
const degrees = (
  x: FormulaSymbol,
  a: { readonly axes: readonly number[] | null; readonly correction: number },
): Formula => {
  const count = countOf(x, a.axes);
  return a.correction === 0 ? count : f.subtract(count, a.correction);
};

const variance = composite({
  doc: {
    title: 'Variance',
    summary: 'The mean squared distance from the mean along axes.',
    backward: 'Each element gets its distance from the mean, scaled by 2 over the count.',
    category: 'reduction',
    symbol: 'var',
  },
  rules: {
    value: ({ inputs: { x }, a }) =>
      f.divide(
        f.sum(f.square(f.subtract(x, meanOf(x, a.axes))), a.axes, a.keepDims),
        degrees(x, a),
      ),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, ct, a }) =>
          f.times(
            f.divide(2, degrees(x, a)),
            spreadOver(ct, x, a.axes),
            f.subtract(x, meanOf(x, a.axes)),
          ),
      },
    },
  },
  inputs,
  attrs: {
    ...attrs,
    correction: setting.integer(0, '0 divides by n, 1 by n - 1 (Bessel, for a sample).', {
      min: 0,
      max: 1,
    }),
  },
  infer: reduceRule('variance'),
  expand: (g, { x }, { axes, keepDims, correction }) => {
    const count = reducedCount(x.shape, axes);
    const distance = g.subtract(x, g.emit('mean', [x], { axes, keepDims: true }));
    const squares = g.emit('sum', [g.emit('square', [distance])], { axes, keepDims });
    return g.divide(squares, g.full(Math.max(0, count - correction)));
  },
  exports: {
    onnx: { expansion: true },
    pytorch: (a) => {
      const unbiased = a.correction === 1 ? 'True' : 'False';
      if (a.axes === null) {
        // Not torch.var(x, unbiased=…), whose gradient fails for a single element (1.13).
        const all = `torch.var(<x>.flatten(), 0, ${unbiased})`;
        return a.keepDims ? `${all}.reshape([1] * <x>.dim())` : all;
      }
      return a.axes.length === 0
        ? `torch.var(<x>.unsqueeze(0), 0, ${unbiased})`
        : `torch.var(<x>, <axes>, ${unbiased}, <keepDims>)`;
    },
  },
  samples: [
    {
      title: 'everything',
      inputs: { x: [1, 2, 6] },
      out: 14 / 3,
      gradients: { x: [-4 / 3, -2 / 3, 2] },
    },
    { title: 'of a sample', inputs: { x: [1, 2, 6] }, attrs: { correction: 1 }, out: 7 },
    {
      title: 'columns kept',
      inputs: { x: rows([1, 2], [3, 8]) },
      attrs: { axes: [0], keepDims: true },
      out: [[1, 9]],
    },
    { title: 'equal ones', inputs: { x: [5, 5] }, out: 0, gradients: { x: [0, 0] } },
    {
      title: 'of a sample of one',
      inputs: { x: [5] },
      attrs: { correction: 1 },
      out: NaN,
      notSmooth: 'zero divided by zero',
    },
  ],
});

export const statisticsOps = { product, logSumExp, variance };
