/** The loss of decisions between yes and no. */
import { formatShape, sameShape } from '../tensor/shape.ts';
import { f } from './kit/formula.ts';
import { reducedBy, reduceLoss, reduction, sharedUpstream } from './kit/loss-rules.ts';
import { composite, faulty, inferred } from './kit/operation.ts';

/** t softplus(-x) + (1 - t) softplus(x): both terms are positive and neither can overflow. */
const binaryCrossEntropy = composite({
  doc: {
    title: 'Binary cross-entropy',
    summary: 'Sigmoid, then the negative log probability of yes (1) or no (0); starts from logits.',
    backward: {
      logits: 'The score gets probability minus target, shared among the decisions.',
      target: 'The target gets minus the score, shared among the decisions.',
    },
    category: 'losses',
    symbol: 'BCE',
  },
  rules: {
    value: ({ inputs: { logits, target }, a }) => {
      const p = f.sigma(logits);
      const yes = f.times(target, f.ln(p));
      const no = f.times(f.subtract(1, target), f.ln(f.subtract(1, p)));
      return f.negate(reducedBy(a.reduction, logits.shape, f.add(yes, no), false));
    },
    gradient: {
      logits: {
        vjp: ({ inputs: { logits, target }, ct, a }) =>
          f.times(
            sharedUpstream(ct, logits.shape, a.reduction),
            f.subtract(f.sigma(logits), target),
          ),
      },
      target: {
        vjp: ({ inputs: { logits }, ct, a }) =>
          f.negate(f.times(sharedUpstream(ct, logits.shape, a.reduction), logits)),
      },
    },
  },
  inputs: [
    { name: 'logits', help: 'One score for each decision.' },
    { name: 'target', help: 'The probability of yes, in the shape of the logits.' },
  ],
  attrs: { reduction },
  infer: ([logits, target], a) =>
    sameShape(logits, target)
      ? inferred(a.reduction === 'none' ? logits : [])
      : faulty(
          'shape-mismatch',
          `binaryCrossEntropy: logits is ${formatShape(logits)}, target is ${formatShape(target)}`,
          'reshape one of them',
          'target',
        ),
  expand: (g, { logits, target }, a) => {
    const yes = g.multiply(target, g.emit('softplus', [g.negate(logits)]));
    const no = g.multiply(g.subtract(g.full(1), target), g.emit('softplus', [logits]));
    return reduceLoss(g, g.add(yes, no), a.reduction);
  },
  exports: {
    onnx: { expansion: true },
    pytorch:
      'torch.nn.functional.binary_cross_entropy_with_logits(<logits>, <target>, reduction=<reduction>)',
  },
  samples: [
    {
      title: 'undecided',
      inputs: { logits: 0, target: 1 },
      out: Math.LN2,
      gradients: { logits: -0.5 },
    },
    { title: 'between yes and no', inputs: { logits: [1, -2], target: [0.3, 0.9] } },
    {
      title: 'logits of ±1e4',
      inputs: { logits: [1e4, 1e4, -1e4, -1e4], target: [1, 0, 1, 0] },
      attrs: { reduction: 'none' },
      out: [0, 1e4, 1e4, 0],
      gradients: { logits: [0, 1, -1, 0] },
      beyondRules: 'a probability is too small for f64',
    },
  ],
});

export const binaryLossOps = { binaryCrossEntropy };
