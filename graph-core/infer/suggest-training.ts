/**
 * Training settings that fit a graph which has none: which node is the loss and, where the graph takes examples, which
 * input gets what from which data. Nothing is suggested that does not fit.
 */
import type {
  GraphDocument,
  GraphEdge,
  GraphNode,
  NodeId,
  TrainingSettings,
} from '../graph/document.ts';
import { DEFAULT_BATCH, DEFAULT_SHUFFLE_SEED } from '../graph/document.ts';
import { type Adjacency, adjacency, topologicalOrder } from '../graph/topological-order.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { elementCount, isConcrete, type Shape } from '../tensor/shape.ts';
import { type Inference, inferDocument } from './infer-document.ts';
import type { TrainingRoles } from './target-comparison.ts';

/** The rate that small nets begin with. */
const RATE = 0.1;

/** A graph with what is asked about it again and again. */
interface Wiring {
  readonly document: GraphDocument;
  readonly wires: Adjacency;
  readonly order: readonly NodeId[];
  readonly depth: ReadonlyMap<NodeId, number>;
  /** Losses among the operations. */
  readonly losses: readonly NodeId[];
}

/**
 * Settings that fit the graph. The loss is the target where a loss goes into it, else what the last loss goes into, else
 * the last node. Examples are fed where inputs declare a number of rows by name, or the graph cannot be computed without
 * them; otherwise it is trained on its own numbers. Null where no node could be a loss.
 */
export function suggestTraining(document: GraphDocument): TrainingSettings | null {
  const wiring = wiringOf(document);
  const loss = suggestedLoss(wiring);
  if (loss === null) return null;
  const isNumber = isOneNumber(inferDocument(document), loss);
  const inputs = suggestedInputs(wiring);
  if (inputs !== null) {
    const roles = { loss, ...inputs };
    const takesRows = Object.values(inputs).some((id) => hasNames(document.nodes[id]));
    if ((takesRows || !isNumber) && isOneNumber(inferDocument(withRows(document, roles)), loss)) {
      return { ...roles, ...suggestedData(document, inputs), rate: RATE };
    }
  }
  return isNumber ? { loss, rate: RATE } : null;
}

/** The inputs that would get features and targets: what arrives last is compared with. Null for fewer than two inputs. */
export function suggestInputs(
  document: GraphDocument,
): Pick<TrainingRoles, 'features' | 'targets'> | null {
  return suggestedInputs(wiringOf(document));
}

function wiringOf(document: GraphDocument): Wiring {
  const wires = adjacency(document);
  const { order, depth } = topologicalOrder(document, wires);
  const losses = order.filter((id) => opDef(document.nodes[id].op)?.doc.category === 'losses');
  return { document, wires, order, depth, losses };
}

const readersOf = ({ document, wires }: Wiring, id: NodeId): NodeId[] =>
  (wires.outgoing.get(id) ?? []).map((edge) => document.edges[edge].to);

/** Null where nothing is computed. */
function suggestedLoss(wiring: Wiring): NodeId | null {
  const { document, order, losses } = wiring;
  const behind = new Set(losses.slice(-1));
  // A set visits what is added to it on the way.
  for (const id of behind) for (const reader of readersOf(wiring, id)) behind.add(reader);
  const { target } = document;
  const isChosen =
    target !== undefined && order.includes(target) && (losses.length === 0 || behind.has(target));
  const loss = isChosen ? target : (order.findLast((id) => behind.has(id)) ?? order.at(-1));
  if (loss === undefined) return null;
  return opDef(document.nodes[loss].op)?.kind === 'source' ? null : loss;
}

