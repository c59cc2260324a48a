/** A way along the wires, for messages that name it. */
import type { GraphDocument, NodeId } from './document.ts';
import { adjacency } from './topological-order.ts';

/** A shortest way from `start` to `end` along the wires, both included; null where there is none. */
export function wirePath(document: GraphDocument, start: NodeId, end: NodeId): NodeId[] | null {
  if (start === end) return [start];
  const { outgoing } = adjacency(document);
  const cameFrom = new Map<NodeId, NodeId | null>([[start, null]]);
  const queue = [start];
  for (let next = 0; next < queue.length; next++) {
    const id = queue[next];
    for (const edge of outgoing.get(id) ?? []) {
      const { to } = document.edges[edge];
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, id);
      if (to === end) return backFrom(end, cameFrom);
      queue.push(to);
    }
  }
  return null;
}

function backFrom(end: NodeId, cameFrom: ReadonlyMap<NodeId, NodeId | null>): NodeId[] {
  const path: NodeId[] = [];
  for (let id: NodeId | null = end; id !== null; id = cameFrom.get(id) ?? null) path.push(id);
  return path.reverse();
}
