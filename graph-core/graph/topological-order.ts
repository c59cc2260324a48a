/**
 * Topological order of a document: by depth (longest path from a source), then by key, so it depends
 * neither on key order nor on the layout. No recursion: a chain of 10,000 nodes is ordinary.
 */
import { compareIds, type EdgeId, type GraphDocument, type NodeId } from './document.ts';

/** The wires into and out of each node, sorted by key. */
export interface Adjacency {
  readonly incoming: ReadonlyMap<NodeId, readonly EdgeId[]>;
  readonly outgoing: ReadonlyMap<NodeId, readonly EdgeId[]>;
}

/** Wires whose two ends exist, by node. */
export function adjacency(document: GraphDocument): Adjacency {
  const incoming = new Map<NodeId, EdgeId[]>();
  const outgoing = new Map<NodeId, EdgeId[]>();
  for (const id of Object.keys(document.nodes)) {
    incoming.set(id, []);
    outgoing.set(id, []);
  }
  for (const id of Object.keys(document.edges).sort(compareIds)) {
    const edge = document.edges[id];
    const into = incoming.get(edge.to);
    const outOf = outgoing.get(edge.from);
    if (into === undefined || outOf === undefined) continue;
    into.push(id);
    outOf.push(id);
  }
  return { incoming, outgoing };
}

/** Nodes in an order in which every input comes first, and the nodes that lie on or behind a cycle. */
export interface TopologicalOrder {
  readonly order: readonly NodeId[];
  /** Longest path from a source, in wires. */
  readonly depth: ReadonlyMap<NodeId, number>;
  /** Nodes on a cycle. */
  readonly cyclic: readonly NodeId[];
}

/** Kahn's algorithm (1962) by layers. Nodes behind a cycle are in neither `order` nor `cyclic`. */
export function topologicalOrder(
  document: GraphDocument,
  wires: Adjacency = adjacency(document),
): TopologicalOrder {
  const waiting = new Map<NodeId, number>();
  let layer: NodeId[] = [];
  for (const [id, edges] of wires.incoming) {
    waiting.set(id, edges.length);
    if (edges.length === 0) layer.push(id);
  }
  const order: NodeId[] = [];
  const depth = new Map<NodeId, number>();
  for (let level = 0; layer.length > 0; level++) {
    layer.sort(compareIds);
    const next: NodeId[] = [];
    for (const id of layer) {
      order.push(id);
      depth.set(id, level);
      for (const edge of wires.outgoing.get(id) ?? []) {
        const to = document.edges[edge].to;
        const left = (waiting.get(to) ?? 0) - 1;
        waiting.set(to, left);
        if (left === 0) next.push(to);
      }
    }
    layer = next;
  }
  const cyclic = order.length === waiting.size ? [] : nodesOnCycles(document, wires, depth);
  return { order, depth, cyclic };
}

/** Of the nodes Kahn left over, those from which one gets back to itself: peel off the ends. */
function nodesOnCycles(
  document: GraphDocument,
  wires: Adjacency,
  ordered: ReadonlyMap<NodeId, number>,
): NodeId[] {
  const left = new Map<NodeId, number>();
  for (const [id, edges] of wires.outgoing) {
    if (!ordered.has(id)) left.set(id, edges.length);
  }
  const ends = [...left].filter(([, count]) => count === 0).map(([id]) => id);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    left.delete(end);
    for (const edge of wires.incoming.get(end) ?? []) {
      const from = document.edges[edge].from;
      const count = left.get(from);
      if (count === undefined) continue;
      left.set(from, count - 1);
      if (count === 1) ends.push(from);
    }
  }
  return [...left.keys()].sort(compareIds);
}
