/** What is selected, as commands ask for it. */
import type { NodeId } from '../../graph-core/graph/document.ts';
import type { LensTarget } from '../state/look/lens-store.ts';
import { selectionStore } from '../state/look/selection-store.ts';

/** `act` where a node is selected. */
export function withNodes(act: () => void): (() => void) | null {
  return selectionStore.getState().nodes.length > 0 ? act : null;
}

/** `act` where anything is selected. */
export function withSelection(act: () => void): (() => void) | null {
  const { nodes, edges } = selectionStore.getState();
  return nodes.length + edges.length > 0 ? act : null;
}

/** `act` with the node where just one is selected. */
export function withOneNode(act: (node: NodeId) => void): (() => void) | null {
  const { nodes } = selectionStore.getState();
  return nodes.length === 1 ? () => act(nodes[0]) : null;
}

/** `act` with the node or the wire where nothing else is selected. */
export function withOnePart(act: (part: LensTarget) => void): (() => void) | null {
  const { nodes, edges } = selectionStore.getState();
  if (nodes.length + edges.length !== 1) return null;
  return nodes.length === 1
    ? () => act({ kind: 'node', node: nodes[0] })
    : () => act({ kind: 'wire', wire: edges[0] });
}
