/** The data sets offered, with the sizes and the noise they start from. */
import type { DatasetSettings } from '../../../graph-core/graph/document.ts';
import { DATASETS } from '../../../graph-core/training/datasets/registry.ts';

/** A data set in the list. */
export interface DatasetChoice extends Pick<DatasetSettings, 'kind' | 'size' | 'noise'> {
  readonly title: string;
}

/** Every generated data set. */
export const DATASET_CHOICES: readonly DatasetChoice[] = Object.entries(DATASETS).map(
  ([kind, { title, defaults }]) => ({ kind, title, ...defaults }),
);
