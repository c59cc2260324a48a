/**
 * Standardization: features shifted and scaled to mean 0 and deviation 1, as the training rows have them. All
 * of it in doubles: the differences are what is learned from, and of large numbers (seconds since 1970) a
 * float keeps none.
 */
import type { Numbers } from './generated/dataset.ts';

/** Mean and deviation of each feature over the training rows. */
export interface Scaling {
  readonly mean: Float64Array<ArrayBuffer>;
  /** Root of the mean square distance from the mean; 1 for a constant feature. */
  readonly deviation: Float64Array<ArrayBuffer>;
}

/** Writes the features of an example, from 0 on; NaN where one is missing. */
export type ReadExample = (index: number, features: Float64Array) => void;

/**
 * Mean and deviation of `width` features over the examples 0 … count-1. A missing feature counts as the mean.
 * Sums are of differences from the first value, so that a constant has deviation 0 exactly.
 */
export function measureScaling(read: ReadExample, width: number, count: number): Scaling {
  const row = new Float64Array(width);
  const first = new Float64Array(width).fill(Number.NaN);
  const counts = new Uint32Array(width);
  const mean = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    read(i, row);
    for (let j = 0; j < width; j++) {
      const value = row[j];
      if (Number.isNaN(value)) continue;
      if (counts[j]++ === 0) first[j] = value;
      mean[j] += value - first[j];
    }
  }
  for (let j = 0; j < width; j++) mean[j] = counts[j] === 0 ? 0 : first[j] + mean[j] / counts[j];

  const farthest = new Float64Array(width);
  const squares = new Float64Array(width);
  const add = (unit: Float64Array): void => {
    squares.fill(0);
    for (let i = 0; i < count; i++) {
      read(i, row);
      for (let j = 0; j < width; j++) {
        const distance = Math.abs(row[j] - mean[j]);
        if (Number.isNaN(distance)) continue;
        if (distance > farthest[j]) farthest[j] = distance;
        squares[j] += (distance / unit[j]) ** 2;
      }
    }
  };
  const unit = new Float64Array(width).fill(1);
  add(unit);
  // Squares of very large and very small distances leave the doubles: those count in units of the largest one.
  if (
    squares.some((sum, j) => sum === Number.POSITIVE_INFINITY || (sum < 1e-280 && farthest[j] > 0))
  ) {
    for (let j = 0; j < width; j++) unit[j] = farthest[j] > 0 ? farthest[j] : 1;
    add(unit);
  }
  const deviation = squares.map((sum, j) =>
    farthest[j] === 0 ? 1 : unit[j] * Math.sqrt(sum / count),
  );
  return { mean, deviation };
}

/** Applies a scaling to whole rows, in place. */
export function standardize(features: Numbers, { mean, deviation }: Scaling): void {
  const width = mean.length;
  for (let at = 0; at < features.length; at += width) {
    for (let j = 0; j < width; j++) features[at + j] = (features[at + j] - mean[j]) / deviation[j];
  }
}
