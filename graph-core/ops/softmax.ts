/** Scores into probabilities along one axis. */

import { setting } from '../settings/setting.ts';
import { formatShape, type Shape } from '../tensor/shape.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { f } from './kit/formula.ts';
import { composite, faulty, type Inferred, inferred } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { resolveAxis } from './kit/shape-rules.ts';

const inputs = [{ name: 'x', help: 'Scores (logits).' }] as const;
const attrs = {
  axis: setting.integer(-1, 'The axis that adds up to 1; negative ones count from the end.'),
};

const classRule =
  (op: string) =>
  ([x]: readonly Shape[], { axis }: { readonly axis: number }): Inferred => {
    const found = resolveAxis(op, axis, x.length);
    if ('fault' in found) return found.fault;
    return x[found.axis] === 0
      ? faulty(
          'empty-axis',
          `${op}: axis ${found.axis} of ${formatShape(x)} has size 0, and nothing cannot add up to 1`,
          'give it at least one element',
          'x',
        )
      : inferred(x);
  };

/**
 * The scores less their largest: a change of all scores by one amount changes no probability, and no
 * exponential can overflow then. For the same reason no gradient is lost by stopping it here.
 */
const shifted = (g: Emitter, x: Value, axis: number): Value =>
  g.subtract(x, g.stopGradient(g.emit('reduceMax', [x], { axes: [axis], keepDims: true })));

const softmax = composite({
  doc: {
    title: 'Softmax',
    summary: 'Makes probabilities of scores: positive, adding up to 1, the largest score first.',
    backward:
      'A score rises at the cost of the others: each gets its upstream gradient less the mean of all, weighed by probability.',
    category: 'activations',
    symbol: 'softmax',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.divide(f.exp(x), f.sum(f.exp(x), [a.axis], true)),
    gradient: {
      x: {
        vjp: ({ out, ct, a }) =>
          f.times(out, f.subtract(ct, f.sum(f.times(ct, out), [a.axis], true))),
      },
    },
  },
  inputs,
  attrs,
  infer: classRule('softmax'),
  expand: (g, { x }, { axis }) => {
    const e = g.exp(shifted(g, x, axis));
    return g.divide(e, g.sum(e, [axis], true));
  },
  exports: { onnx: { op: 'Softmax', since: 13 }, pytorch: 'torch.softmax(<x>, <axis>)' },
  samples: [
    {
      title: 'three scores',
      inputs: { x: [3.2, 5.1, -1.7] },
      out: [0.12998253901717313, 0.8690495352082657, 0.0009679257745610439],
    },
    { title: 'equal scores', inputs: { x: [2, 2] }, out: [0.5, 0.5], gradients: { x: [0, 0] } },
    { title: 'columns', inputs: { x: rows([1, 2], [3, 5]) }, attrs: { axis: 0 } },
    {
      title: 'scores of ±1e4',
      inputs: { x: rows([1e4, -1e4], [-1e4, -1e4]) },
      out: rows([1, 0], [0.5, 0.5]),
      gradients: { x: rows([0, 0], [0, 0]) },
      beyondRules: 'the exponential overflows',
    },
    { title: 'one class', inputs: { x: [[7]] }, out: [[1]], gradients: { x: [[0]] } },
    {
      title: 'an empty batch',
      inputs: { x: { shape: [0, 3], data: [] } },
      out: { shape: [0, 3], data: [] },
    },
  ],
});

const logSoftmax = composite({
  doc: {
    title: 'Log-softmax',
    summary: 'The logarithm of softmax, computed so that no digits are lost.',
    backward: 'Each score gets its upstream gradient less its probability times the sum of all.',
    category: 'activations',
    symbol: 'ln sm',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.subtract(x, f.ln(f.sum(f.exp(x), [a.axis], true))),
    gradient: {
      x: {
        vjp: ({ out, ct, a }) => f.subtract(ct, f.times(f.exp(out), f.sum(ct, [a.axis], true))),
      },
    },
  },
  inputs,
  attrs,
  infer: classRule('logSoftmax'),
  expand: (g, { x }, { axis }) => {
    const s = shifted(g, x, axis);
    return g.subtract(s, g.emit('logSumExp', [s], { axes: [axis], keepDims: true }));
  },
  exports: { onnx: { op: 'LogSoftmax', since: 13 }, pytorch: 'torch.log_softmax(<x>, <axis>)' },
  samples: [
    { title: 'equal scores', inputs: { x: [2, 2] }, out: [-Math.LN2, -Math.LN2] },
    { title: 'rows', inputs: { x: rows([1, 2, 4], [3, 5, -1]) } },
    { title: 'columns', inputs: { x: rows([1, 2], [3, 5]) }, attrs: { axis: 0 } },
    {
      title: 'scores of ±1e4',
      inputs: { x: rows([1e4, -1e4], [-1e4, -1e4]) },
      out: rows([0, -2e4], [-Math.LN2, -Math.LN2]),
      gradients: { x: rows([-1, 1], [0, 0]) },
      beyondRules: 'the exponential overflows',
    },
    { title: 'one class', inputs: { x: [[7]] }, out: [[0]], gradients: { x: [[0]] } },
  ],
});

export const softmaxOps = { softmax, logSoftmax };
