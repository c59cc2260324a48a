/** Edits of how the document is trained. */

import type { NodeId, TrainingSettings } from '../../../graph-core/graph/document.ts';
import { setTraining, setWeights, weightsFault } from '../../../graph-core/graph/edit.ts';
import { MAX_EDITED_WEIGHTS } from '../../../graph-core/graph/limits.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { notify } from '../look/notices.ts';
import { runStore } from '../results/run-store.ts';
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

/** Writes the trained weights into the parameters, as values the run starts from next time. */
export function keepWeights(): void {
  const { training, snapshot } = runStore.getState();
  if (training === null) return;
  const weights = new Map<NodeId, Tensor>();
  for (const [id, data] of Object.entries(training.latest.parameters)) {
    const shape = snapshot.nodes.get(id)?.value.shape;
    if (shape !== undefined) weights.set(id, { shape, data });
  }
  const fault = weightsFault(weights.values(), MAX_EDITED_WEIGHTS);
  if (fault !== null) notify('refused', fault.message, fault.hint);
  else changeDocument('Keep the trained weights', (draft) => setWeights(draft, weights));
}
