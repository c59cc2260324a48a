/** The data sets offered, with the sizes and the noise they start from. */

import { DATASETS } from '../../../../graph-core/datasets/generated/datasets.ts';
import type { DatasetSettings } from '../../../../graph-core/graph/document.ts';

/** A data set in the list. */
export interface DatasetChoice extends Pick<DatasetSettings, 'kind' | 'size' | 'noise'> {
  readonly title: string;
  readonly summary: string;
}

/** Every generated data set. */
const GENERATED: readonly DatasetChoice[] = Object.entries(DATASETS).map(
  ([kind, { title, summary, size, noise }]) => ({
    kind,
    title,
    summary,
    size: size.default,
    noise: noise.default,
  }),
);

/** Every data set: generated ones, points drawn by hand, a file. */
export const DATASET_CHOICES: readonly DatasetChoice[] = [
  ...GENERATED,
  {
    kind: 'points',
    title: 'Points drawn by hand',
    summary: 'Two features, classes by color: draw in the picture.',
    size: 1,
    noise: 0,
  },
  {
    kind: 'file',
    title: 'A file',
    summary: 'A table (CSV), images with labels (IDX as MNIST has, CIFAR-10); drop it anywhere.',
    size: 1000,
    noise: 0,
  },
];
