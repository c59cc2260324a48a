/** A document that was made rather than drawn, laid out to be read from left to right. */
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { edited, moveNodes } from '../../../graph-core/graph/edit.ts';
import { layoutPositions } from './layout.ts';

/** The document with its nodes where a tidy drawing has them. */
export function laidOut(document: GraphDocument): GraphDocument {
  return edited(document, (draft) => moveNodes(draft, layoutPositions(document)));
}
