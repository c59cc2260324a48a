/**
 * Losses of class scores. The classes are the last axis; a label is a class index, one for each
 * example, or probabilities in the shape of the scores. All leading axes are examples.
 */

import { setting } from '../settings/setting.ts';
import { formatShape, type Shape, sameShape } from '../tensor/shape.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { f } from './kit/formula.ts';
import {
  distance,
  type Reduction,
  reduced,
  reduceLoss,
  reduction,
  type Targets,
  targetOf,
  upstreamEach,
} from './kit/loss-rules.ts';
import { composite, faulty, type Inferred, inferred, type Port } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';

const targets = setting.choice(
  ['index', 'probability'],
  'What the target is: class indices, or probabilities in the shape of the scores.',
);

const classIndices: Port = {
  name: 'target',
  help: 'Class indices from 0, one for each example.',
  role: 'index',
};

const labels = (kind: Targets): Port =>
  kind === 'index'
    ? classIndices
    : { name: 'target', help: 'A probability for each class of each example.' };

/** [examples…, classes] and a target that fits → [examples…], or a scalar once reduced. */
function lossShape(
  op: string,
  port: string,
  [scores, target]: readonly Shape[],
  a: { readonly targets: Targets; readonly reduction: Reduction },
): Inferred {
  if (scores.length === 0 || scores[scores.length - 1] === 0) {
    return faulty(
      'no-classes',
      `${op}: ${port} is ${formatShape(scores)}, its last axis has no classes`,
      'give it one number for each class',
      port,
    );
  }
  const examples = scores.slice(0, -1);
  const wanted = a.targets === 'index' ? examples : scores;
  if (!sameShape(target, wanted)) {
    return faulty(
      'shape-mismatch',
      `${op}: ${port} is ${formatShape(scores)}, so target must be ${formatShape(wanted)}, but it is ${formatShape(target)}`,
      targetHint(a.targets, target, scores, examples),
      'target',
    );
  }
  return inferred(a.reduction === 'none' ? examples : []);
}

function targetHint(kind: Targets, target: Shape, scores: Shape, examples: Shape): string {
  if (kind === 'index' && sameShape(target, scores)) return 'set targets to probability?';
  if (kind === 'probability' && sameShape(target, examples)) return 'set targets to index?';
  return kind === 'index'
    ? 'give one class index for each example'
    : 'give one probability for each class of each example';
}

const classCount = (scores: Value): number => scores.shape[scores.shape.length - 1];

/** A 1 at the class of each example; a row of NaN where the index names no class. */
const oneHotOf = (g: Emitter, target: Value, scores: Value): Value =>
  g.emit('oneHot', [target], { classes: classCount(scores) });

/**
 * The number at the class of each example. Selected, because 0 times an infinite score would be NaN;
 * and multiplied, so that the NaN of a wrong index gets through.
 */
const pick = (g: Emitter, hot: Value, values: Value, keepDims = false): Value =>
  g.sum(g.where(hot, g.multiply(hot, values), g.full(0)), [-1], keepDims);

const flatScores = (port: string): string => `<${port}>.reshape(-1, <${port}>.shape[-1])`;
const flatIndices = '<target>.reshape(-1).long()';

/** A call of a torch loss, which wants all examples on one axis. */
function torchLoss(name: string, scores: string, port: string, kind: Targets) {
  return (how: Reduction, options = ''): string => {
    const target = kind === 'index' ? flatIndices : '<target>.reshape(-1, <target>.shape[-1])';
    const call = `torch.nn.functional.${name}(${scores}, ${target}, ${options}reduction=<reduction>)`;
    return how === 'none' ? `${call}.reshape(<${port}>.shape[:-1])` : call;
  };
}

