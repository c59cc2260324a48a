/** Laying out the whole graph or what is selected, as one step of the document. */
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
  let positions: Positions;
  try {
    positions =
      some === null
        ? await layoutDocument(document, runElk, room)
        : await layoutAmong(document, some, runElk);
  } catch (error) {
    notify('refused', `the graph could not be laid out: ${String(error)}`, 'try again');
    return;
  }
  // What was opened or drawn meanwhile is not this graph.
  if (documentStore.getState().opened !== opened) return;
  if (documentStore.getState().document.edges !== document.edges) return layOut(chosen);
  if (some === null) fitGraph(positions);
  await glide(positions);
  layOutAt(positions, some === null);
  endDrag();
}

/** A document that was made rather than drawn, with its nodes where a tidy drawing has them. */
export async function laidOut(document: GraphDocument): Promise<GraphDocument> {
  const room = canvasStore.getState().room() ?? undefined;
  const positions = await layoutDocument(document, runElk, room);
  return edited(document, (draft) => moveNodes(draft, positions));
}
