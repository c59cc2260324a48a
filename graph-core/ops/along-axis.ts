/** Along one axis: where the largest element stands, and sums of all elements so far. */

import { setting } from '../settings/setting.ts';
import { formatShape, type Shape, type Size } from '../tensor/shape.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { f, type Term } from './kit/formula.ts';
import { composite, faulty, type Inferred, inferred } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { assertAxis, reducedShape, resolveAxis } from './kit/shape-rules.ts';

const inputs = [{ name: 'x', help: 'The values to look at.' }] as const;

interface PlaceAttrs {
  readonly axis: number;
  readonly keepDims: boolean;
}

const attrs = {
  axis: setting.integer(-1, 'The axis along which is looked; negative ones count from the end.'),
  keepDims: setting.boolean(false, 'Keep that axis with size 1.'),
};

const placeShape =
  (op: string) =>
  ([x]: readonly Shape[], { axis, keepDims }: PlaceAttrs): Inferred => {
    const found = resolveAxis(op, axis, x.length);
    if ('fault' in found) return found.fault;
    if (x[found.axis] === 0) {
      return faulty(
        'empty-axis',
        `${op}: axis ${found.axis} of ${formatShape(x)} has no elements, so none is chosen`,
        'look along an axis that has elements',
        'x',
      );
    }
    return inferred(reducedShape(x, [found.axis], keepDims));
  };

/** The first place along the axis at which x is its extreme, or is no number: then there is no other extreme. */
function placeOf(
  g: Emitter,
  x: Value,
  { axis: given, keepDims, extreme }: PlaceAttrs & { readonly extreme: 'reduceMax' | 'reduceMin' },
): Value {
  const axis = assertAxis(given, x.shape.length);
  const count = x.shape[axis];
  const found = g.emit(extreme, [x], { axes: [axis], keepDims: true });
  const isFound = g.add(g.equal(x, found), g.emit('notEqual', [x, x]));
  const after: Size = x.shape.slice(axis + 1).map(() => 1);
  const places = g.reshape(g.literal(Array.from({ length: count }, (_, i) => i)), [
    count,
    ...after,
  ]);
  const chosen = g.where(isFound, places, g.full(count));
  return g.emit('reduceMin', [chosen], { axes: [axis], keepDims });
}

const place = (op: 'argmax' | 'argmin', x: Term, a: PlaceAttrs, rank: number) =>
  f.apply(
    op,
    [x],
    {
      as: 'over',
      sign: op === 'argmax' ? '\\operatorname{arg\\,max}' : '\\operatorname{arg\\,min}',
      over: [assertAxis(a.axis, rank)],
    },
    { ...a },
  );

const argmax = composite({
  doc: {
    title: 'Argmax',
    summary: 'Where the largest element stands along an axis, counted from 0; the first at a tie.',
    backward: 'A place does not change with small changes of the values: no gradient flows.',
    category: 'reduction',
    symbol: 'argmax',
  },
  rules: {
    value: ({ inputs: { x }, a }) => place('argmax', x, a, x.shape.length),
    gradient: {
      x: { zero: 'a place stays where it is, until another element becomes the largest' },
    },
  },
  inputs,
  attrs,
  infer: placeShape('argmax'),
  expand: (g, { x }, a) => placeOf(g, x, { ...a, extreme: 'reduceMax' }),
  exports: {
    onnx: { op: 'ArgMax', since: 13 },
    pytorch: 'torch.argmax(<x>, <axis>, <keepDims>).to(<x>.dtype)',
  },
  samples: [
    { title: 'a row', inputs: { x: [0.1, 0.7, 0.2] }, out: 1, gradients: { x: [0, 0, 0] } },
    {
      title: 'each row',
      inputs: { x: rows([3.2, 5.1, -1.7], [1.3, 4.9, 2], [2.2, 2.5, 3.1]) },
      out: [1, 1, 2],
    },
    {
      title: 'each column, kept',
      inputs: { x: rows([3, 5], [4, 1]) },
      attrs: { axis: 0, keepDims: true },
      out: rows([1, 0]),
    },
    {
      title: 'the middle axis',
      inputs: {
        x: [
          [
            [1, 8],
            [4, 2],
          ],
        ],
      },
      attrs: { axis: 1 },
      out: rows([1, 0]),
    },
    { title: 'a tie', inputs: { x: [2, 7, 7] }, out: 1, notSmooth: 'a tie' },
    {
      title: 'infinite and not a number',
      inputs: { x: rows([1, Infinity, 2], [1, NaN, 9]) },
      out: [1, 1],
      notSmooth: 'infinite numbers',
    },
  ],
});

