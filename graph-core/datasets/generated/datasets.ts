/** Every generated data set by name. */
import { blobs } from './blobs.ts';
import { circles } from './circles.ts';
import type { DatasetDef } from './dataset.ts';
import { linearRegression } from './linear-regression.ts';
import { moons } from './moons.ts';
import { separable } from './separable.ts';
import { sine } from './sine-curve.ts';
import { threeSpirals, twoSpirals } from './spirals.ts';
import { xor } from './xor.ts';

/** The data sets, by the name that documents use. */
export const DATASETS: Readonly<Record<string, DatasetDef>> = {
  xor,
  'two-spirals': twoSpirals,
  'three-spirals': threeSpirals,
  circles,
  moons,
  blobs,
  separable,
  sine,
  'linear-regression': linearRegression,
};

/** The data set called `kind`, or null. */
export function datasetDef(kind: string): DatasetDef | null {
  return Object.hasOwn(DATASETS, kind) ? DATASETS[kind] : null;
}
