/** Gradient descent: w ← w - η ∂L/∂w. With batches drawn at random it is stochastic gradient descent. */
import type { Emitter, Value } from '../../ops/kit/emitter.ts';

/** Emits the new value of a parameter. `rate` is the learning rate η, a scalar. */
export function emitGradientDescent(g: Emitter, w: Value, gradient: Value, rate: Value): Value {
  return g.subtract(w, g.multiply(rate, gradient));
}