const argmin = composite({
  doc: {
    title: 'Argmin',
    summary: 'Where the smallest element stands along an axis, counted from 0; the first at a tie.',
    backward: 'A place does not change with small changes of the values: no gradient flows.',
    category: 'reduction',
    symbol: 'argmin',
  },
  rules: {
    value: ({ inputs: { x }, a }) => place('argmin', x, a, x.shape.length),
    gradient: {
      x: { zero: 'a place stays where it is, until another element becomes the smallest' },
    },
  },
  inputs,
  attrs,
  infer: placeShape('argmin'),
  expand: (g, { x }, a) => placeOf(g, x, { ...a, extreme: 'reduceMin' }),
  exports: {
    onnx: { op: 'ArgMin', since: 13 },
    pytorch: 'torch.argmin(<x>, <axis>, <keepDims>).to(<x>.dtype)',
  },
  samples: [
    { title: 'a row', inputs: { x: [0.1, 0.7, -0.2] }, out: 2, gradients: { x: [0, 0, 0] } },
    {
      title: 'each column',
      inputs: { x: rows([3, 5], [4, 1], [0, 2]) },
      attrs: { axis: 0 },
      out: [2, 1],
    },
    { title: 'a tie', inputs: { x: [2, -7, -7] }, out: 1, notSmooth: 'a tie' },
    {
      title: 'infinite and not a number',
      inputs: { x: rows([1, -Infinity, 2], [1, NaN, -9]) },
      out: [1, 1],
      notSmooth: 'infinite numbers',
    },
  ],
});

interface RunningAttrs {
  readonly axis: number;
  readonly reverse: boolean;
}

const runningNotation = { as: 'function', name: '\\operatorname{cumsum}' } as const;

const running = (x: Term, a: RunningAttrs) =>
  f.apply('cumulativeSum', [x], runningNotation, { ...a });

const cumulativeSum = composite({
  doc: {
    title: 'Cumulative sum',
    summary: 'At each place the sum of all elements up to there, along an axis.',
    backward: 'Each element gets the upstream gradients of its own place and of all after it.',
    category: 'reduction',
    symbol: 'cumsum',
  },
  rules: {
    value: ({ inputs: { x }, a }) => running(x, a),
    gradient: {
      x: { vjp: ({ ct, a }) => running(ct, { ...a, reverse: !a.reverse }) },
    },
  },
  inputs,
  attrs: {
    axis: setting.integer(-1, 'The axis along which is summed; negative ones count from the end.'),
    reverse: setting.boolean(false, 'Sums from the end.'),
  },
  infer: ([x], a) => {
    const found = resolveAxis('cumulativeSum', a.axis, x.length);
    return 'fault' in found ? found.fault : inferred(x);
  },
  /** In log₂ n steps (Hillis and Steele 1986): each adds what stands 1, 2, 4, … places before. */
  expand: (g, { x }, a) => {
    const axis = assertAxis(a.axis, x.shape.length);
    const count = x.shape[axis];
    let sums = g.emit('identity', [x]);
    for (let shift = 1; shift < count; shift *= 2) {
      const [range, zeros] = a.reverse
        ? [{ start: shift }, { after: shift }]
        : [{ start: 0, end: count - shift }, { before: shift }];
      const part = g.emit('slice', [sums], { axis, ...range });
      sums = g.add(sums, g.emit('pad', [part], { axis, ...zeros }));
    }
    return sums;
  },
  exports: {
    onnx: { op: 'CumSum', since: 14 },
    pytorch: ({ axis, reverse }) =>
      reverse
        ? `torch.flip(torch.cumsum(torch.flip(<x>, [${axis}]), ${axis}), [${axis}])`
        : `torch.cumsum(<x>, ${axis})`,
  },
  samples: [
    {
      title: 'a row',
      inputs: { x: [1, 2, 3, 4, 5] },
      out: [1, 3, 6, 10, 15],
      gradients: { x: [5, 4, 3, 2, 1] },
    },
    {
      title: 'down the columns',
      inputs: { x: rows([1, 2], [3, 4], [5, 6]) },
      attrs: { axis: 0 },
      out: rows([1, 2], [4, 6], [9, 12]),
    },
    {
      title: 'from the end',
      inputs: { x: [1, 2, 3] },
      attrs: { reverse: true },
      out: [6, 5, 3],
      gradients: { x: [1, 2, 3] },
    },
    {
      title: 'what is not finite stays behind it',
      inputs: { x: [1, Infinity, 2, NaN, 3] },
      out: [1, Infinity, Infinity, NaN, NaN],
      notSmooth: 'infinite numbers',
    },
    { title: 'one element', inputs: { x: [7] }, out: [7] },
    { title: 'of nothing', inputs: { x: { shape: [0], data: [] } }, out: { shape: [0], data: [] } },
  ],
});

export const alongAxisOps = { argmax, argmin, cumulativeSum };
