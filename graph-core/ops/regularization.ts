/** Penalties on weights, to be added to a loss. λ scales them. */
import { attr } from './kit/attributes.ts';
import { composite, inferred } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';

const inputs = [{ name: 'w', help: 'The weights.' }] as const;
const lambda = attr.number(0.01, 'λ: strength of the penalty.');

const l2Penalty = composite({
  doc: {
    title: 'L2 penalty',
    summary: 'λ times the sum of the squared weights: prefers many small weights to one large one.',
    category: 'regularization',
    symbol: 'L2',
    latex: '<lambda> \\sum {<w>}^{2}',
    gradient: { w: { vjp: '2 \\cdot <lambda> \\cdot <ct> \\cdot <w>' } },
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
    category: 'regularization',
    symbol: 'L1',
    latex: '<lambda> \\sum \\left| <w> \\right|',
    gradient: { w: { vjp: '<lambda> \\cdot <ct> \\cdot \\operatorname{sign}(<w>)' } },
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
    category: 'regularization',
    symbol: 'L1+2',
    latex: '<lambda> \\sum \\left( <beta> {<w>}^{2} + \\left| <w> \\right| \\right)',
    gradient: {
      w: {
        vjp: '<lambda> \\cdot <ct> \\cdot (2 \\cdot <beta> \\cdot <w> + \\operatorname{sign}(<w>))',
      },
    },
  },
  inputs,
  attrs: { lambda, beta: attr.number(1, 'β: weight of the squares.') },
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
