/** Putting a stable form in the place of one whose numbers break. */
import { emptyDocument, type GraphDocument } from '../../../graph-core/graph/document.ts';
import { freeOffset } from '../look/free-place.ts';
import { notify } from '../look/notices.ts';
import { changeDocument, documentStore } from './document-store.ts';

/**
 * Writes a part of the graph anew, as one step: what `repaired` changes of `asked`, the document it was made from. What was
 * edited since then stays.
 */
export function writeAnew(asked: GraphDocument, repaired: GraphDocument, title: string): boolean {
  const next = withRoom(documentStore.getState().document, repaired);
  const isDone = changeDocument(`Write ${title}`, (draft) => {
    for (const key of ['nodes', 'edges'] as const) {
      const [before, made] = [asked[key], next[key]] as const;
      for (const id of Object.keys(before)) if (made[id] === undefined) delete draft[key][id];
      for (const [id, part] of Object.entries(made)) {
        if (JSON.stringify(before[id]) !== JSON.stringify(part)) {
          Object.assign(draft[key], { [id]: part });
        }
      }
    }
  });
  if (isDone) notify('done', 'The graph is written anew', 'Undo brings back what was there.');
  return isDone;
}

/** New nodes stand where nothing else does. */
function withRoom(document: GraphDocument, repaired: GraphDocument): GraphDocument {
  let placed: GraphDocument = { ...repaired, nodes: { ...repaired.nodes } };
  for (const [id, node] of Object.entries(repaired.nodes)) {
    if (document.nodes[id] !== undefined) continue;
    const { [id]: _, ...others } = placed.nodes;
    const part = { ...emptyDocument(), nodes: { [id]: node } };
    const by = freeOffset({ ...placed, nodes: others }, part, null);
    const position = { x: node.position.x + by.x, y: node.position.y + by.y };
    placed = { ...placed, nodes: { ...placed.nodes, [id]: { ...node, position } } };
  }
  return placed;
}
