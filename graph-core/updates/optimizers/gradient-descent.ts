/** Gradient descent (Cauchy 1847). With batches drawn at random it is stochastic gradient descent. */
import { f } from '../../ops/kit/formula.ts';
import { replaced } from '../rule.ts';
import { g, optimizer, rate, w } from './optimizer.ts';

/** w ← w − η g. */
export const gradientDescent = optimizer({
  title: 'Gradient descent (SGD)',
  summary: 'Goes against the gradient of the batch, by the learning rate.',
  convention: 'As PyTorch’s SGD without momentum; every book agrees.',
  usualRate: 0.1,
  options: {},
  state: [],
  rule: () => [replaced('w', f.subtract(w, f.times(rate, g)))],
  emit: (g, { rate }) => {
    return ({ w, gradient }) => ({ w: g.subtract(w, g.multiply(rate, gradient)), state: {} });
  },
});