const softmaxLoss = composite({
  doc: {
    title: 'Softmax loss',
    summary:
      'Softmax, then the negative log probability of the right class (cross-entropy, in nats).',
    backward: {
      logits: 'The scores get probability minus target, shared among the examples.',
      target:
        'Each target probability gets minus the logarithm of the probability that is predicted.',
    },
    category: 'losses',
    symbol: 'CE',
  },
  rules: {
    value: (c) => f.negate(reduced(c, f.times(targetOf(c), f.ln(f.softmax(c.inputs.logits))))),
    gradient: {
      logits: {
        vjp: (c) => {
          const p = f.softmax(c.inputs.logits);
          const t = targetOf(c);
          const pull = c.a.targets === 'index' ? p : f.times(p, f.sum(t, [-1], true));
          return f.times(upstreamEach(c), f.subtract(pull, t));
        },
      },
      target: { vjp: (c) => f.negate(f.times(upstreamEach(c), f.ln(f.softmax(c.inputs.logits)))) },
    },
  },
  inputs: (a) => [{ name: 'logits', help: 'Scores, [..., classes].' }, labels(a.targets)],
  attrs: { targets, reduction },
  infer: (shapes, a) => lossShape('softmaxLoss', 'logits', shapes, a),
  expand: (g, { logits, target }, a) => {
    const logp = g.emit('logSoftmax', [logits]);
    const score =
      a.targets === 'index'
        ? pick(g, oneHotOf(g, target, logits), logp)
        : g.sum(g.multiply(target, logp), [-1]);
    return reduceLoss(g, g.negate(score), a.reduction);
  },
  exports: {
    onnx: { expansion: true },
    pytorch: (a) =>
      torchLoss('cross_entropy', flatScores('logits'), 'logits', a.targets)(a.reduction),
  },
  samples: [
    {
      title: 'three scores, class 0',
      inputs: { logits: [3.2, 5.1, -1.7], target: 0 },
      out: 2.04035515280017,
    },
    {
      title: 'equal scores: log of the number of classes',
      inputs: { logits: rows([1, 1, 1, 1], [0, 0, 0, 0]), target: [2, 0] },
      out: Math.log(4),
      gradients: { logits: rows([1 / 8, 1 / 8, -3 / 8, 1 / 8], [-3 / 8, 1 / 8, 1 / 8, 1 / 8]) },
    },
    {
      title: 'logits of ±1e4',
      inputs: { logits: rows([1e4, -1e4], [1e4, -1e4]), target: [0, 1] },
      attrs: { reduction: 'none' },
      out: [0, 2e4],
      gradients: { logits: rows([0, 0], [1, -1]) },
      beyondRules: 'a probability is too small for f64',
    },
    {
      title: 'probabilities, summed',
      inputs: { logits: rows([1, 2], [3, -1]), target: rows([0.25, 0.75], [0, 1]) },
      attrs: { targets: 'probability', reduction: 'sum' },
    },
    {
      title: 'a score of minus infinity',
      inputs: { logits: [0, -Infinity, 0], target: 0 },
      out: Math.LN2,
      gradients: { logits: [-0.5, 0, 0.5] },
      notSmooth: 'infinite numbers',
    },
  ],
});

const crossEntropy = composite({
  doc: {
    title: 'Cross-entropy',
    summary: 'The negative log probability of the right class, from probabilities (in nats).',
    backward: {
      probabilities:
        'Only the probability of the right class is pulled up, the more the smaller it is.',
      target:
        'Each target probability gets minus the logarithm of the probability that is predicted.',
    },
    category: 'losses',
    symbol: '−ln p',
  },
  rules: {
    value: (c) => f.negate(reduced(c, f.times(targetOf(c), f.ln(c.inputs.probabilities)))),
    gradient: {
      probabilities: {
        vjp: (c) =>
          f.negate(f.times(upstreamEach(c), f.divide(targetOf(c), c.inputs.probabilities))),
      },
      target: { vjp: (c) => f.negate(f.times(upstreamEach(c), f.ln(c.inputs.probabilities))) },
    },
  },
  inputs: (a) => [
    { name: 'probabilities', help: 'A probability for each class, [..., classes].' },
    labels(a.targets),
  ],
  attrs: { targets, reduction },
  infer: (shapes, a) => lossShape('crossEntropy', 'probabilities', shapes, a),
  expand: (g, { probabilities, target }, a) => {
    if (a.targets === 'index') {
      const picked = pick(g, oneHotOf(g, target, probabilities), probabilities);
      return reduceLoss(g, g.negate(g.log(picked)), a.reduction);
    }
    // 0 log 0 counts as 0, its limit; the 0 is replaced before the logarithm, not after it.
    const zero = g.full(0);
    const both = g.multiply(g.equal(target, zero), g.equal(probabilities, zero));
    const logp = g.log(g.where(both, g.full(1), probabilities));
    return reduceLoss(g, g.negate(g.sum(g.multiply(target, logp), [-1])), a.reduction);
  },
  exports: {
    onnx: { expansion: true },
    pytorch: (a) => {
      if (a.targets === 'index') {
        const logp = `torch.log(${flatScores('probabilities')})`;
        return torchLoss('nll_loss', logp, 'probabilities', 'index')(a.reduction);
      }
      const losses = '-torch.xlogy(<target>, <probabilities>).sum(-1)';
      return a.reduction === 'none' ? losses : `${losses}.${a.reduction}()`;
    },
  },
  samples: [
    {
      title: 'class indices',
      inputs: { probabilities: rows([0.25, 0.75], [0.5, 0.5]), target: [0, 1] },
      attrs: { reduction: 'none' },
      out: [Math.log(4), Math.LN2],
      gradients: { probabilities: rows([-4, 0], [0, -2]) },
    },
    {
      title: 'probabilities',
      inputs: { probabilities: [0.2, 0.3, 0.5], target: [0.1, 0.2, 0.7] },
      attrs: { targets: 'probability' },
    },
    {
      title: 'zero times the logarithm of zero',
      inputs: { probabilities: [0, 1], target: [0, 1] },
      attrs: { targets: 'probability', reduction: 'sum' },
      out: 0,
      gradients: { probabilities: [0, -1] },
      notSmooth: 'an edge of the domain',
      beyondRules: '0 ln 0 counts as 0, its limit',
    },
    {
      title: 'the right class is impossible',
      inputs: { probabilities: [0, 1], target: 0 },
      out: Infinity,
      gradients: { probabilities: [-Infinity, 0] },
      notSmooth: 'a pole',
    },
  ],
});

