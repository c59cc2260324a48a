/** Reductions that are one operation of the machine: sum, largest, smallest; and the mean. */
import type { Shape } from '../tensor/shape.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { type Formula, f, type RuleCase, type RuleSymbols } from './kit/formula.ts';
import {
  composite,
  faulty,
  type Inferred,
  primitive,
  type VjpContext,
  type VjpResult,
} from './kit/operation.ts';
import {
  reductionAttrs as attrs,
  countOf,
  reductionInputs as inputs,
  type ReductionAttrs,
  reducedCount,
  reductionBlocks,
  reductionTemplate,
  restoreAxes,
  spreadOver,
} from './kit/reduction-rules.ts';
import { rows } from './kit/sample-rows.ts';
import { assertAxes, reduceRule, resolveAxes } from './kit/shape-rules.ts';

/** The upstream gradient, repeated for every element that took part. */
const repeat = (g: Emitter, ct: Value, x: Value, axes: readonly number[] | null): Value =>
  g.broadcastTo(restoreAxes(g, ct, x, axes), x.shape);

const sum = primitive({
  doc: {
    title: 'Sum',
    summary: 'Adds the elements along axes.',
    backward: 'Every element gets the upstream gradient of its sum.',
    category: 'reduction',
    symbol: 'Σ',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.sum(x, a.axes, a.keepDims),
    gradient: {
      x: { vjp: ({ inputs: { x }, ct, a }) => f.times(spreadOver(ct, x, a.axes), f.ones(x)) },
    },
  },
  inputs,
  attrs,
  infer: reduceRule('sum'),
  forward: ([x], out, a) => {
    const axes = assertAxes(a.axes, x.shape.length);
    const { data, outer, reduced, inner } = reductionBlocks(x, axes);
    const sums = out.data;
    if (inner === 1) {
      for (let o = 0, at = 0; o < outer; o++) {
        let total = 0;
        for (let r = 0; r < reduced; r++) total += data[at++];
        sums[o] = total;
      }
      return;
    }
    sums.fill(0);
    for (let o = 0, at = 0; o < outer; o++) {
      const row = o * inner;
      for (let r = 0; r < reduced; r++) {
        for (let i = 0; i < inner; i++) sums[row + i] += data[at++];
      }
    }
  },
  vjp: (g, { inputs: { x }, ct, a }) => ({ x: repeat(g, ct, x, a.axes) }),
  lower: { kind: 'reduce', monoid: 'add' },
  exports: { onnx: { op: 'ReduceSum', since: 13 }, pytorch: reductionTemplate('torch.sum') },
  samples: [
    {
      title: 'everything',
      inputs: { x: rows([1, 2], [3, 4]) },
      out: 10,
      gradients: { x: rows([1, 1], [1, 1]) },
    },
    {
      title: 'the last axis',
      inputs: { x: rows([1, 2], [3, 4]) },
      attrs: { axes: [-1] },
      out: [3, 7],
    },
    {
      title: 'axes kept',
      inputs: { x: rows([1, 2], [3, 4]) },
      attrs: { axes: [0], keepDims: true },
      out: [[4, 6]],
    },
    {
      title: 'an outer and an inner axis',
      inputs: { x: rows(rows([1, 2], [3, 4]), rows([5, 6], [7, 8])) },
      attrs: { axes: [0, 2] },
      out: [14, 22],
    },
    {
      title: 'the middle axis',
      inputs: { x: rows(rows([1, 2], [3, 4]), rows([5, 6], [7, 8])) },
      attrs: { axes: [1] },
      out: rows([4, 6], [12, 14]),
    },
    {
      title: 'nothing to add',
      inputs: { x: { shape: [0, 2], data: [] } },
      attrs: { axes: [0] },
      out: [0, 0],
    },
    { title: 'no axes', inputs: { x: [1, 2] }, attrs: { axes: [] }, out: [1, 2] },
    { title: 'a scalar', inputs: { x: 5 }, out: 5, gradients: { x: 1 } },
  ],
});

