/** Which step of training is stepped through: whose numbers the wires show, and whether an update follows. */
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { shownTraining } from '../document/shown-training.ts';
import type { ModeState } from './mode-store.ts';

/**
 * Updates made before the step that is looked at; null where the graph is looked at with its own numbers and nothing is
 * updated. A graph that is trained on its own numbers begins with its first step by itself.
 */
export function steppedIteration(
  document: GraphDocument,
  { mode, iteration }: Pick<ModeState, 'mode' | 'iteration'>,
): number | null {
  if (mode !== 'step') return null;
  const training = shownTraining(document);
  if (training === null) return null;
  // What is updated follows the gradients of the loss.
  if (document.target !== undefined && document.target !== training.loss) return null;
  return iteration ?? (training.dataset === undefined ? 0 : null);
}

/** True where steps of training are on other rows than those that stand in the graph. */
export function hasBatches(document: GraphDocument): boolean {
  const training = shownTraining(document);
  const isLoss = document.target === undefined || document.target === training?.loss;
  return training?.dataset !== undefined && isLoss;
}

/** The document with the settings it is trained with, for what computes a step of it. */
export function trainedDocument(document: GraphDocument): GraphDocument {
  const training = shownTraining(document);
  return document.training !== undefined || training === null
    ? document
    : { ...document, training };
}
