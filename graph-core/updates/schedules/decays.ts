/** Schedules by a formula: constant, in steps, exponential, 1/t, cosine. */
import { MAX_OPTION_STEPS, MAX_RATE } from '../../graph/limits.ts';
import { f } from '../../ops/kit/formula.ts';
import { setting } from '../../settings/setting.ts';
import { defined } from '../rule.ts';
import { schedule } from './schedule.ts';

const [base, s] = ['base', 's'].map(f.named);

/** The same rate at every step. */
export const constant = schedule({
  title: 'Constant',
  summary: 'The same rate at every step.',
  convention: 'Nothing to agree on.',
  options: {},
  rule: () => defined('rate', base),
  horizon: () => 0,
  // A list for a plot gets as many rates as it has steps.
  emit: (g, { base, s }) => g.broadcastTo(base, s.shape),
});

/** Multiplied by a factor every so many steps. */
export const stepDecay = schedule({
  title: 'Step decay',
  summary: 'Multiplies the rate by a factor every so many steps.',
  convention: 'As PyTorch’s StepLR, counted in training steps.',
  options: {
    factor: setting.number(0.5, 'What the rate is multiplied by.', {
      symbol: 'γ',
      min: 1e-6,
      max: 1,
    }),
    every: setting.integer(500, 'Steps from one multiplication to the next.', {
      title: 'every … steps',
      symbol: 'k',
      min: 1,
      max: MAX_OPTION_STEPS,
    }),
  },
  rule: () =>
    defined(
      'rate',
      f.times(base, f.power(f.named('factor'), f.floor(f.divide(s, f.named('every'))))),
    ),
  horizon: (a) => 5 * a.every,
  emit: (g, { base, s }, a) => {
    const times = g.emit('floor', [g.divide(s, g.full(a.every))]);
    return g.multiply(base, g.exp(g.multiply(times, g.full(Math.log(a.factor)))));
  },
});

/** η₀ e^(−k s). */
export const exponential = schedule({
  title: 'Exponential decay',
  summary: 'Shrinks the rate by the same share at every step.',
  convention: 'As in textbooks, e to the power −k s; PyTorch’s ExponentialLR has γ = e^(−k).',
  options: {
    decay: setting.number(0.001, 'The share by which each step shrinks the rate.', {
      symbol: 'k',
      min: 0,
      max: 10,
    }),
  },
  rule: () => defined('rate', f.times(base, f.exp(f.negate(f.times(f.named('decay'), s))))),
  horizon: (a) => (a.decay === 0 ? 0 : Math.ceil(4 / a.decay)),
  emit: (g, { base, s }, a) => g.multiply(base, g.exp(g.multiply(s, g.full(-a.decay)))),
});

/** η₀ / (1 + k s). */
export const inverse = schedule({
  title: '1/t decay',
  summary: 'Divides the rate by a number that grows with the steps: fast at first, then slower.',
  convention: 'As in textbooks and TensorFlow’s InverseTimeDecay.',
  options: {
    decay: setting.number(0.001, 'How fast the number grows that divides the rate.', {
      symbol: 'k',
      min: 0,
      max: 10,
    }),
  },
  rule: () => defined('rate', f.divide(base, f.add(1, f.times(f.named('decay'), s)))),
  horizon: (a) => (a.decay === 0 ? 0 : Math.ceil(10 / a.decay)),
  emit: (g, { base, s }, a) => g.divide(base, g.add(g.full(1), g.multiply(s, g.full(a.decay)))),
});

/** Half a cosine from η₀ to the last rate, which then stays. */
export const cosine = schedule({
  title: 'Cosine',
  summary: 'Half a cosine from the rate down to the last one, which then stays.',
  convention: 'As PyTorch’s CosineAnnealingLR in its first descent; it does not rise again.',
  options: {
    length: setting.integer(2000, 'Steps until the last rate is reached.', {
      title: 'length in steps',
      symbol: 'T',
      min: 1,
      max: MAX_OPTION_STEPS,
    }),
    end: setting.number(0, 'The rate at the end, which then stays.', {
      title: 'last rate',
      symbol: 'η₁',
      min: 0,
      max: MAX_RATE,
    }),
  },
  rule: () => {
    const [end, length] = [f.named('end'), f.named('length')];
    const angle = f.divide(f.times(f.number(Math.PI, '\\pi'), f.min(s, length)), length);
    const drop = f.times(f.divide(f.subtract(base, end), 2), f.add(1, f.cos(angle)));
    return defined('rate', f.add(end, drop));
  },
  horizon: (a) => Math.ceil(1.2 * a.length),
  emit: (g, { base, s }, a) => {
    const length = g.full(a.length);
    const end = g.full(a.end);
    const angle = g.scale(g.divide(g.emit('min', [s, length]), length), Math.PI);
    const share = g.scale(g.add(g.full(1), g.emit('cos', [angle])), 0.5);
    return g.add(end, g.multiply(g.subtract(base, end), share));
  },
});
