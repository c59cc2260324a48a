/** Commands on how the document is trained. */
import type {
  GraphDocument,
  NodeId,
  TrainingSettings,
} from '../../../graph-core/graph/document.ts';
import { setAttr, setTraining } from '../../../graph-core/graph/edit.ts';
import { topologicalOrder } from '../../../graph-core/graph/topological-order.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { literalFromTensor } from '../../../graph-core/tensor/tensor.ts';
import { documentStore, execute } from '../document-store.ts';
import { runStore } from '../run-store.ts';
import { notify } from '../view-store.ts';

/** Settings that fit the graph: the last loss, the input it is compared with, the other input. */
export function suggestTraining(document: GraphDocument): TrainingSettings | null {
  const { order } = topologicalOrder(document);
  const inputs = order.filter((id) => document.nodes[id].op === 'input');
  const losses = order.filter((id) => opDef(document.nodes[id].op)?.doc.category === 'losses');
  const last = losses[losses.length - 1] ?? document.target ?? order[order.length - 1];
  if (last === undefined || inputs.length < 2) return null;
  const feedsLoss = new Set(
    Object.values(document.edges)
      .filter(({ to }) => losses.includes(to))
      .map(({ from }) => from),
  );
  const targets = inputs.find((id) => feedsLoss.has(id)) ?? inputs[1];
  const features = inputs.find((id) => id !== targets);
  if (features === undefined) return null;
  return {
    loss: document.target !== undefined && order.includes(document.target) ? document.target : last,
    features,
    targets,
    dataset: { kind: 'two-spirals', size: 200, noise: 0.1, seed: 1 },
    rate: 0.1,
    batch: 10,
    seed: 1,
  };
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
