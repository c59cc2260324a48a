/**
 * Layered layout: columns by longest path, sources moved next to what they feed, rows ordered by
 * barycenters (Sugiyama 1981) and pulled toward the middle of their neighbors. Deterministic.
 */
import type { GraphDocument, NodeId, Position } from '../../../graph-core/graph/document.ts';
import { sortedIds } from '../../../graph-core/graph/ids.ts';
import {
  type Adjacency,
  adjacency,
  topologicalOrder,
} from '../../../graph-core/graph/topological-order.ts';
import { COLUMN_GAP, nodeGeometry, ROW_GAP } from './geometry.ts';

/** Sweeps to the right and back; more change little. */
const SWEEPS = 8;

/**
 * A position for every node, the whole with its top left corner at the origin; nodes on cycles go into a
 * column behind everything else.
 */
export function layoutPositions(document: GraphDocument): ReadonlyMap<NodeId, Position> {
  const wires = adjacency(document);
  const columns = columnsOf(document, wires);
  const center = initialCenters(document, columns);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    const order = forward ? columns : [...columns].reverse();
    for (const column of order) {
      const wanted = new Map(
        column.map((id) => [id, wantedCenter(document, wires, id, forward, center)] as const),
      );
      column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      spread(document, column, wanted, center);
    }
  }
  const topOf = (id: NodeId): number =>
    (center.get(id) ?? 0) - nodeGeometry(document.nodes[id]).height / 2;
  const top = Math.min(...columns.flat().map(topOf));
  const positions = new Map<NodeId, Position>();
  let x = 0;
  for (const column of columns) {
    const width = Math.max(0, ...column.map((id) => nodeGeometry(document.nodes[id]).width));
    for (const id of column) {
      const geometry = nodeGeometry(document.nodes[id]);
      positions.set(id, {
        x: Math.round(x + (width - geometry.width) / 2),
        y: Math.round(topOf(id) - top),
      });
    }
    x += width + COLUMN_GAP;
  }
  return positions;
}

/** Longest path decides the column; a source stands right before the first node it feeds. */
function columnsOf(document: GraphDocument, wires: Adjacency): NodeId[][] {
  const { order, depth } = topologicalOrder(document, wires);
  const column = new Map<NodeId, number>(depth);
  for (const id of order) {
    if ((wires.incoming.get(id) ?? []).length > 0) continue;
    const readers = (wires.outgoing.get(id) ?? []).map(
      (edge) => depth.get(document.edges[edge].to) ?? 1,
    );
    if (readers.length > 0) column.set(id, Math.min(...readers) - 1);
  }
  const last = Math.max(-1, ...column.values());
  for (const id of sortedIds(document.nodes)) if (!column.has(id)) column.set(id, last + 1);
  const columns: NodeId[][] = [];
  for (const [id, at] of column) {
    columns[at] ??= [];
    columns[at].push(id);
  }
  return Array.from(columns, (nodes) => nodes ?? []);
}

/** Starts from where the user put the nodes, so that a tidy graph stays as it is read. */
function initialCenters(
  document: GraphDocument,
  columns: readonly NodeId[][],
): Map<NodeId, number> {
  const center = new Map<NodeId, number>();
  for (const column of columns) {
    column.sort((a, b) => document.nodes[a].position.y - document.nodes[b].position.y);
    spread(document, column, new Map(), center);
  }
  return center;
}

/** Where a node would like to be: level with the ports its neighbors have for it. */
function wantedCenter(
  document: GraphDocument,
  wires: Adjacency,
  id: NodeId,
  fromLeft: boolean,
  center: ReadonlyMap<NodeId, number>,
): number {
  const edges = (fromLeft ? wires.incoming : wires.outgoing).get(id) ?? [];
  if (edges.length === 0) return center.get(id) ?? 0;
  let sum = 0;
  for (const edge of edges) {
    const { from, to, port } = document.edges[edge];
    const geometry = nodeGeometry(document.nodes[to]);
    const at = geometry.inputs.find((input) => input.port.name === port)?.y ?? geometry.height / 2;
    const offset = at - geometry.height / 2;
    sum += fromLeft ? (center.get(from) ?? 0) - offset : (center.get(to) ?? 0) + offset;
  }
  return sum / edges.length;
}

/** Places a column in order, each node as near to its wish as its upper neighbor allows, then centers it. */
function spread(
  document: GraphDocument,
  column: readonly NodeId[],
  wanted: ReadonlyMap<NodeId, number>,
  center: Map<NodeId, number>,
): void {
  let bottom = Number.NEGATIVE_INFINITY;
  let drift = 0;
  for (const id of column) {
    const half = nodeGeometry(document.nodes[id]).height / 2;
    const wish = wanted.get(id) ?? (Number.isFinite(bottom) ? bottom + ROW_GAP + half : half);
    const at = Math.max(wish, bottom + ROW_GAP + half);
    center.set(id, at);
    drift += at - wish;
    bottom = at + half;
  }
  const shift = column.length === 0 ? 0 : drift / column.length;
  for (const id of column) center.set(id, (center.get(id) ?? 0) - shift);
}
