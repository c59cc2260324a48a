/** The document with the numbers that are shown, as derivations ask for them. */
import type { ComputedGraph } from '../../graph-core/explain/derivation/computed-graph.ts';
import type { LinePrinting } from '../../graph-core/explain/derivation/print-line.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import type { Snapshot } from '../state/results/run-store.ts';
import { formatNumber } from '../widgets/format-number.ts';

/** What was computed for a document. */
export function shownGraph(document: GraphDocument, snapshot: Snapshot): ComputedGraph {
  const { target, nodes, edges } = snapshot;
  return {
    document,
    target,
    value: (node) => nodes.get(node)?.value,
    gradient: (node) => nodes.get(node)?.gradient ?? null,
    edgeGradient: (edge) => edges.get(edge) ?? null,
  };
}

/** Numbers in formulas as everywhere on the page, with a hyphen that LaTeX makes a minus. */
export const PAGE_PRINTING: LinePrinting = {
  writeNumber: (x) => formatNumber(x).replaceAll('−', '-'),
  forPage: true,
};
