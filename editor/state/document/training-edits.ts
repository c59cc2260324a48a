/** Edits of how the document is trained. */

import type { TrainingSettings } from '../../../graph-core/graph/document.ts';
import { setTraining } from '../../../graph-core/graph/edit.ts';
import { changeDocument, documentStore } from './document-store.ts';
import { shownTraining } from './shown-training.ts';

/** Changes of training settings; undefined takes one away. */
export type TrainingChange = {
  readonly [K in keyof TrainingSettings]?: TrainingSettings[K] | undefined;
};

/** Changes some of the training settings. */
export function changeTraining(change: TrainingChange, gesture?: string): void {
  const { document } = documentStore.getState();
  const current = shownTraining(document);
  if (current === null) return;
  const { loss = current.loss, rate = current.rate, ...rest } = { ...current, ...change };
  const settled = Object.entries(rest).filter(([, value]) => value !== undefined);
  const next: TrainingSettings = { loss, rate, ...Object.fromEntries(settled) };
  // What is suggested is written with the first setting that differs from it.
  if (JSON.stringify({ ...current, ...change }) === JSON.stringify(current)) return;
  changeDocument(
    'Change the training',
    (draft) => setTraining(draft, next),
    gesture === undefined ? {} : { gesture },
  );
}