const hinge = composite({
  doc: {
    title: 'Hinge loss',
    summary: 'Multiclass SVM: how far each wrong class is from being a margin below the right one.',
    backward: 'Each wrong class within the margin is pushed down, the right one up by as many.',
    category: 'losses',
    symbol: 'hinge',
  },
  rules: {
    value: (c) => reduced(c, f.times(f.subtract(1, targetOf(c)), f.max(0, distance(c)))),
    gradient: {
      scores: {
        vjp: (c) => {
          const within = f.times(f.subtract(1, targetOf(c)), f.greater(distance(c), 0));
          const h = f.bound(
            '\\mathbf{h}',
            '1 for each wrong class within the margin, 0 elsewhere',
            within,
          );
          return f.times(
            upstreamEach(c),
            f.subtract(h, f.times(targetOf(c), f.sum(h, [-1], true))),
          );
        },
      },
    },
  },
  inputs: [{ name: 'scores', help: 'Scores, [..., classes].' }, classIndices],
  attrs: {
    margin: setting.number(1, 'How far below the right score the others should be.'),
    reduction,
  },
  infer: (shapes, a) =>
    lossShape('hinge', 'scores', shapes, { targets: 'index', reduction: a.reduction }),
  expand: (g, { scores, target }, a) => {
    const hot = oneHotOf(g, target, scores);
    const distance = g.subtract(scores, pick(g, hot, scores, true));
    const violation = g.emit('relu', [g.add(distance, g.full(a.margin))]);
    const wrong = g.where(g.equal(hot, g.full(1)), g.full(0), violation);
    return reduceLoss(g, g.sum(wrong, [-1]), a.reduction);
  },
  exports: {
    onnx: { expansion: true },
    pytorch: (a) => {
      // torch divides by the number of classes.
      const call = torchLoss('multi_margin_loss', flatScores('scores'), 'scores', 'index');
      return `${call(a.reduction, 'margin=<margin>, ')} * <scores>.shape[-1]`;
    },
  },
  samples: [
    {
      title: 'three examples of three classes',
      inputs: {
        scores: rows([3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]),
        target: [0, 1, 2],
      },
      attrs: { reduction: 'none' },
      out: [2.9, 0, 12.9],
      gradients: { scores: rows([-1, 1, 0], [0, 0, 0], [1, 1, -2]) },
    },
    { title: 'their mean', inputs: { scores: rows([1, 2], [3, 1]), target: [0, 0] }, out: 1 },
    {
      title: 'exactly at the margin',
      inputs: { scores: [2, 1], target: 0 },
      out: 0,
      gradients: { scores: [0, 0] },
      notSmooth: 'a kink',
    },
  ],
});

export const classificationLossOps = { softmaxLoss, crossEntropy, hinge };
