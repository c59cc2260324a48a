/**
 * The part of a large graph that React Flow gets: what stands in and around the window. Small graphs are handed
 * over whole. Seen from so far that nodes are outlines, a large graph is painted (`far-painter.ts`) and only what
 * a hand is at is on the page.
 */
import { type Box, overlaps, shifted } from '../../graph-core/drawing/box.ts';
import type { EdgeId, GraphDocument, NodeId, Position } from '../../graph-core/graph/document.ts';
import type { DrawingState } from '../state/look/drawing-store.ts';
import { showsSymbols } from './level-of-detail.ts';

/** Nodes and wires that are on the page. */
export interface GraphPart {
  readonly nodes: ReadonlySet<NodeId>;
  readonly edges: ReadonlySet<EdgeId>;
}

/** Up to so many nodes a graph is handed over whole. */
const SMALL = 300;

/** True for graphs of which React Flow gets a part. */
export const isLarge = ({ nodes }: GraphDocument): boolean => Object.keys(nodes).length > SMALL;

/** What of React Flow's state says what is seen. */
interface Viewed {
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/** The window moves in such parts of its size, so that the part of the graph changes now and then only. */
const STEP = 1 / 2;

/** The surroundings of what is seen, in px of the canvas; null from afar. They stay the same for small moves. */
export function surroundings(view: Viewed): Box | null {
  if (!showsSymbols(view)) return null;
  const { transform, width, height } = view;
  const [x, y, zoom] = transform;
  // The zoom counts in steps as well: of a factor of √2, rounded down to where more is seen.
  const farther = 2 ** (Math.floor(2 * Math.log2(zoom)) / 2);
  const [across, down] = [(STEP * width) / farther, (STEP * height) / farther];
  if (!(across > 0 && down > 0)) return { left: 0, top: 0, right: 0, bottom: 0 };
  const [i, j] = [Math.floor(-x / zoom / across), Math.floor(-y / zoom / down)];
  const reach = 1 / STEP + 2;
  return {
    left: (i - 1) * across,
    top: (j - 1) * down,
    right: (i + reach) * across,
    bottom: (j + reach) * down,
  };
}

/** The nodes in a box with their numbers, the wires that run through it, and the ends of those. */
export function partIn(
  document: GraphDocument,
  { frames, courses, dragged }: DrawingState,
  box: Box,
): GraphPart {
  const nodes = new Set<NodeId>();
  const edges = new Set<EdgeId>();
  for (const [id, { position }] of Object.entries(document.nodes)) {
    const extent = frames.get(id)?.extent;
    if (extent !== undefined && overlaps(shifted(extent, dragged.get(id) ?? position), box)) {
      nodes.add(id);
    }
  }
  for (const [id, course] of courses) {
    const edge = document.edges[id];
    if (edge === undefined || !overlaps(course.extent, box)) continue;
    edges.add(id);
    nodes.add(edge.from).add(edge.to);
  }
  return { nodes, edges };
}

/** The nodes that are there anyway, and the wires that follow what is dragged. */
export function partFromAfar(
  { edges }: GraphDocument,
  { dragged }: DrawingState,
  nodes: Iterable<NodeId>,
): GraphPart {
  const part = { nodes: new Set(nodes), edges: new Set<EdgeId>() };
  if (dragged.size === 0) return part;
  for (const [id, { from, to }] of Object.entries(edges)) {
    if (!dragged.has(from) && !dragged.has(to)) continue;
    part.edges.add(id);
    part.nodes.add(from).add(to);
  }
  return part;
}

/** The node whose outline is at a point; null for none. */
export function nodeAt(
  document: GraphDocument,
  { frames }: DrawingState,
  { x, y }: Position,
): NodeId | null {
  for (const [id, { position }] of Object.entries(document.nodes)) {
    const { width, height } = frames.get(id)?.geometry ?? { width: 0, height: 0 };
    const [right, down] = [x - position.x, y - position.y];
    if (right >= 0 && right <= width && down >= 0 && down <= height) return id;
  }
  return null;
}

/** The nodes whose outlines are inside a box. */
export function nodesWithin(
  document: GraphDocument,
  { frames }: DrawingState,
  box: Box,
): readonly NodeId[] {
  return Object.entries(document.nodes).flatMap(
    ([
      id,
      {
        position: { x, y },
      },
    ]) => {
      const { width, height } = frames.get(id)?.geometry ?? { width: 0, height: 0 };
      const isInside =
        x >= box.left && x + width <= box.right && y >= box.top && y + height <= box.bottom;
      return isInside ? [id] : [];
    },
  );
}