function suggestedInputs(
  wiring: Wiring,
): { readonly features: NodeId; readonly targets: NodeId } | null {
  const { document, order, depth, losses } = wiring;
  const inputs = order.filter((id) => document.nodes[id].op === 'input');
  if (inputs.length < 2) return null;
  const arrival = (id: NodeId): number => {
    const readers = readersOf(wiring, id);
    return readers.some((reader) => losses.includes(reader))
      ? Number.POSITIVE_INFINITY
      : Math.min(...readers.map((reader) => depth.get(reader) ?? 0));
  };
  const used = inputs.filter((id) => readersOf(wiring, id).length > 0);
  const candidates = used.length < 2 ? inputs : used;
  const targets = candidates.reduce((a, b) => (arrival(b) > arrival(a) ? b : a));
  const features = candidates.find((id) => id !== targets);
  return features === undefined ? null : { features, targets };
}

function isOneNumber({ nodes }: Inference, id: NodeId): boolean {
  const shape = nodes.get(id)?.shape;
  return shape !== undefined && isConcrete(shape) && elementCount(shape) === 1;
}

/** What the input declares; null where it declares nothing. */
function declared({ attrs }: GraphNode): Shape | null {
  return Array.isArray(attrs.shape) ? (attrs.shape as Shape) : null;
}

const hasNames = (node: GraphNode): boolean =>
  declared(node)?.some((dim) => typeof dim === 'string') ?? false;

/** The graph with rows of two numbers and their targets fed to inputs that declare nothing else. */
function withRows(document: GraphDocument, roles: TrainingRoles): GraphDocument {
  const { features, targets } = roles;
  const fed = withShape(document, features, declared(document.nodes[features]) ?? ['N', 2]);
  const own = declared(document.nodes[targets]);
  if (own !== null) return withShape(fed, targets, own);
  const { nodes } = inferDocument(fed);
  const beside = comparedWith(document, targets).map(({ from }) => nodes.get(from)?.shape);
  return withShape(fed, targets, beside.find((shape) => shape !== undefined) ?? ['N']);
}

/** The wires beside those of the targets, at the same operations; none where the targets are class indices. */
function comparedWith({ nodes, edges }: GraphDocument, targets: NodeId): readonly GraphEdge[] {
  const wires = Object.values(edges);
  const arrivals = wires.filter(({ from }) => from === targets);
  return wires.filter(({ from, to }) =>
    arrivals.some((own) => {
      if (from === targets || own.to !== to) return false;
      const definition = opDef(nodes[to].op);
      if (definition === null) return false;
      const ports = portsOf(definition, completeAttrs(definition, nodes[to].attrs));
      return !ports.some(({ name, role }) => name === own.port && role === 'index');
    }),
  );
}

function withShape(document: GraphDocument, id: NodeId, shape: Shape): GraphDocument {
  const node = document.nodes[id];
  const fed = { ...node, attrs: { ...node.attrs, value: null, shape } };
  return { ...document, nodes: { ...document.nodes, [id]: fed } };
}

/**
 * A curve for a single feature, as many classes as there are scores for two; nothing where features are more, whose data
 * only a file can have.
 */
function suggestedData(
  document: GraphDocument,
  { features, targets }: Pick<TrainingRoles, 'features' | 'targets'>,
): Pick<TrainingSettings, 'dataset' | 'batch' | 'seed'> {
  const { nodes } = inferDocument(document);
  const width = declared(document.nodes[features])?.slice(1).at(-1);
  if (width !== undefined && width !== 1 && width !== 2) return {};
  const lastSize = (id: NodeId): unknown => nodes.get(id)?.shape.slice(1).at(-1);
  const edges = Object.values(document.edges);
  const beside = edges
    .filter(
      ({ from, to }) => from !== targets && edges.some((e) => e.from === targets && e.to === to),
    )
    .map(({ from }) => from);
  const chosen =
    lastSize(features) === 1
      ? { kind: 'sine', size: 100 }
      : beside.some((id) => lastSize(id) === 3)
        ? { kind: 'three-spirals', size: 300 }
        : { kind: 'two-spirals', size: 200 };
  return {
    dataset: { ...chosen, noise: 0.1, seed: 1 },
    batch: DEFAULT_BATCH,
    seed: DEFAULT_SHUFFLE_SEED,
  };
}
