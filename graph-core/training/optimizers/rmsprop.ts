/** RMSProp: Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning" (2012). */
import { epsilonOption, GRADIENT, optimizer } from './optimizer.ts';

/** s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε). */
export const rmsprop = optimizer({
  title: 'RMSProp',
  summary: 'Divides by the size of recent gradients: AdaGrad that forgets.',
  convention: 'As PyTorch: ε outside the root, not centered. TensorFlow’s has ε inside the root.',
  usualRate: 0.001,
  options: {
    decay: {
      kind: 'number',
      title: 'decay',
      symbol: 'ρ',
      default: 0.99,
      min: 0,
      max: 1,
    },
    epsilon: epsilonOption(1e-8),
  },
  state: [{ name: 's', title: 'mean of squared gradients' }],
  rule: () => [
    {
      latex: `s \\leftarrow \\rho\\, s + (1 - \\rho)\\, ${GRADIENT}^2`,
      code: 's = decay * s + (1 - decay) * g**2',
    },
    {
      latex: `w \\leftarrow w - \\eta\\, \\frac{${GRADIENT}}{\\sqrt{s} + \\varepsilon}`,
      code: 'w = w - rate * g / (sqrt(s) + epsilon)',
    },
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
