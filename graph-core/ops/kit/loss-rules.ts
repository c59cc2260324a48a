/** What losses of scores share: how examples are reduced, the target, and what belongs to each in formulas. */

import { setting } from '../../settings/setting.ts';
import { multiplyDims, type Shape } from '../../tensor/shape.ts';
import type { Emitter, Value } from './emitter.ts';
import { type Formula, type FormulaSymbol, f, type RuleSymbols, spread } from './formula.ts';

/** What a target is: class indices, or a probability for each class. */
export type Targets = 'index' | 'probability';

/** Over the examples. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The attribute that chooses it. */
export const reduction = setting.choice(
  ['mean', 'sum', 'none'],
  'Over the examples: their mean, their sum, or each by itself.',
);

/** The examples' losses into one number. */
export function reduceLoss(g: Emitter, losses: Value, how: Reduction): Value {
  if (how === 'none' || losses.shape.length === 0) return losses;
  return g.emit(how, [losses]);
}

/** A loss of class scores: its symbols, and how its target and its examples are meant. */
export type LossSymbols = RuleSymbols<{
  readonly targets?: Targets;
  readonly reduction: Reduction;
}>;

const scoresOf = ({ inputs }: LossSymbols): FormulaSymbol =>
  inputs.logits ?? inputs.probabilities ?? inputs.scores;

/** The target as one number for each class. */
export function targetOf(c: LossSymbols): Formula {
  if (c.a.targets === 'probability') return c.inputs.target;
  const { shape } = scoresOf(c);
  const hot = f.oneHot(c.inputs.target, shape[shape.length - 1]);
  return f.bound('\\mathbf{y}', 'the target as one-hot, 1 at the right class', hot);
}

/** How far each score comes too close to the right one. */
export function distance(
  c: RuleSymbols<{ readonly margin: number; readonly reduction: Reduction }>,
): Formula {
  const { scores } = c.inputs;
  const right = f.sum(f.times(targetOf(c), scores), [-1], true);
  const notation = { as: 'subscript', below: '\\mathbf{y}' } as const;
  const rightScore = f.written(notation, scores, 'the score of the right class', right);
  return f.add(f.subtract(scores, rightScore), c.a.margin);
}

const exampleCount = (examples: Shape): Formula =>
  f.count(multiplyDims(examples), 'how many examples there are');

/** Losses of [examples…] (and classes, where each has several parts) into what the loss reports. */
export function reducedBy(
  how: Reduction,
  examples: Shape,
  each: Formula,
  classes: boolean,
): Formula {
  if (how !== 'none' && examples.length > 0) {
    const total = f.sum(each);
    return how === 'sum' ? total : f.times(f.divide(1, exampleCount(examples)), total);
  }
  if (!classes) return each;
  return f.sum(each, examples.length === 0 ? null : [-1]);
}

/** The same for losses of each class, [examples…, classes]. */
export const reduced = (c: LossSymbols, each: Formula): Formula =>
  reducedBy(c.a.reduction, scoresOf(c).shape.slice(0, -1), each, true);

/** What of the upstream gradient belongs to one example. */
export function sharedUpstream(ct: FormulaSymbol, examples: Shape, how: Reduction): Formula {
  return how === 'mean' && examples.length > 0 ? f.divide(ct, exampleCount(examples)) : ct;
}

/** The same, meeting every class of its example. */
export function upstreamEach(c: LossSymbols): Formula {
  const examples = scoresOf(c).shape.slice(0, -1);
  return c.a.reduction === 'none'
    ? spread(c.ct, [...examples, 1])
    : sharedUpstream(c.ct, examples, c.a.reduction);
}
