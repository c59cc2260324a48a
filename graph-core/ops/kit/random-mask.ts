/** Masks of ones and zeros from counter-based random numbers: the mask of a node at a step is always the same. */
import { RandomStream } from '../../tensor/random.ts';

/** How a mask is drawn. */
export interface MaskDraw {
  /** Probability of 0. */
  readonly rate: number;
  readonly seed: number;
  /** Who draws, as `ownerOf` has it. */
  readonly owner: number;
}

/**
 * Fills `data` with the mask of a training step: an element is 0 with probability `rate`, else 1. The
 * comparison is on 24 bits, so that f32 and f64 draw the same.
 */
export function fillMask(data: Float64Array, { rate, seed, owner }: MaskDraw, step: number): void {
  const draw = new RandomStream(seed, 'dropout', step, owner);
  for (let i = 0; i < data.length; i++) data[i] = draw.uniform() >= rate ? 1 : 0;
}
