/**
 * Adam: Kingma and Ba, "Adam: a method for stochastic optimization" (2015); AdamW: Loshchilov and Hutter,
 * "Decoupled weight decay regularization" (2019).
 */
import type { Emitter, Value } from '../../ops/kit/emitter.ts';
import { type Formula, f } from '../../ops/kit/formula.ts';
import { type OptionValues, setting } from '../../settings/setting.ts';
import { defined, type RuleLine, replaced } from '../rule.ts';
import { type Before, epsilonOption, g, optimizer, rate, type StepTime, w } from './optimizer.ts';

const beta = (index: 1 | 2, value: number) =>
  setting.number(
    value,
    `How much of the old mean of ${index === 1 ? '' : 'squared '}gradients stays.`,
    {
      title: index === 1 ? 'memory of the mean' : 'memory of the size',
      symbol: index === 1 ? 'β₁' : 'β₂',
      min: 0,
      // Closer to 1, the correction of the first steps is below the rounding of f32.
      max: 0.99999,
    },
  );

const options = {
  beta1: beta(1, 0.9),
  beta2: beta(2, 0.999),
  epsilon: epsilonOption(1e-8),
  correction: setting.boolean(true, 'Makes up for means that begin at 0.', {
    title: 'bias correction',
  }),
} as const;

type AdamValues = OptionValues<typeof options>;

/** Means of gradients and of squared gradients. */
const state = [{ name: 'm' }, { name: 'v' }];

const [m, v, mhat, vhat, t] = ['m', 'v', 'mhat', 'vhat', 't'].map(f.named);
const [beta1, beta2, epsilon, decay] = ['beta1', 'beta2', 'epsilon', 'decay'].map(f.named);

/** A mean that forgets: β of the old one, 1 - β of what is new. */
const remembered = (beta: Formula, old: Formula, seen: Formula): Formula =>
  f.add(f.times(beta, old), f.times(f.subtract(1, beta), seen));

const corrected = (beta: Formula, mean: Formula): Formula =>
  f.divide(mean, f.subtract(1, f.power(beta, t)));

function adamRule({ correction }: AdamValues): RuleLine[] {
  const move = (mean: Formula, size: Formula): RuleLine =>
    replaced('w', f.subtract(w, f.times(rate, f.divide(mean, f.add(f.sqrt(size), epsilon)))));
  const means = [
    replaced('m', remembered(beta1, m, g)),
    replaced('v', remembered(beta2, v, f.square(g))),
  ];
  if (!correction) return [...means, move(m, v)];
  const corrections = [defined('mhat', corrected(beta1, m)), defined('vhat', corrected(beta2, v))];
  return [...means, ...corrections, move(mhat, vhat)];
}

/**
 * 1 − βᵗ, as −(e^(t ln β) − 1): for negative numbers `elu` is eˣ − 1 with all digits, where 1 − βᵗ would
 * have lost four of seven for β = 0.999 at the first step.
 */
function emitCorrection(g: Emitter, beta: number, t: Value): Value {
  if (beta === 0) return g.full(1);
  return g.negate(g.emit('elu', [g.multiply(t, g.full(Math.log(beta)))], { alpha: 1 }));
}

/** What a step of Adam subtracts from a parameter, and the means after it. */
function emitAdam(g: Emitter, { rate, t }: StepTime, a: AdamValues) {
  const [beta1, rest1] = [g.full(a.beta1), g.full(1 - a.beta1)];
  const [beta2, rest2] = [g.full(a.beta2), g.full(1 - a.beta2)];
  const epsilon = g.full(a.epsilon);
  // m̂ and √v̂ are m and √v times a scalar, which costs nothing for each weight.
  const scale = a.correction ? g.divide(rate, emitCorrection(g, a.beta1, t)) : rate;
  const grow = a.correction
    ? g.divide(g.full(1), g.emit('sqrt', [emitCorrection(g, a.beta2, t)]))
    : null;
  return ({ gradient, state: { m, v } }: Before) => {
    const mean = g.add(g.multiply(beta1, m), g.multiply(rest1, gradient));
    const square = g.multiply(gradient, gradient);
    const meanSquare = g.add(g.multiply(beta2, v), g.multiply(rest2, square));
    const root = g.emit('sqrt', [meanSquare]);
    const size = g.add(grow === null ? root : g.multiply(root, grow), epsilon);
    return {
      change: g.multiply(scale, g.divide(mean, size)),
      state: { m: mean, v: meanSquare },
    };
  };
}

/** Adam, with or without the correction of its first steps. */
export const adam = optimizer({
  title: 'Adam',
  summary: 'Momentum divided by the size of recent gradients: every weight gets a step of its own.',
  convention:
    'As PyTorch: ε outside the root, added after the bias correction. Weight decay is none; an L2 penalty in the graph goes through m and v (coupled).',
  usualRate: 0.001,
  options,
  state,
  rule: adamRule,
  emit: (g, time, a) => {
    const step = emitAdam(g, time, a);
    return (parameter) => {
      const { change, state } = step(parameter);
      return { w: g.subtract(parameter.w, change), state };
    };
  },
});

/** Adam with weight decay that does not go through its means. */
export const adamw = optimizer({
  title: 'AdamW',
  summary: 'Adam that also shrinks every weight a little, past the division by its gradients.',
  convention:
    'As PyTorch: the decay is decoupled from the gradient and multiplied by the rate; ε outside the root.',
  usualRate: 0.001,
  options: {
    ...options,
    decay: setting.number(
      0.01,
      'The share by which each step shrinks every weight, times the rate.',
      {
        title: 'weight decay',
        symbol: 'λ',
        min: 0,
        max: 1,
      },
    ),
  },
  state,
  rule: (a) => [replaced('w', f.subtract(w, f.times(rate, decay, w))), ...adamRule(a)],
  emit: (g, time, a) => {
    const step = emitAdam(g, time, a);
    const keep = g.subtract(g.full(1), g.multiply(time.rate, g.full(a.decay)));
    return (parameter) => {
      const { change, state } = step(parameter);
      return { w: g.subtract(g.multiply(keep, parameter.w), change), state };
    };
  },
});
