/**
 * Where the network meets the targets: the node that predicts, and what the targets were made into on their way
 * there. Between targets and that place nothing is learned, so it is a fixed function of a label.
 */
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type TrainingSettings,
} from '../graph/document.ts';
import { type Adjacency, adjacency } from '../graph/topological-order.ts';
import { changesInTraining, completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';

/** Loss, features and targets of a graph that learns from examples with both. */
export interface TrainingRoles {
  readonly loss: NodeId;
  readonly features: NodeId;
  readonly targets: NodeId;
}

/** The same of settings; null where features or targets are fed to no input. */
export function rolesOf({ loss, features, targets }: TrainingSettings): TrainingRoles | null {
  return features === undefined || targets === undefined ? null : { loss, features, targets };
}

/** Prediction and target, side by side at one operation. */
export interface Comparison {
  /** The input that the targets are fed to. */
  readonly targets: NodeId;
  readonly prediction: NodeId;
  /** The port it arrives at. */
  readonly port: string;
  /** The targets, or what became of them. */
  readonly target: NodeId;
  /** The operation takes what the targets became as class indices. */
  readonly comparesIndices: boolean;
  /** The targets themselves are read as class indices. */
  readonly takesIndices: boolean;
  /** What the operation does with the two: compares them, multiplies them, or something else. */
  readonly relation: 'difference' | 'product' | 'other';
}

/** The comparison that the loss is made of, or in a few words why there is none. */
export function findComparison(
  document: GraphDocument,
  { loss, features, targets }: TrainingRoles,
): Comparison | string {
  const wires = adjacency(document);
  const learned = Object.keys(document.nodes).filter((id) => isLearned(document, id));
  const network = reached(document, wires, [features, ...learned], 'outgoing');
  const fromFeatures = reached(document, wires, [features], 'outgoing');
  const fromTargets = reached(document, wires, [targets], 'outgoing');
  const behindLoss = reached(document, wires, [loss], 'incoming');
  const takesIndices = (wires.outgoing.get(targets) ?? []).some((edge) => isIndex(document, edge));
  const comparisons = new Map<NodeId, Comparison>();
  for (const target of fromTargets) {
    if (network.has(target)) continue;
    for (const arrival of wires.outgoing.get(target) ?? []) {
      const { to } = document.edges[arrival];
      if (!network.has(to) || !behindLoss.has(to)) continue;
      for (const other of wires.incoming.get(to) ?? []) {
        const { from, port } = document.edges[other];
        if (!fromFeatures.has(from) || fromTargets.has(from) || comparisons.has(from)) continue;
        comparisons.set(from, {
          targets,
          prediction: from,
          port,
          target,
          comparesIndices: isIndex(document, arrival),
          takesIndices,
          relation: relationOf(document, to),
        });
        break;
      }
    }
  }
  const label = nodeLabel(document, targets);
  const [first, ...others] = comparisons.values();
  if (first === undefined) return `${label} is compared with nothing that comes from the features`;
  if (others.length === 0) return first;
  const names = [...comparisons.keys()].map((id) => nodeLabel(document, id)).join(', ');
  return `${label} meets the network at ${comparisons.size} places (${names}), and none of them alone is the prediction; one loss operation in their place would tell`;
}

/** Everything that hangs on `from`, one way or the other, and `from`. */
function reached(
  { edges }: GraphDocument,
  wires: Adjacency,
  from: readonly NodeId[],
  way: 'outgoing' | 'incoming',
): ReadonlySet<NodeId> {
  const walked = new Set(from);
  // A set is walked in the order things were added, those added on the way included.
  for (const id of walked) {
    for (const edge of wires[way].get(id) ?? []) {
      walked.add(way === 'outgoing' ? edges[edge].to : edges[edge].from);
    }
  }
  return walked;
}

function isLearned({ nodes }: GraphDocument, id: NodeId): boolean {
  const { op, attrs } = nodes[id];
  return changesInTraining(opDef(op), attrs);
}

function isIndex({ edges, nodes }: GraphDocument, edge: string): boolean {
  const { to, port } = edges[edge];
  const definition = opDef(nodes[to].op);
  if (definition === null) return false;
  const ports = portsOf(definition, completeAttrs(definition, nodes[to].attrs));
  return ports.some(({ name, role }) => name === port && role === 'index');
}

function relationOf({ nodes }: GraphDocument, id: NodeId): Comparison['relation'] {
  const definition = opDef(nodes[id].op);
  if (definition?.doc.category === 'losses') return 'difference';
  if (definition?.kind !== 'primitive' || definition.lower.kind !== 'map') return 'other';
  const { expression } = definition.lower;
  if (expression.kind !== 'binary') return 'other';
  if (expression.fn === 'multiply') return 'product';
  return expression.fn === 'subtract' ? 'difference' : 'other';
}
