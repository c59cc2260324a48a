/** The settings a document is trained with. Looking at them writes nothing: what is suggested is only shown. */
import type { GraphDocument, TrainingSettings } from '../../../graph-core/graph/document.ts';
import { suggestTraining } from '../../../graph-core/infer/suggest-training.ts';

/** Suggestions by document: a panel asks many times for one that does not change. */
const suggestions = new WeakMap<GraphDocument, TrainingSettings | null>();

/** The document's own settings or, until one of them is changed, those that fit it; null where nothing trains. */
export function shownTraining(document: GraphDocument): TrainingSettings | null {
  if (document.training !== undefined) return document.training;
  const remembered = suggestions.get(document);
  if (remembered !== undefined) return remembered;
  const suggestion = suggestTraining(document);
  suggestions.set(document, suggestion);
  return suggestion;
}