const mean = composite({
  doc: {
    title: 'Mean',
    summary: 'The average along axes.',
    backward: 'Each of n elements gets one n-th of the upstream gradient.',
    category: 'reduction',
    symbol: 'mean',
  },
  rules: {
    value: ({ inputs: { x }, a }) =>
      f.times(f.divide(1, countOf(x, a.axes)), f.sum(x, a.axes, a.keepDims)),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, ct, a }) =>
          f.times(f.divide(1, countOf(x, a.axes)), spreadOver(ct, x, a.axes), f.ones(x)),
      },
    },
  },
  inputs,
  attrs,
  infer: reduceRule('mean'),
  expand: (g, { x }, a) =>
    g.divide(g.emit('sum', [x], { ...a }), g.full(reducedCount(x.shape, a.axes))),
  exports: { onnx: { op: 'ReduceMean', since: 18 }, pytorch: reductionTemplate('torch.mean') },
  samples: [
    {
      title: 'everything',
      inputs: { x: rows([1, 2], [3, 4]) },
      out: 2.5,
      gradients: { x: rows([0.25, 0.25], [0.25, 0.25]) },
    },
    {
      title: 'columns, axes kept',
      inputs: { x: rows([1, 2], [3, 4]) },
      attrs: { axes: [0], keepDims: true },
      out: [[2, 3]],
    },
    { title: 'a size-one axis', inputs: { x: [[7], [8]] }, attrs: { axes: [1] }, out: [7, 8] },
    {
      title: 'of nothing',
      inputs: { x: { shape: [0], data: [] } },
      out: NaN,
      notSmooth: 'zero divided by zero',
    },
  ],
});

/** The rule of an operation that nothing has no result for. */
const extremeRule =
  (op: string, word: string) =>
  ([x]: readonly Shape[], a: ReductionAttrs): Inferred => {
    const result = resolveAxes(op, a.axes, x.length);
    if ('fault' in result) return result.fault;
    const empty = result.axes.find((axis) => x[axis] === 0);
    if (empty !== undefined) {
      return faulty(
        'empty-axis',
        `${op}: axis ${empty} has size 0, and nothing has no ${word}`,
        'give it at least one element',
      );
    }
    return reduceRule(op)([x], a);
  };

/** Shares the upstream gradient equally among the elements that equal the result. */
const shareAmongEqual = (
  g: Emitter,
  { inputs: { x }, out, ct, a }: VjpContext<ReductionAttrs>,
): VjpResult => {
  const hit = g.equal(x, restoreAxes(g, out, x, a.axes));
  const ties = g.sum(hit, assertAxes(a.axes, x.shape.length), true);
  return { x: g.multiply(g.divide(restoreAxes(g, ct, x, a.axes), ties), hit) };
};

const sharedAmongEqual = ({ inputs: { x }, out, ct, a }: RuleSymbols<ReductionAttrs>): Formula => {
  const hit = f.equal(x, spreadOver(out, x, a.axes));
  return f.times(spreadOver(ct, x, a.axes), f.divide(hit, f.sum(hit, a.axes, true)));
};

/** Where an element gets nothing, and where several share. */
const EXTREME_CASES: readonly RuleCase<ReductionAttrs>[] = [
  {
    where: ({ inputs: { x }, out, a }) => f.notEqual(x, spreadOver(out, x, a.axes)),
    words: 'another element was taken, and gets all of the gradient',
  },
  {
    where: ({ inputs: { x }, out, a }) => {
      const hit = f.equal(x, spreadOver(out, x, a.axes));
      return f.times(hit, f.greater(f.sum(hit, a.axes, true), 1));
    },
    words: 'there is a tie: by convention the equal ones share the gradient',
  },
];

