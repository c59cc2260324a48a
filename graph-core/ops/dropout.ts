/**
 * Dropout and the mask it draws. Every training step has a new mask; outside of training, where a graph is
 * looked at step by step, there is the mask of step 0. Predictions and scores use the mean of the mask, so
 * that nothing is left to chance.
 */

import { setting } from '../settings/setting.ts';
import { MAX_SEED, ownerOf } from '../tensor/random.ts';
import { formatShape, isConcrete } from '../tensor/shape.ts';
import { zeros } from '../tensor/tensor.ts';
import type { Attrs } from './kit/attributes.ts';
import { type Formula, type FormulaSymbol, f } from './kit/formula.ts';
import { composite, faulty, inferred, source } from './kit/operation.ts';
import { fillMask } from './kit/random-mask.ts';
import { rows } from './kit/sample-rows.ts';

const rate = setting.number(0.5, 'Probability that an element is 0.', { min: 0, max: 0.999 });
const seed = setting.integer(0, 'Every node draws its own masks; another seed draws others.', {
  min: 0,
  max: MAX_SEED,
});

const mask = source({
  doc: {
    title: 'Random mask',
    summary:
      'Ones and zeros by chance, drawn anew at each training step; their mean in predictions.',
    category: 'regularization',
    symbol: 'mask',
  },
  inputs: [],
  attrs: { rate, seed, shape: setting.shape([1], 'Shape, such as 8 or 10, 8.') },
  infer: (_, { shape }) =>
    shape === null || !isConcrete(shape) || shape.some((size) => size < 0)
      ? faulty(
          'bad-shape',
          `mask: shape ${shape === null ? 'nothing' : formatShape(shape)} is not made of sizes`,
          'use numbers; dropout takes its shape from what it is given',
        )
      : inferred(shape),
  initial: (shape, { rate, seed }, stream) => {
    const out = zeros(shape);
    fillMask(out.data, { rate, seed, owner: ownerOf(stream) }, 0);
    return out;
  },
  redraw: ({ rate, seed }, owner) => ({ rate, seed, owner }),
  exports: {
    onnx: { none: 'random numbers are drawn outside of the graph' },
    pytorch: { none: 'torch.bernoulli draws from another generator' },
  },
  samples: [
    { title: 'nothing is 0', inputs: {}, attrs: { rate: 0, shape: [3] }, out: [1, 1, 1] },
    { title: 'half of a row', inputs: {}, attrs: { rate: 0.5, seed: 3, shape: [2, 5] } },
  ],
});

const drawnMask = ({ shape }: FormulaSymbol, a: Attrs): Formula =>
  f.bound(
    'm',
    'the mask that was drawn, 1 keeps and 0 drops',
    f.apply('mask', [], { as: 'same' }, { ...a, shape: [...shape] }),
  );

const dropout = composite({
  doc: {
    title: 'Dropout',
    summary:
      'Sets elements to 0 by chance and scales the rest, so that the mean stays; trains only.',
    backward: 'The gradient passes, scaled alike, where the element was kept.',
    category: 'regularization',
    symbol: 'drop',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.times(f.divide(drawnMask(x, a), f.subtract(1, a.rate)), x),
    gradient: {
      x: {
        local: ({ inputs: { x }, a }) => f.divide(drawnMask(x, a), f.subtract(1, a.rate)),
        cases: [
          {
            where: ({ inputs: { x }, a }) => f.equal(drawnMask(x, a), 0),
            words: 'the mask drops the number, so nothing passes',
          },
        ],
      },
    },
  },
  inputs: [{ name: 'x', help: 'Any tensor, such as the activations of a layer.' }],
  attrs: { rate, seed },
  infer: ([x]) => inferred(x),
  expand: (g, { x }, { rate, seed }) => {
    const drawn = g.emit('mask', [], { rate, seed, shape: x.shape });
    return g.scale(g.multiply(x, drawn), 1 / (1 - rate));
  },
  exports: {
    onnx: { op: 'Dropout', since: 13 },
    pytorch: 'torch.nn.functional.dropout(<x>, <rate>)',
  },
  samples: [
    {
      title: 'nothing is dropped',
      inputs: { x: [1, -2, 3] },
      attrs: { rate: 0 },
      out: [1, -2, 3],
      gradients: { x: [1, 1, 1] },
    },
    {
      title: 'a third is dropped',
      inputs: { x: rows([1, -2, 3, 4], [5, 6, -7, 8]) },
      attrs: { rate: 0.3, seed: 5 },
    },
  ],
});

/** The operations of this family. */
export const dropoutOps = { dropout, mask };
