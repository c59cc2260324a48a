/** Data sets: examples as numbers, generated with a seed. */
import { RandomStream } from '../../tensor/random.ts';

/** Row-major numbers: doubles where they are few, floats where a file holds millions. */
export type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Examples, row-major. */
export interface Dataset {
  /** Number of examples. */
  readonly size: number;
  /** Features per example. */
  readonly width: number;
  /** Number of classes, or null when the targets are numbers to be fitted. */
  readonly classes: number | null;
  /** [size, width]. */
  readonly features: Numbers;
  /** [size]: class indices, or values. */
  readonly targets: Float64Array<ArrayBuffer>;
}

/** How to make a data set. */
export interface DatasetOptions {
  readonly size: number;
  /** Standard deviation of the noise, in units of the data. */
  readonly noise: number;
  readonly seed: number;
  /** What the set has besides, by name; complete, see `completeOptions`. */
  readonly values?: Readonly<Record<string, number>>;
}

/** A number that a set has besides size, noise and seed. */
export interface DatasetOptionDef {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
}

/** A family of generated data sets. */
export interface DatasetDef {
  readonly title: string;
  /** One sentence on what is particular about it. */
  readonly summary: string;
  readonly classes: number | null;
  readonly defaults: { readonly size: number; readonly noise: number };
  readonly options?: Readonly<Record<string, DatasetOptionDef>>;
  readonly generate: (options: DatasetOptions) => Dataset;
}

/** Every option of `definition`: what is given, within its bounds, and the default of what is not. */
export function completeOptions(
  definition: DatasetDef,
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const complete: Record<string, number> = {};
  for (const [name, { min, max, step, default: usual }] of Object.entries(
    definition.options ?? {},
  )) {
    const wanted = Object.hasOwn(given, name) ? given[name] : usual;
    const whole = Number.isInteger(step) ? Math.round(wanted) : wanted;
    complete[name] = Math.max(min, Math.min(max, whole));
  }
  return complete;
}

/** Fills a classification set of the plane: example i belongs to class i mod `classes`. */
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
