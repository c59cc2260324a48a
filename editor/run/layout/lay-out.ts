/** Laying out the whole graph or what is selected, as one step of the document. */
import { documentFrames } from '../../../graph-core/drawing/document-frames.ts';
import { drawingFaults } from '../../../graph-core/drawing/drawing-faults.ts';
import {
  layoutAmong,
  layoutDocument,
  type Positions,
} from '../../../graph-core/drawing/layout/layout.ts';
import type { GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';
import { edited, moveNodes } from '../../../graph-core/graph/edit.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { layOutAt } from '../../state/document/graph-edits.ts';
import { canvasStore, fitGraph } from '../../state/look/canvas-look.ts';
import { endDrag } from '../../state/look/drawing-store.ts';
import { notify } from '../../state/look/notices.ts';
import { runElk } from './elk.ts';
import { glide } from './glide.ts';

/** Lays out these nodes, all when there are less than two. */
export async function layOut(chosen: readonly NodeId[]): Promise<void> {
  const { document, opened } = documentStore.getState();
  const some = chosen.length > 1 ? new Set(chosen) : null;
  const room = canvasStore.getState().room() ?? undefined;
  const positions = await told(
    some === null ? layoutDocument(document, runElk, room) : layoutAmong(document, some, runElk),
  );
  if (positions === null) return;
  // What was opened or drawn meanwhile is not this graph.
  if (documentStore.getState().opened !== opened) return;
  if (documentStore.getState().document.edges !== document.edges) return layOut(chosen);
  if (some === null) fitGraph(positions);
  await glide(positions);
  layOutAt(positions, some === null);
  endDrag();
}

/** A document that was made rather than drawn, with its nodes where a tidy drawing has them; null, which is said, where none can be made. */
export async function laidOut(document: GraphDocument): Promise<GraphDocument | null> {
  const room = canvasStore.getState().room() ?? undefined;
  const positions = await told(layoutDocument(document, runElk, room));
  return positions === null ? null : edited(document, (draft) => moveNodes(draft, positions));
}

/** Nodes up to which a drawing is looked through for what lies on what. */
const MOST_CHECKED = 400;

/**
 * A document that was changed, laid out anew where more lies on each other in it than before: labels have become wider.
 * Null, which is said, where no layout can be made.
 */
export async function cleared(
  before: GraphDocument,
  after: GraphDocument,
): Promise<GraphDocument | null> {
  if (Object.keys(after.nodes).length > MOST_CHECKED) return after;
  const isCrowded = faultCount(after) > faultCount(before);
  return isCrowded ? laidOut(after) : after;
}

function faultCount(document: GraphDocument): number {
  const { overlaps, through } = drawingFaults(document, documentFrames(document));
  return overlaps.length + through.length;
}

/** What a layout gives; null, which is said, where it gives nothing. */
async function told(layout: Promise<Positions>): Promise<Positions | null> {
  try {
    return await layout;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notify(
      'refused',
      `the graph could not be laid out: ${reason}`,
      'Your graph is intact; try again.',
    );
    return null;
  }
}
