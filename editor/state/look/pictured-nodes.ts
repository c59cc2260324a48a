/** Nodes whose units stand on the page at present: only those are drawn by the run. */
import { createStore } from 'zustand/vanilla';
import type { NodeId } from '../../../graph-core/graph/document.ts';

/** What of the units is looked at. */
export interface PicturedState {
  /** In order of their keys. */
  readonly nodes: readonly NodeId[];
  /** The node whose units are looked at closely. */
  readonly magnified: NodeId | null;
}

/** The one list. */
export const picturedStore = createStore<PicturedState>(() => ({ nodes: [], magnified: null }));

/** Time in which nodes that come into view and leave it are gathered, in ms. */
const GATHERED = 60;

/** How often a node stands on the page. */
const places = new Map<NodeId, number>();
let isGathering = false;

/** Has the units of a node drawn from now on. Gives the way to stop. */
export function pictureNode(node: NodeId): () => void {
  count(node, 1);
  return () => count(node, -1);
}

/** Looks closely at the units of a node, or at none. */
export function magnifyNode(magnified: NodeId | null): void {
  picturedStore.setState({ magnified });
}

function count(node: NodeId, by: number): void {
  const now = (places.get(node) ?? 0) + by;
  if (now > 0) places.set(node, now);
  else places.delete(node);
  if (isGathering) return;
  isGathering = true;
  setTimeout(() => {
    isGathering = false;
    const nodes = [...places.keys()].sort();
    const before = picturedStore.getState().nodes;
    const isSame = nodes.length === before.length && nodes.every((id, i) => id === before[i]);
    if (!isSame) picturedStore.setState({ nodes });
  }, GATHERED);
}
