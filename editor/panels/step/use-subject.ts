/** Which number is spoken of: that of the one node or wire that is selected, else that of the step at hand. */
import { useStore } from 'zustand';
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { EdgeId, GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { type Selection, selectionStore } from '../../state/look/selection-store.ts';
import { runStore, type Snapshot } from '../../state/results/run-store.ts';
import { stepsDone } from '../../state/results/selectors.ts';

/** A node, or one use of it. */
export interface Subject {
  readonly node: NodeId;
  readonly edge?: EdgeId;
}

/** The number that is spoken of; null where there is none, as in an empty graph. */
export function useSubject(): Subject | null {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const selection = useStore(selectionStore);
  const done = useStore(modeStore, (state) => stepsDone(state, snapshot));
  return subjectOf(document, snapshot, { selection, step: snapshot.steps[done - 1] });
}

function subjectOf(
  document: GraphDocument,
  { nodes, target }: Snapshot,
  { selection, step }: { readonly selection: Selection; readonly step: TraceStep | undefined },
): Subject | null {
  const [node] = selection.nodes;
  const [edge] = selection.edges;
  const isSingle = selection.nodes.length + selection.edges.length === 1;
  if (isSingle && node !== undefined && nodes.has(node)) return { node };
  const wire = isSingle && edge !== undefined ? document.edges[edge] : undefined;
  if (wire !== undefined && nodes.has(wire.from)) {
    // The only use of a node is the node.
    const uses = Object.values(document.edges).filter(({ from }) => from === wire.from);
    return uses.length === 1 ? { node: wire.from } : { node: wire.from, edge };
  }
  if (step !== undefined && document.nodes[step.node] !== undefined) {
    return step.kind === 'wire' ? { node: step.source } : { node: step.node };
  }
  return target === null ? null : { node: target };
}
