/** Gradient descent with momentum (Polyak 1964), and with Nesterov's momentum. */
import { f } from '../../ops/kit/formula.ts';
import { setting } from '../../settings/setting.ts';
import { replaced } from '../rule.ts';
import { g, optimizer, rate, w } from './optimizer.ts';

const options = {
  momentum: setting.number(0.9, 'How much of the old velocity stays.', {
    symbol: 'μ',
    min: 0,
    max: 1,
  }),
} as const;

/** The velocity. */
const state = [{ name: 'v' }];
const [v, mu] = ['v', 'momentum'].map(f.named);
const velocity = replaced('v', f.add(f.times(mu, v), g));

/** v ← μ v + g, w ← w − η v. */
export const momentum = optimizer({
  title: 'Momentum',
  summary: 'Rolls like a heavy ball: steps in the same direction add up, a jitter cancels out.',
  convention:
    'As PyTorch: the rate is outside the velocity. With it inside (v ← μ v − η g, as Sutskever) the path is the same as long as the rate does not change.',
  usualRate: 0.01,
  options,
  state,
  rule: () => [velocity, replaced('w', f.subtract(w, f.times(rate, v)))],
  emit: (g, { rate }, a) => {
    const mu = g.full(a.momentum);
    return ({ w, gradient, state: { v } }) => {
      const next = g.add(g.multiply(mu, v), gradient);
      return { w: g.subtract(w, g.multiply(rate, next)), state: { v: next } };
    };
  },
});

/** v ← μ v + g, w ← w − η (g + μ v). */
export const nesterov = optimizer({
  title: 'Nesterov momentum',
  summary: 'Momentum that looks ahead: the step already contains the next push of the velocity.',
  convention:
    'As PyTorch: w is the point looked ahead to and the rate is outside the velocity. Nesterov takes the gradient at w − η μ v instead.',
  usualRate: 0.01,
  options,
  state,
  rule: () => [velocity, replaced('w', f.subtract(w, f.times(rate, f.add(g, f.times(mu, v)))))],
  emit: (g, { rate }, a) => {
    const mu = g.full(a.momentum);
    return ({ w, gradient, state: { v } }) => {
      const next = g.add(g.multiply(mu, v), gradient);
      const ahead = g.add(gradient, g.multiply(mu, next));
      return { w: g.subtract(w, g.multiply(rate, ahead)), state: { v: next } };
    };
  },
});
