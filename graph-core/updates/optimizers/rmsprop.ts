/** RMSProp: Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning" (2012). */
import { f } from '../../ops/kit/formula.ts';
import { setting } from '../../settings/setting.ts';
import { replaced } from '../rule.ts';
import { epsilonOption, g, optimizer, rate, w } from './optimizer.ts';

const [s, epsilon, decay] = ['s', 'epsilon', 'decay'].map(f.named);

/** s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε). */
export const rmsprop = optimizer({
  title: 'RMSProp',
  summary: 'Divides by the size of recent gradients: AdaGrad that forgets.',
  convention: 'As PyTorch: ε outside the root, not centered. TensorFlow’s has ε inside the root.',
  usualRate: 0.001,
  options: {
    decay: setting.number(0.99, 'How much of the old mean of squared gradients stays.', {
      symbol: 'ρ',
      min: 0,
      max: 1,
    }),
    epsilon: epsilonOption(1e-8),
  },
  // The mean of squared gradients.
  state: [{ name: 's' }],
  rule: () => [
    replaced('s', f.add(f.times(decay, s), f.times(f.subtract(1, decay), f.square(g)))),
    replaced('w', f.subtract(w, f.times(rate, f.divide(g, f.add(f.sqrt(s), epsilon))))),
  ],
  emit: (g, { rate }, a) => {
    const [decay, rest, epsilon] = [g.full(a.decay), g.full(1 - a.decay), g.full(a.epsilon)];
    return ({ w, gradient, state: { s } }) => {
      const square = g.multiply(gradient, gradient);
      const next = g.add(g.multiply(decay, s), g.multiply(rest, square));
      const size = g.add(g.emit('sqrt', [next]), epsilon);
      const change = g.multiply(rate, g.divide(gradient, size));
      return { w: g.subtract(w, change), state: { s: next } };
    };
  },
});