const reduceMax = primitive({
  doc: {
    title: 'Reduce max',
    summary: 'The largest element along axes.',
    backward: 'The largest element alone gets the gradient; at a tie it is shared equally.',
    category: 'reduction',
    symbol: 'max',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.largest(x, a.axes, a.keepDims),
    gradient: { x: { vjp: sharedAmongEqual, cases: EXTREME_CASES } },
  },
  inputs,
  attrs,
  infer: extremeRule('reduceMax', 'maximum'),
  forward: ([x], out, a) => {
    const axes = assertAxes(a.axes, x.shape.length);
    const { data, outer, reduced, inner } = reductionBlocks(x, axes);
    const largest = out.data;
    largest.fill(-Infinity);
    for (let o = 0, at = 0; o < outer; o++) {
      const row = o * inner;
      for (let r = 0; r < reduced; r++) {
        for (let i = row; i < row + inner; i++) largest[i] = Math.max(largest[i], data[at++]);
      }
    }
  },
  vjp: shareAmongEqual,
  lower: { kind: 'reduce', monoid: 'max' },
  exports: { onnx: { op: 'ReduceMax', since: 18 }, pytorch: reductionTemplate('torch.amax') },
  samples: [
    { title: 'one largest', inputs: { x: [4, 2] }, out: 4, gradients: { x: [1, 0] } },
    {
      title: 'tie',
      inputs: { x: [3, 3, 1] },
      out: 3,
      gradients: { x: [0.5, 0.5, 0] },
      notSmooth: 'a tie',
    },
    { title: 'rows', inputs: { x: rows([1, -2], [-3, -4]) }, attrs: { axes: [1] }, out: [1, -3] },
    {
      title: 'axes kept',
      inputs: { x: rows([1, 5], [3, 4]) },
      attrs: { axes: [0], keepDims: true },
      out: [[3, 5]],
    },
    { title: 'a size-one axis', inputs: { x: [[7], [-7]] }, attrs: { axes: [1] }, out: [7, -7] },
    {
      title: 'an empty batch',
      inputs: { x: { shape: [0, 2], data: [] } },
      attrs: { axes: [1] },
      out: { shape: [0], data: [] },
    },
    { title: 'not a number', inputs: { x: [1, NaN, 2] }, out: NaN, notSmooth: 'not a number' },
  ],
});

const reduceMin = primitive({
  doc: {
    title: 'Reduce min',
    summary: 'The smallest element along axes.',
    backward: 'The smallest element alone gets the gradient; at a tie it is shared equally.',
    category: 'reduction',
    symbol: 'min',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.smallest(x, a.axes, a.keepDims),
    gradient: { x: { vjp: sharedAmongEqual, cases: EXTREME_CASES } },
  },
  inputs,
  attrs,
  infer: extremeRule('reduceMin', 'minimum'),
  forward: ([x], out, a) => {
    const axes = assertAxes(a.axes, x.shape.length);
    const { data, outer, reduced, inner } = reductionBlocks(x, axes);
    const smallest = out.data;
    smallest.fill(Infinity);
    for (let o = 0, at = 0; o < outer; o++) {
      const row = o * inner;
      for (let r = 0; r < reduced; r++) {
        for (let i = row; i < row + inner; i++) smallest[i] = Math.min(smallest[i], data[at++]);
      }
    }
  },
  vjp: shareAmongEqual,
  lower: { kind: 'reduce', monoid: 'min' },
  exports: { onnx: { op: 'ReduceMin', since: 18 }, pytorch: reductionTemplate('torch.amin') },
  samples: [
    { title: 'one smallest', inputs: { x: [4, 2] }, out: 2, gradients: { x: [0, 1] } },
    {
      title: 'tie',
      inputs: { x: rows([3, 3], [1, 2]) },
      attrs: { axes: [-1] },
      out: [3, 1],
      gradients: { x: rows([0.5, 0.5], [1, 0]) },
      notSmooth: 'a tie',
    },
    {
      title: 'an infinite one',
      inputs: { x: [1, -Infinity] },
      out: -Infinity,
      notSmooth: 'infinite',
    },
    { title: 'not a number', inputs: { x: [NaN, 1] }, out: NaN, notSmooth: 'not a number' },
  ],
});

export const reductionOps = { sum, mean, reduceMax, reduceMin };
