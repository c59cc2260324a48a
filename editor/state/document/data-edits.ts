/** Edits of the data that a document is trained with. */

import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';
import { mostRows } from '../../../graph-core/fit/table-needs.ts';
import type {
  DataFileSettings,
  DatasetSettings,
  DrawnPoint,
} from '../../../graph-core/graph/document.ts';
import { setAttr } from '../../../graph-core/graph/edit.ts';
import { MAX_DRAWN_POINTS } from '../../../graph-core/graph/limits.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { suggestInputs } from '../../../graph-core/infer/suggest-training.ts';
import { notify } from '../look/notices.ts';
import { changeDocument, documentStore } from './document-store.ts';
import { shownTraining } from './shown-training.ts';
import { changeTraining } from './training-edits.ts';

/**
 * Trains on a file as it is said to be read: with the settings it had, when the document names the same contents.
 * False, which is said, when the graph has nothing to feed.
 */
export function chooseDataFile(file: DataFileSettings, summary: TableSummary): boolean {
  const { document } = documentStore.getState();
  const training = shownTraining(document);
  const dataset = training?.dataset;
  if (training === null || (dataset === undefined && suggestInputs(document) === null)) {
    notify(
      'refused',
      `${file.name} has nothing to go to: the graph has no two inputs`,
      'add an input for the features and one for the targets',
    );
    return false;
  }
  const before = dataset?.file;
  if (dataset?.kind === 'file' && before?.hash === file.hash) {
    notify('done', `${file.name} is here again`);
    return true;
  }
  chooseDataset({
    ...(dataset ?? { seed: 1 }),
    kind: 'file',
    size: mostExamples(summary),
    noise: 0,
    testShare: dataset?.testShare ?? 0.2,
    standardize: summary.kind === 'columns',
    file,
  });
  const other = dataset?.kind === 'file' && before !== undefined;
  notify(
    'done',
    other
      ? `${file.name} has taken the place of ${before.name}`
      : `${file.name} is the data set now`,
    other ? 'Its contents are others; undo brings the old settings back.' : '',
  );
  return true;
}

/** As many rows of a table as can be used at once. */
export function mostExamples({ rows, features }: TableSummary): number {
  return mostRows(rows, features);
}

/** Learns from a data set from now on; inputs that are not yet chosen are those that suit. Null: from the graph's own numbers. */
export function chooseDataset(dataset: DatasetSettings | null): void {
  const { document } = documentStore.getState();
  const training = shownTraining(document);
  if (dataset === null) changeTraining({ dataset: undefined });
  else if (training?.features !== undefined || training?.targets !== undefined) {
    changeTraining({ dataset });
  } else changeTraining({ ...suggestInputs(document), dataset });
}

/** Changes some of the settings of the data. */
export function changeDataset(change: Partial<DatasetSettings>, gesture?: string): void {
  const { document } = documentStore.getState();
  const dataset = shownTraining(document)?.dataset;
  if (dataset !== undefined) changeTraining({ dataset: { ...dataset, ...change } }, gesture);
}

/** Changes of a data file's settings; undefined takes one away. */
export type DataFileChange = {
  readonly [K in keyof DataFileSettings]?: DataFileSettings[K] | undefined;
};

/** Changes how the file is read and what is done with its columns. */
export function changeDataFile(change: DataFileChange): void {
  const file = documentStore.getState().document.training?.dataset?.file;
  if (file === undefined) return;
  const { name = file.name, hash = file.hash, ...rest } = { ...file, ...change };
  const settled = Object.entries(rest).filter(([, value]) => value !== undefined);
  changeDataset({ file: { name, hash, ...Object.fromEntries(settled) } });
}

/** Replaces the points drawn by hand; those of one gesture are one step back. */
export function replaceDrawnPoints(points: readonly DrawnPoint[], gesture?: string): void {
  if (points.length > MAX_DRAWN_POINTS) {
    notify(
      'refused',
      `${points.length} points, a document holds ${MAX_DRAWN_POINTS}`,
      'erase some',
    );
    return;
  }
  changeDataset({ points }, gesture);
}

/** Does the repair that a problem offers. */
export function repairProblem({ node, repair }: Problem): void {
  if (node === undefined || repair === undefined) return;
  changeDocument(`Change ${repair.attr}`, (draft) => {
    setAttr(draft, node, repair.attr, repair.value);
  });
}
