/** Data sets: examples as numbers, generated with a seed. */
import { MAX_DATA_OPTION, MAX_EXAMPLES } from '../../graph/limits.ts';
import { type NumberSetting, type SettingValues, setting } from '../../settings/setting.ts';
import { MAX_SEED, RandomStream } from '../../tensor/random.ts';

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

/** Numbers that a set has besides size, noise and seed. */
type Own = Readonly<Record<string, NumberSetting>>;

/** How to make a data set. */
export interface DatasetOptions<S extends Own = Own> {
  readonly size: number;
  /** Standard deviation of the noise, in units of the data. */
  readonly noise: number;
  readonly seed: number;
  /** What the set has besides, by name: all of it. */
  readonly values: SettingValues<S>;
}

/** A family of generated data sets. */
export interface DatasetDef<S extends Own = Own> {
  readonly title: string;
  /** One sentence on what is particular about it. */
  readonly summary: string;
  readonly classes: number | null;
  /** Examples to begin with. */
  readonly size: NumberSetting;
  /** Noise to begin with. */
  readonly noise: NumberSetting;
  /** What it has besides. */
  readonly options: S;
  generate(options: DatasetOptions<S>): Dataset;
}

/** States the type of a record's options. */
export const dataset = <const S extends Own>(def: DatasetDef<S>): DatasetDef<S> => def;

/** How many examples there are. */
export const sizeSetting = (count: number): NumberSetting =>
  setting.integer(count, 'How many examples there are.', {
    title: 'examples',
    min: 1,
    max: MAX_EXAMPLES,
    step: 1,
  });

/** How much chance moves the examples. */
export const noiseSetting = (deviation: number): NumberSetting =>
  setting.number(deviation, 'Standard deviation of what chance adds.', {
    min: 0,
    max: MAX_DATA_OPTION,
    step: 0.01,
  });

/** What the noise, samples and the examples held out are drawn from. */
export const DATA_SEED = setting.integer(1, 'Another seed draws other examples.', {
  title: 'data seed',
  min: 0,
  max: MAX_SEED,
  step: 1,
});

/** Fills a classification set of the plane: example i belongs to class i mod `classes`. */
export function classified(
  { size, seed }: Pick<DatasetOptions, 'size' | 'seed'>,
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
