/** Commands on how the document is trained. */
import type {
  GraphDocument,
  NodeId,
  TrainingSettings,
} from '../../../graph-core/graph/document.ts';
import { setAttr, setTraining } from '../../../graph-core/graph/edit.ts';
import { adjacency, topologicalOrder } from '../../../graph-core/graph/topological-order.ts';
import { inferDocument } from '../../../graph-core/infer/infer-document.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { literalFromTensor } from '../../../graph-core/tensor/tensor.ts';
import { notify } from '../look/view-store.ts';
import { runStore } from '../results/run-store.ts';
import { documentStore, execute } from './document-store.ts';

/**
 * Settings that fit the graph: the target where a loss goes into it, else what the last loss goes into;
 * the input that arrives last is compared with, the other one is fed; data of the right width.
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
  const found = new Set(ids);
  // A set visits what is added to it on the way.
  for (const id of found) for (const reader of readers(id)) found.add(reader);
  return found;
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

/** Changes some of the training settings. */
export function changeTraining(change: Partial<TrainingSettings>, gesture?: string): void {
  const { document } = documentStore.getState();
  const current = document.training ?? suggestTraining(document);
  if (current === null) return;
  const next = { ...current, ...change };
  if (document.training !== undefined && JSON.stringify(next) === JSON.stringify(current)) return;
  execute(
    'Change the training',
    (draft) => setTraining(draft, next),
    gesture === undefined ? {} : { gesture },
  );
}

/** Elements written into a document at most; larger weights belong into a file of their own. */
const KEPT_ELEMENTS = 20_000;

/** Writes the trained weights into the parameters, as values the run starts from next time. */
export function keepWeights(): void {
  const { training, snapshot } = runStore.getState();
  if (training === null) return;
  const weights = Object.entries(training.latest.parameters) as [NodeId, Float64Array][];
  const elements = weights.reduce((sum, [, data]) => sum + data.length, 0);
  if (elements > KEPT_ELEMENTS) {
    notify(
      'refused',
      `the weights have ${elements} elements, a document holds ${KEPT_ELEMENTS}`,
      'train a smaller network',
    );
    return;
  }
  if (weights.some(([, data]) => data.some((weight) => !Number.isFinite(weight)))) {
    notify(
      'refused',
      'some weights are no numbers any more',
      'rewind and use a smaller learning rate',
    );
    return;
  }
  execute('Keep the trained weights', (draft) => {
    for (const [id, data] of weights) {
      const shape = snapshot.nodes.get(id)?.value.shape;
      if (shape === undefined || draft.nodes[id] === undefined) continue;
      setAttr(draft, id, 'value', literalFromTensor({ shape, data: Float64Array.from(data) }));
      setAttr(draft, id, 'init', 'value');
    }
  });
}
