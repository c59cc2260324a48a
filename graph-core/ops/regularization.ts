/** Penalties on weights, to be added to a loss. λ scales them. */
import { setting } from '../settings/setting.ts';
import { f } from './kit/formula.ts';
import { composite, inferred } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';

const inputs = [{ name: 'w', help: 'The weights.' }] as const;
const lambda = setting.number(0.01, 'λ: strength of the penalty.');

const l2Penalty = composite({
  doc: {
    title: 'L2 penalty',
    summary: 'λ times the sum of the squared weights: prefers many small weights to one large one.',
    backward: 'Each weight gets a pull toward 0 in proportion to its size.',
    category: 'regularization',
    symbol: 'L2',
  },
  rules: {
    value: ({ inputs: { w }, a }) => f.times(a.lambda, f.sum(f.square(w))),
    gradient: { w: { vjp: ({ inputs: { w }, ct, a }) => f.times(2, a.lambda, ct, w) } },
  },
  inputs,
  attrs: { lambda },
  infer: () => inferred([]),
  expand: (g, { w }, a) => g.scale(g.sum(g.emit('square', [w])), a.lambda),
  exports: { onnx: { expansion: true }, pytorch: '<lambda> * torch.sum(<w> ** 2)' },
  samples: [
    {
      title: 'one large weight',
      inputs: { w: [1, 0, 0, 0] },
      attrs: { lambda: 1 },
      out: 1,
      gradients: { w: [2, 0, 0, 0] },
    },
    {
      title: 'the same spread',
      inputs: { w: [0.25, 0.25, 0.25, 0.25] },
      attrs: { lambda: 1 },
      out: 0.25,
    },
    { title: 'a matrix', inputs: { w: rows([1, -2], [3, 4]) }, out: 0.3 },
  ],
});

const l1Penalty = composite({
  doc: {
    title: 'L1 penalty',
    summary: 'λ times the sum of the sizes of the weights: pushes small ones to exactly 0.',
    backward: 'Each weight gets the same pull toward 0, whatever its size.',
    category: 'regularization',
    symbol: 'L1',
  },
  rules: {
    value: ({ inputs: { w }, a }) => f.times(a.lambda, f.sum(f.abs(w))),
    gradient: { w: { vjp: ({ inputs: { w }, ct, a }) => f.times(a.lambda, ct, f.sign(w)) } },
  },
  inputs,
  attrs: { lambda },
  infer: () => inferred([]),
  expand: (g, { w }, a) => g.scale(g.sum(g.emit('abs', [w])), a.lambda),
  exports: { onnx: { expansion: true }, pytorch: '<lambda> * torch.sum(torch.abs(<w>))' },
  samples: [
    {
      title: 'one large weight',
      inputs: { w: [1, 0, 0, 0] },
      attrs: { lambda: 1 },
      out: 1,
      gradients: { w: [1, 0, 0, 0] },
      notSmooth: 'a kink',
    },
    {
      title: 'the same spread',
      inputs: { w: [0.25, -0.25, 0.25, 0.25] },
      attrs: { lambda: 1 },
      out: 1,
      gradients: { w: [1, -1, 1, 1] },
    },
  ],
});

const elasticNet = composite({
  doc: {
    title: 'Elastic net',
    summary: 'λ times the sum of β w² + |w|: between the L2 and the L1 penalty.',
    backward: 'Each weight gets a pull toward 0, part of it in proportion to its size.',
    category: 'regularization',
    symbol: 'L1+2',
  },
  rules: {
    value: ({ inputs: { w }, a }) =>
      f.times(a.lambda, f.sum(f.add(f.times(a.beta, f.square(w)), f.abs(w)))),
    gradient: {
      w: {
        vjp: ({ inputs: { w }, ct, a }) =>
          f.times(a.lambda, ct, f.add(f.times(2, a.beta, w), f.sign(w))),
      },
    },
  },
  inputs,
  attrs: { lambda, beta: setting.number(1, 'β: weight of the squares.') },
  infer: () => inferred([]),
  expand: (g, { w }, a) => {
    const squares = g.scale(g.emit('square', [w]), a.beta);
    return g.scale(g.sum(g.add(squares, g.emit('abs', [w]))), a.lambda);
  },
  exports: {
    onnx: { expansion: true },
    pytorch: '<lambda> * torch.sum(<beta> * <w> ** 2 + torch.abs(<w>))',
  },
  samples: [
    {
      title: 'both parts',
      inputs: { w: [1, -2] },
      attrs: { lambda: 0.5, beta: 2 },
      out: 6.5,
      gradients: { w: [2.5, -4.5] },
    },
    { title: 'zero', inputs: { w: 0 }, out: 0, gradients: { w: 0 }, notSmooth: 'a kink' },
  ],
});

export const regularizationOps = { l2Penalty, l1Penalty, elasticNet };
