/** Positions for nodes that have none: columns by depth, rows by order. Plain, stable, good enough to read. */
import { compareIds, type GraphDocument, type NodeId, type Position } from './document.ts';
import { topologicalOrder } from './topological-order.ts';

/** px between neighbors. */
const COLUMN = 180;
const ROW = 110;

/** A position for each of `ids`, to the right of what it depends on; the other nodes stay. */
export function placeNodes(
  document: GraphDocument,
  ids: readonly NodeId[],
): ReadonlyMap<NodeId, Position> {
  const { depth } = topologicalOrder(document);
  const rows = new Map<number, number>();
  const positions = new Map<NodeId, Position>();
  for (const id of [...ids].sort(compareIds)) {
    const column = depth.get(id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    positions.set(id, { x: column * COLUMN, y: row * ROW });
  }
  return positions;
}
