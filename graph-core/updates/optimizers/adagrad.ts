/** AdaGrad: Duchi, Hazan, Singer, "Adaptive subgradient methods" (2011). */
import { f } from '../../ops/kit/formula.ts';
import { replaced } from '../rule.ts';
import { epsilonOption, g, optimizer, rate, w } from './optimizer.ts';

const [s, epsilon] = ['s', 'epsilon'].map(f.named);

/** s ← s + g², w ← w − η g / (√s + ε). */
export const adagrad = optimizer({
  title: 'AdaGrad',
  summary: 'Divides by the size of all gradients so far: a weight that moved much moves less.',
  convention: 'As PyTorch: ε outside the root, the sum starts at 0.',
  usualRate: 0.01,
  options: { epsilon: epsilonOption(1e-10) },
  // The sum of squared gradients.
  state: [{ name: 's' }],
  rule: () => [
    replaced('s', f.add(s, f.square(g))),
    replaced('w', f.subtract(w, f.times(rate, f.divide(g, f.add(f.sqrt(s), epsilon))))),
  ],
  emit: (g, { rate }, a) => {
    const epsilon = g.full(a.epsilon);
    return ({ w, gradient, state: { s } }) => {
      const next = g.add(s, g.multiply(gradient, gradient));
      const size = g.add(g.emit('sqrt', [next]), epsilon);
      const change = g.multiply(rate, g.divide(gradient, size));
      return { w: g.subtract(w, change), state: { s: next } };
    };
  },
});
