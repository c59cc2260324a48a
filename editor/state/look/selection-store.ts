/** What is selected on the canvas. Never saved in the document. */
import { createStore } from 'zustand/vanilla';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';

/** Selected nodes and wires. */
export interface Selection {
  readonly nodes: readonly NodeId[];
  readonly edges: readonly EdgeId[];
}

/** Nothing selected. */
export const NO_SELECTION: Selection = { nodes: [], edges: [] };

/** The one selection. */
export const selectionStore = createStore<Selection>(() => NO_SELECTION);

/** Selects this and nothing else. */
export function select(selection: Selection): void {
  selectionStore.setState(selection, true);
}

/** Selects one node and nothing else. */
export function selectNode(node: NodeId): void {
  select({ nodes: [node], edges: [] });
}
