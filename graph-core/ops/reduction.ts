/** Reductions: many elements into one along axes. */
import { elementCount, rowMajorStrides, type Size } from '../tensor/shape.ts';
import { attr } from './kit/attributes.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { faulty, primitive } from './kit/operation.ts';
import { assertAxes, reducedShape, reduceRule, resolveAxes } from './kit/shape-rules.ts';

const inputs = [{ name: 'x', help: 'The values to combine.' }] as const;
const attrs = {
  axes: attr.axes(null, 'The axes that disappear; empty: all of them.'),
  keepDims: attr.boolean(false, 'Keep the reduced axes with size 1.'),
};

/**
 * Calls `visit(o, i)` for every element i of `shape` in order, o being its place in the output after
 * reducing `axes`.
 */
function eachReduced(shape: Size, axes: readonly number[], visit: (o: number, i: number) => void): void {
  const rank = shape.length;
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const own = rowMajorStrides(kept);
  const strides = own.map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const count = elementCount(shape);
  const index = new Array<number>(rank).fill(0);
  let o = 0;
  for (let i = 0; i < count; i++) {
    visit(o, i);
    for (let axis = rank - 1; axis >= 0; axis--) {
      o += strides[axis];
      if (++index[axis] < shape[axis]) break;
      o -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

/** A reduced value with its axes back at size 1, so that it broadcasts against the input. */
function restoreAxes(g: Emitter, reduced: Value, x: Value, axes: readonly number[] | null): Value {
  return g.reshape(reduced, reducedShape(x.shape, assertAxes(axes, x.shape.length), true) as Size);
}

const sum = primitive({
  doc: {
    title: 'Sum',
    summary: 'Adds the elements along axes; every one of them gets the upstream gradient.',
    category: 'reduction',
    symbol: 'Σ',
    latex: '\\sum <x>',
    gradient: { x: { vjp: '<ct> \\cdot \\mathbf{1}' } },
  },
  inputs,
  attrs,
  infer: reduceRule('sum'),
  forward: ([x], out, a) => {
    out.data.fill(0);
    eachReduced(x.shape, assertAxes(a.axes, x.shape.length), (o, i) => {
      out.data[o] += x.data[i];
    });
  },
  vjp: (g, { inputs: { x }, ct, a }) => ({ x: g.broadcastTo(restoreAxes(g, ct, x, a.axes), x.shape) }),
  lower: { kind: 'reduce', monoid: 'add' },
  exports: { onnx: { op: 'ReduceSum', since: 13 }, pytorch: 'torch.sum(<x>, <axes>, <keepDims>)' },
  samples: [
    { title: 'everything', inputs: { x: [[1, 2], [3, 4]] }, out: 10 },
    { title: 'the last axis', inputs: { x: [[1, 2], [3, 4]] }, attrs: { axes: [-1] }, out: [3, 7] },
    { title: 'axes kept', inputs: { x: [[1, 2], [3, 4]] }, attrs: { axes: [0], keepDims: true }, out: [[4, 6]] },
    { title: 'an outer and an inner axis', inputs: { x: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]] }, attrs: { axes: [0, 2] }, out: [14, 22] },
    { title: 'nothing to add', inputs: { x: { shape: [0, 2], data: [] } }, attrs: { axes: [0] }, out: [0, 0] },
    { title: 'a scalar', inputs: { x: 5 }, out: 5 },
  ],
});

const reduceMax = primitive({
  doc: {
    title: 'Reduce max',
    summary: 'The largest element along axes. At a tie the gradient is shared equally among the largest, one choice of subgradient.',
    category: 'reduction',
    symbol: 'max',
    latex: '\\max <x>',
    gradient: { x: { vjp: '<ct> \\cdot \\tfrac{[<x> = <out>]}{\\#\\{<x> = <out>\\}}' } },
  },
  inputs,
  attrs,
  infer: ([x], a) => {
    const result = resolveAxes('reduceMax', a.axes, x.length);
    if ('fault' in result) return result.fault;
    const empty = result.axes.find((axis) => x[axis] === 0);
    if (empty !== undefined) {
      return faulty('empty-axis', `reduceMax: axis ${empty} has size 0, and nothing has no maximum`, 'give it at least one element');
    }
    return reduceRule('reduceMax')([x], a);
  },
  forward: ([x], out, a) => {
    out.data.fill(-Infinity);
    eachReduced(x.shape, assertAxes(a.axes, x.shape.length), (o, i) => {
      out.data[o] = Math.max(out.data[o], x.data[i]);
    });
  },
  vjp: (g, { inputs: { x }, out, ct, a }) => {
    const hit = g.equal(x, restoreAxes(g, out, x, a.axes));
    const share = g.divide(restoreAxes(g, ct, x, a.axes), g.sum(hit, a.axes ?? assertAxes(null, x.shape.length), true));
    return { x: g.multiply(share, hit) };
  },
  lower: { kind: 'reduce', monoid: 'max' },
  exports: { onnx: { op: 'ReduceMax', since: 18 }, pytorch: 'torch.amax(<x>, <axes>, <keepDims>)' },
  samples: [
    { title: 'one largest', inputs: { x: [4, 2] }, out: 4, gradients: { x: [1, 0] } },
    { title: 'tie', inputs: { x: [3, 3, 1] }, out: 3, gradients: { x: [0.5, 0.5, 0] }, notSmooth: 'two elements are largest' },
    { title: 'rows', inputs: { x: [[1, -2], [-3, -4]] }, attrs: { axes: [1] }, out: [1, -3] },
    { title: 'axes kept', inputs: { x: [[1, 5], [3, 4]] }, attrs: { axes: [0], keepDims: true }, out: [[3, 5]] },
    { title: 'a size-one axis', inputs: { x: [[7], [-7]] }, attrs: { axes: [1] }, out: [7, -7] },
  ],
});

export const reductionOps = { sum, reduceMax };
