/** The part of the input space that pictures show, in the units of the data, and points spread over it. */
import type { Dataset } from '../../datasets/generated/dataset.ts';
import { type Scaling, standardize } from '../../datasets/standardize.ts';
import type { Feeding } from '../step/plan-feeding.ts';

/** Examples sent to be drawn. */
const MOST_DRAWN = 20_000;

/** [left, right, bottom, top] in units of the data; of a single feature only the first two count. */
export type Extent = readonly [number, number, number, number];

/** The square that points are drawn by hand in. */
const DRAWING: Extent = [-1, 1, -1, 1];

/** Examples to be drawn, in the units of the data. */
export interface DrawnExamples {
  /** [examples, width], row-major. */
  readonly features: Float64Array<ArrayBuffer>;
  /** Class indices or target values. */
  readonly targets: Float64Array<ArrayBuffer>;
}

/** Points spread evenly, [points, features]. */
export interface InputGrid {
  /** In the units of the data. */
  readonly points: Float64Array<ArrayBuffer>;
  /** As they are fed: standardized where the run says so. */
  readonly fed: Float64Array<ArrayBuffer>;
}

/** What pictures of a run show: the square (or interval) around all examples with a margin of a tenth. */
export function inputExtent({ data, dataset, settings }: Feeding): Extent {
  if (settings.dataset.kind === 'points') return DRAWING;
  const parts = [examplesOf(data.training, data.scaling), examplesOf(data.test, data.scaling)];
  return extentOf(
    parts.flatMap((part) => part ?? []),
    dataset.width,
  );
}

/** `side` points along each side of a plane, or along the axis of a single feature; none for more features. */
export function inputGrid({ data, dataset }: Feeding, extent: Extent, side: number): InputGrid {
  const points = gridFeatures(dataset.width, extent, side);
  const fed = points.slice();
  if (data.scaling !== null && fed.length > 0) standardize(fed, data.scaling);
  return { points, fed };
}

/** Examples in the units of the data; null where there is nothing to draw. */
export function examplesOf(dataset: Dataset | null, scaling: Scaling | null): DrawnExamples | null {
  if (dataset === null || dataset.width > 2) return null;
  const count = Math.min(dataset.size, MOST_DRAWN);
  const { width } = dataset;
  const features = Float64Array.from(dataset.features.subarray(0, count * width));
  if (scaling !== null) {
    for (let i = 0; i < features.length; i++) {
      const j = i % width;
      features[i] = features[i] * scaling.deviation[j] + scaling.mean[j];
    }
  }
  return { features, targets: dataset.targets.slice(0, count) };
}

function extentOf(parts: readonly DrawnExamples[], width: number): Extent {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { features } of parts) {
    for (let i = 0; i < features.length; i++) {
      const axis = i % width;
      low[axis] = Math.min(low[axis], features[i]);
      high[axis] = Math.max(high[axis], features[i]);
    }
  }
  const span = Math.max(high[0] - low[0], width > 1 ? high[1] - low[1] : 0, 1e-6) * 1.2;
  const center = [(low[0] + high[0]) / 2, width > 1 ? (low[1] + high[1]) / 2 : 0];
  return [center[0] - span / 2, center[0] + span / 2, center[1] - span / 2, center[1] + span / 2];
}

function gridFeatures(
  width: number,
  [left, right, bottom, top]: Extent,
  side: number,
): Float64Array<ArrayBuffer> {
  if (width === 1) {
    return Float64Array.from({ length: side }, (_, i) => left + ((right - left) * i) / (side - 1));
  }
  if (width !== 2) return new Float64Array(0);
  const features = new Float64Array(side * side * 2);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      features[at] = left + ((right - left) * (column + 0.5)) / side;
      features[at + 1] = bottom + ((top - bottom) * (row + 0.5)) / side;
    }
  }
  return features;
}
