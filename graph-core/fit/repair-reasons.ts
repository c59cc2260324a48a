/** What a repaired graph has that the one before it had not, change by change, with the reasons. */
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type TrainingSettings,
} from '../graph/document.ts';
import { topologicalOrder } from '../graph/topological-order.ts';
import { inferDocument } from '../infer/infer-document.ts';
import { findComparison, type TrainingRoles } from '../infer/target-comparison.ts';
import { opDef } from '../ops/registry.ts';
import { elementCount, formatShape, isConcrete } from '../tensor/shape.ts';
import { parameterShape } from './axis-search.ts';
import { scoreCount } from './fed-graph.ts';
import type { TableNeeds } from './table-needs.ts';

/** One change, in words. */
export interface Repair {
  /** Null for the way it is trained. */
  readonly node: NodeId | null;
  /** `W1 [8, 2] → [8, 4]` */
  readonly change: string;
  /** Why, to be read after `because`. */
  readonly because: string;
  /** Numbers of its own that it would lose; 0 for most. */
  readonly loses: number;
}

/** Settings whose features and targets are known. */
export type FedSettings = TrainingSettings & TrainingRoles;

/** What differs between two documents, node by node, in words. */
export function repairsOf(
  before: GraphDocument,
  after: GraphDocument,
  { settings, needs }: { readonly settings: FedSettings; readonly needs: TableNeeds },
): readonly Repair[] {
  const because = reasons(before, settings, needs);
  return readingOrder(after, settings).flatMap((id) => {
    const [old, { op, attrs }] = [before.nodes[id], after.nodes[id]];
    if (old.op === op && JSON.stringify(old.attrs) === JSON.stringify(attrs)) return [];
    const label = nodeLabel(before, id);
    const [from, to] = [shapeOf(before, id), shapeOf(after, id)];
    const own = parameterShape(before, id);
    const drawn = typeof old.attrs.init === 'string' && old.attrs.init !== 'value';
    return [
      {
        node: id,
        change:
          old.op !== op
            ? `${label}: ${titleOf(old.op)} → ${titleOf(op)}`
            : from === to
              ? `${label} ${to}: other rows to look at`
              : `${label} ${from} → ${to}`,
        because:
          old.op === op && from === to
            ? `its rows are those of ${needs.title}`
            : because(id, own, parameterShape(after, id)),
        loses: own === null || drawn ? 0 : elementCount(own),
      },
    ];
  });
}

/** From the features to the loss, each weight before what it goes into, the targets beside the loss. */
function readingOrder(document: GraphDocument, { features }: FedSettings): readonly NodeId[] {
  const { order, depth } = topologicalOrder(document);
  const place = new Map(order.map((id) => [id, depth.get(id) ?? 0]));
  for (const id of order) {
    const readers = Object.values(document.edges).filter(({ from }) => from === id);
    if (depth.get(id) !== 0 || readers.length === 0) continue;
    place.set(id, Math.min(...readers.map(({ to }) => depth.get(to) ?? 0)) - 0.5);
  }
  place.set(features, -1);
  return [...order].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** Why a node changes. */
function reasons(before: GraphDocument, settings: FedSettings, needs: TableNeeds) {
  const widths = widthsBefore(before, settings);
  const { features, classes, title } = needs;
  const target = needs.target?.name ?? 'the label';
  const incoming = `${title} has ${features} ${features === 1 ? 'feature' : 'features'}`;
  const outgoing = classes === null ? `${target} is a number` : `${target} has ${classes} classes`;
  return (id: NodeId, from: readonly number[] | null, to: readonly number[] | null): string => {
    if (id === settings.features) return incoming;
    const axis = from?.findIndex((size, at) => size !== to?.[at]) ?? -1;
    const pair = axis < 0 ? [] : [from?.[axis], to?.[axis]];
    const isOf = (one: number | null, other: number): boolean =>
      pair[0] === one && pair[1] === other;
    const ofFeatures = isOf(widths.features, features);
    const ofScores = isOf(widths.scores, classes ?? 1);
    if (ofFeatures && ofScores) return `${incoming}, and ${outgoing}`;
    return ofFeatures ? incoming : outgoing;
  };
}

const titleOf = (op: string): string => (opDef(op)?.doc.title ?? op).toLowerCase();

function shapeOf(document: GraphDocument, id: NodeId): string {
  const shape = inferDocument({
    ...document,
    nodes: { [id]: document.nodes[id] },
    edges: {},
  }).nodes.get(id)?.shape;
  return shape === undefined ? '[?]' : formatShape(shape);
}

/** Features and scores a row has now; null where a size has a name, or is not known. */
export function widthsBefore(document: GraphDocument, settings: FedSettings) {
  const { nodes } = inferDocument(document);
  const comparison = findComparison(document, settings);
  const features = nodes.get(settings.features)?.shape.slice(1) ?? [];
  const predicted = typeof comparison === 'string' ? null : nodes.get(comparison.prediction);
  return {
    features: isConcrete(features) ? elementCount(features) : null,
    scores:
      predicted == null || typeof comparison === 'string'
        ? null
        : scoreCount(predicted.shape, comparison.takesIndices),
  };
}
