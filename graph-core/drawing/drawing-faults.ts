/** What a drawing of a graph does wrong, counted: wires through things, things on each other, wires across wires. */

import type { GraphDocument, NodeId, Position } from '../graph/document.ts';
import { type Box, grown, overlaps, shifted } from './box.ts';
import type { Frames } from './document-frames.ts';
import { routeWires, type WireCourse } from './route/route-wires.ts';
import { pointsOf } from './route/smooth-path.ts';

/** Counts of one drawing. */
export interface DrawingFaults {
  /** Pairs of a wire and a node, name or label that it runs through; each named. */
  readonly through: readonly string[];
  /** Pairs of nodes that stand, with names and labels, on each other. */
  readonly overlaps: readonly string[];
  /** Pairs of wires that cross. */
  readonly crossings: number;
  /** Length of all wires, in px. */
  readonly length: number;
}

/** A line that touches what it passes is no fault. */
const TOUCH = 1.5;

/** Where nodes are. */
type PositionOf = (node: NodeId) => Position;

const ownPosition =
  (document: GraphDocument): PositionOf =>
  (node) =>
    document.nodes[node].position;

/** Counts what is wrong with a document as it stands, or as it would with nodes elsewhere. */
export function drawingFaults(
  document: GraphDocument,
  frames: Frames,
  at: PositionOf = ownPosition(document),
): DrawingFaults {
  const wires = wiresOf(document, frames, at);
  return {
    through: throughOf(wires, frames, at),
    overlaps: overlapping(frames, at),
    crossings: crossingsOf(wires),
    length: Math.round(wires.reduce((sum, { points }) => sum + lengthOf(points), 0)),
  };
}

/** The first of the counts alone. */
export const wiresThrough = (
  document: GraphDocument,
  frames: Frames,
  at: PositionOf = ownPosition(document),
): readonly string[] => throughOf(wiresOf(document, frames, at), frames, at);

interface DrawnWire {
  readonly id: string;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly course: WireCourse;
  readonly points: readonly Position[];
}

const wiresOf = (document: GraphDocument, frames: Frames, at: PositionOf): DrawnWire[] =>
  [...routeWires(document, frames, { positionOf: at })].map(([id, course]) => ({
    ...document.edges[id],
    id,
    course,
    points: pointsOf(course.path),
  }));

function throughOf(wires: readonly DrawnWire[], frames: Frames, at: PositionOf): string[] {
  const boxes = [...frames].flatMap(([node, frame]) =>
    frame.boxes.map((box, i) => ({ node, i, box: shifted(box, at(node)) })),
  );
  const through: string[] = [];
  for (const { id, from, to, course, points } of wires) {
    for (const { node, i, box } of boxes) {
      if (isEnd(node, i, { from, to, course }, frames)) continue;
      if (isThrough(points, grown(box, -TOUCH))) through.push(`${id} through ${node}.${i}`);
    }
  }
  return through;
}

/** The outline a wire leaves, the one it goes into, and the label it carries. */
function isEnd(
  node: NodeId,
  box: number,
  { from, to, course }: { from: NodeId; to: NodeId; course: WireCourse },
  frames: Frames,
): boolean {
  if (box === 0) return node === from || node === to;
  return node === to && frames.get(node)?.boxes[box] === course.run.label;
}

function overlapping(frames: Frames, at: (node: NodeId) => Position): string[] {
  const nodes = [...frames].map(([node, { boxes }]) => ({
    node,
    boxes: boxes.map((box) => grown(shifted(box, at(node)), -TOUCH)),
  }));
  const pairs: string[] = [];
  nodes.forEach((a, i) => {
    for (const b of nodes.slice(i + 1)) {
      if (a.boxes.some((p) => b.boxes.some((q) => overlaps(p, q))))
        pairs.push(`${a.node} ${b.node}`);
    }
  });
  return pairs;
}

function isThrough(points: readonly Position[], box: Box): boolean {
  for (let i = 1; i < points.length; i++) if (meetsBox(points[i - 1], points[i], box)) return true;
  return false;
}

/** Whether a straight piece comes into a box (Liang and Barsky 1984). */
function meetsBox(a: Position, b: Position, { left, top, right, bottom }: Box): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let [enter, leave] = [0, 1];
  for (const [p, q] of [
    [-dx, a.x - left],
    [dx, right - a.x],
    [-dy, a.y - top],
    [dy, bottom - a.y],
  ]) {
    if (p === 0) {
      if (q <= 0) return false;
    } else if (p < 0) enter = Math.max(enter, q / p);
    else leave = Math.min(leave, q / p);
  }
  return enter < leave;
}

function crossingsOf(
  wires: readonly { from: NodeId; to: NodeId; points: readonly Position[] }[],
): number {
  let count = 0;
  wires.forEach((a, i) => {
    for (const b of wires.slice(i + 1)) {
      if (a.from === b.from) continue;
      count += crossings(a.points, b.points);
    }
  });
  return count;
}

function crossings(a: readonly Position[], b: readonly Position[]): number {
  let count = 0;
  for (let i = 1; i < a.length; i++) {
    for (let k = 1; k < b.length; k++) if (cross(a[i - 1], a[i], b[k - 1], b[k])) count++;
  }
  return count;
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const side = (p: Position, q: Position, r: Position): number =>
    (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function lengthOf(points: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    sum += Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
  }
  return sum;
}
