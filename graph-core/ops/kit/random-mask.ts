/** Masks of ones and zeros from counter-based random numbers: the mask at (seed, step) is always the same. */
import { RandomStream } from '../../tensor/random.ts';

/**
 * Fills `data` with the mask of a training step: an element is 0 with probability `rate`, else 1. The
 * comparison is on 24 bits, so that f32 and f64 draw the same.
 */
export function fillMask(data: Float64Array, rate: number, seed: number, step: number): void {
  const draw = new RandomStream(seed, 'dropout', step);
  for (let i = 0; i < data.length; i++) data[i] = draw.uniform() >= rate ? 1 : 0;
}
