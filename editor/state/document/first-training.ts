/** Edits of a graph that does not train yet: a loss, and something that changes. */
import { type NodeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { setTraining } from '../../../graph-core/graph/edit.ts';
import { makeTrainable } from '../../../graph-core/infer/trainable-sources.ts';
import { changeDocument, documentStore } from './document-store.ts';

/** The rate of a graph that had none. */
const FIRST_RATE = 0.1;

/** `x`, `x and y`, `x, y, and z`. */
const listed = (names: readonly string[]): string => new Intl.ListFormat('en').format(names);

/** Makes a node the loss, of a graph that had none. */
export function chooseLoss(loss: NodeId): void {
  const { document } = documentStore.getState();
  changeDocument(`Train ${nodeLabel(document, loss)}`, (draft) => {
    setTraining(draft, { loss, rate: FIRST_RATE });
  });
}

/** Makes parameters of inputs, or of parameters that were frozen, with the numbers they have. */
export function trainSources(ids: readonly NodeId[]): void {
  const { document } = documentStore.getState();
  changeDocument(`Make ${listed(ids.map((id) => nodeLabel(document, id)))} trainable`, (draft) =>
    makeTrainable(draft, ids),
  );
}
