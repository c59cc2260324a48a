/** Training settings that fit a graph which has none: which node is the loss, which input gets what, which data. */
import type { GraphDocument, NodeId, TrainingSettings } from '../graph/document.ts';
import { adjacency, topologicalOrder } from '../graph/topological-order.ts';
import { opDef } from '../ops/registry.ts';
import { inferDocument } from './infer-document.ts';

/**
 * Settings that fit the graph: the target where a loss goes into it, else what the last loss goes into;
 * the input that arrives last is compared with, the other one is fed; data of the right width. Null for a graph with fewer than two inputs.
 */
export function suggestTraining(document: GraphDocument): TrainingSettings | null {
  const wires = adjacency(document);
  const { order, depth } = topologicalOrder(document, wires);
  const last = order[order.length - 1];
  const readers = (id: NodeId): NodeId[] =>
    (wires.outgoing.get(id) ?? []).map((edge) => document.edges[edge].to);
  const inputs = order.filter((id) => document.nodes[id].op === 'input');
  if (last === undefined || inputs.length < 2) return null;
  const losses = order.filter((id) => opDef(document.nodes[id].op)?.doc.category === 'losses');
  const behind = downstream(losses.slice(-1), readers);
  const { target } = document;
  const chosen = target !== undefined && (losses.length === 0 || behind.has(target));
  const loss = chosen ? target : (order.findLast((id) => behind.has(id)) ?? last);

  const arrival = (id: NodeId): number =>
    readers(id).some((reader) => losses.includes(reader))
      ? Number.POSITIVE_INFINITY
      : Math.min(...readers(id).map((reader) => depth.get(reader) ?? 0));
  const used = inputs.filter((id) => readers(id).length > 0);
  const candidates = used.length < 2 ? inputs : used;
  const targets = candidates.reduce((a, b) => (arrival(b) > arrival(a) ? b : a));
  const features = candidates.find((id) => id !== targets);
  if (features === undefined) return null;
  return {
    loss,
    features,
    targets,
    dataset: { ...suggestDataset(document, features, targets), noise: 0.1, seed: 1 },
    rate: 0.1,
    batch: 10,
    seed: 1,
  };
}

/** The nodes given and all that depend on them. */
function downstream(
  ids: readonly NodeId[],
  readers: (id: NodeId) => readonly NodeId[],
): ReadonlySet<NodeId> {
  const reached = new Set(ids);
  // A set visits what is added to it on the way.
  for (const id of reached) for (const reader of readers(id)) reached.add(reader);
  return reached;
}

/** A curve for a single feature, as many classes as there are scores otherwise. */
function suggestDataset(
  document: GraphDocument,
  features: NodeId,
  targets: NodeId,
): { readonly kind: string; readonly size: number } {
  const { nodes } = inferDocument(document);
  const lastSize = (id: NodeId): unknown => nodes.get(id)?.shape.slice(1).at(-1);
  if (lastSize(features) === 1) return { kind: 'sine', size: 100 };
  const edges = Object.values(document.edges);
  const beside = edges
    .filter(
      ({ from, to }) => from !== targets && edges.some((e) => e.from === targets && e.to === to),
    )
    .map(({ from }) => from);
  return beside.some((id) => lastSize(id) === 3)
    ? { kind: 'three-spirals', size: 300 }
    : { kind: 'two-spirals', size: 200 };
}
