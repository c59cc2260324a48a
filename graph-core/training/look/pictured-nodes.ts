/** Which nodes can be pictured over the inputs: what they say about an example comes from its features alone. */
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { adjacency, topologicalOrder } from '../../graph/topological-order.ts';
import { flatten } from '../../program/flatten.ts';
import { elementCount } from '../../tensor/shape.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { lossRows } from './loss-rows.ts';

/** Features of an example up to which there are pictures. */
const MOST_FEATURES = 2;

/** Rows that are tried: a size that hardly occurs in graphs. */
const PROBE = 37;

/** A node that can be pictured. */
export interface PicturedNode {
  readonly node: NodeId;
  /** Numbers it has for one example. */
  readonly units: number;
}

/** Those nodes in topological order, the features first; none for more than two features. */
export function picturedNodes(feeding: Feeding): readonly PicturedNode[] {
  const { document, inputs, dataset } = feeding;
  if (dataset.width > MOST_FEATURES || inputs.features === null) return [];
  const told = behind(document, inputs.features);
  const compared: ReadonlySet<NodeId> =
    inputs.targets === null ? new Set() : behind(document, inputs.targets);
  const { program } = flatten(document, batchFeeds(feeding, new Array<number>(PROBE).fill(0)));
  const { rowByRow } = lossRows(feeding);
  return topologicalOrder(document).order.flatMap((node) => {
    if (!told.has(node) || compared.has(node)) return [];
    const value = program.nodes.get(node);
    if (value === undefined) return [];
    const { shape } = program.instructions[value];
    if (shape[0] !== PROBE || !rowByRow(node)) return [];
    return [{ node, units: elementCount(shape) / PROBE }];
  });
}

/** A node and all that can be reached from it. */
function behind(document: GraphDocument, from: NodeId): ReadonlySet<NodeId> {
  const { outgoing } = adjacency(document);
  const reached = new Set([from]);
  // A set that grows is iterated to its end.
  for (const node of reached) {
    for (const edge of outgoing.get(node) ?? []) reached.add(document.edges[edge].to);
  }
  return reached;
}
