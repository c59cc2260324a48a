/** Data sets: examples as numbers, generated with a seed. */
import { RandomStream } from '../../tensor/random.ts';

/** Examples, row-major. */
export interface Dataset {
  /** Number of examples. */
  readonly size: number;
  /** Features per example. */
  readonly width: number;
  /** Number of classes, or null when the targets are numbers to be fitted. */
  readonly classes: number | null;
  /** [size, width]. */
  readonly features: Float64Array<ArrayBuffer>;
  /** [size]: class indices, or values. */
  readonly targets: Float64Array<ArrayBuffer>;
}

/** How to make a data set. */
export interface DatasetOptions {
  readonly size: number;
  /** Standard deviation of the noise, in units of the data. */
  readonly noise: number;
  readonly seed: number;
}

/** A family of generated data sets. */
export interface DatasetDef {
  readonly title: string;
  /** One sentence on what is particular about it. */
  readonly summary: string;
  readonly width: number;
  readonly classes: number | null;
  readonly defaults: { readonly size: number; readonly noise: number };
  readonly generate: (options: DatasetOptions) => Dataset;
}

/** Fills a classification set: example i belongs to class i mod `classes`. */
export function classified(
  { size, seed }: DatasetOptions,
  classes: number,
  place: (label: number, rank: number, draw: RandomStream) => readonly [number, number],
): Dataset {
  const draw = new RandomStream(seed, 'dataset');
  const features = new Float64Array(size * 2);
  const targets = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const label = i % classes;
    const [x, y] = place(label, Math.floor(i / classes), draw);
    features[2 * i] = x;
    features[2 * i + 1] = y;
    targets[i] = label;
  }
  return { size, width: 2, classes, features, targets };
}
