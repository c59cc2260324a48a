/** Comparing numbers with a tolerance that is stated where it is used. */
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * How far apart two numbers are, in units of the larger one, or of `scale` where both are smaller.
 * Equal infinities and two NaN are 0 apart; anything else with one of those is infinitely far.
 */
export function relativeDistance(a: number, b: number, scale = 0): number {
  if (Object.is(a, b) || a === b) return 0;
  const distance = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), scale);
  return Number.isFinite(a) && Number.isFinite(b) ? distance : Infinity;
}

/** What differs between two tensors by more than `tolerance`, as a sentence; null when nothing does. */
export function difference(
  actual: Tensor,
  expected: Tensor,
  tolerance: number,
  scale = 0,
): string | null {
  if (!sameShape(actual.shape, expected.shape)) {
    return `shape ${formatShape(actual.shape)} where ${formatShape(expected.shape)} is expected`;
  }
  for (let i = 0; i < expected.data.length; i++) {
    const distance = relativeDistance(actual.data[i], expected.data[i], scale);
    if (!(distance <= tolerance)) {
      return `element ${i} is ${actual.data[i]} where ${expected.data[i]} is expected`;
    }
  }
  return null;
}
