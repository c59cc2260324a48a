/** What is selected, as commands ask for it. */
import type { Place } from '../../graph-core/diagnose/whole-run.ts';
import type { NodeId } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import type { LensTarget } from '../state/look/lens-store.ts';
import { selectionStore } from '../state/look/selection-store.ts';
import {
  firstWithoutNumber,
  questionableNode,
  questionableWire,
} from '../state/results/questionable.ts';
import { runStore } from '../state/results/run-store.ts';

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

/** What asks for an explanation where one node or wire is selected, else the first node that has no number; null for nothing. */
export function questionableSelected(): Place | null {
  const { nodes, edges } = selectionStore.getState();
  const { snapshot } = runStore.getState();
  if (nodes.length === 1) return questionableNode(snapshot, nodes[0]);
  const edge = documentStore.getState().document.edges[edges[0] ?? ''];
  if (edge !== undefined) return questionableWire(snapshot, edges[0], edge.from);
  return firstWithoutNumber(snapshot);
}

/** `act` with the node or the wire where nothing else is selected. */
export function withOnePart(act: (part: LensTarget) => void): (() => void) | null {
  const { nodes, edges } = selectionStore.getState();
  if (nodes.length + edges.length !== 1) return null;
  return nodes.length === 1
    ? () => act({ kind: 'node', node: nodes[0] })
    : () => act({ kind: 'wire', wire: edges[0] });
}
