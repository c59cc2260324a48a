/** Standardization: features shifted and scaled to mean 0 and deviation 1, as the training rows have them. */
import type { Numbers } from './datasets/dataset.ts';

/** Mean and deviation of each feature over the training rows. */
export interface Scaling {
  readonly mean: Float64Array<ArrayBuffer>;
  /** Root of the mean square distance from the mean; 1 for a constant feature. */
  readonly deviation: Float64Array<ArrayBuffer>;
}

/** Mean and deviation over the first `rows` rows, in two passes. */
export function measureScaling(features: Numbers, width: number, rows: number): Scaling {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  const end = rows * width;
  for (let at = 0; at < end; at += width) {
    for (let j = 0; j < width; j++) mean[j] += features[at + j];
  }
  for (let j = 0; j < width; j++) mean[j] /= Math.max(1, rows);
  for (let at = 0; at < end; at += width) {
    for (let j = 0; j < width; j++) deviation[j] += (features[at + j] - mean[j]) ** 2;
  }
  for (let j = 0; j < width; j++) {
    const spread = Math.sqrt(deviation[j] / Math.max(1, rows));
    // A constant feature leaves only the rounding of its mean.
    deviation[j] = spread <= 1e-12 * Math.abs(mean[j]) ? 1 : spread;
  }
  return { mean, deviation };
}

/** Applies a scaling to whole rows, in place. */
export function standardize(features: Numbers, { mean, deviation }: Scaling): void {
  const width = mean.length;
  for (let at = 0; at < features.length; at += width) {
    for (let j = 0; j < width; j++) features[at + j] = (features[at + j] - mean[j]) / deviation[j];
  }
}
