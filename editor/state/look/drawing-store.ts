/**
 * The drawing of the document: what stands around each node, and the ways of the wires. Follows the document by
 * itself once it was started; while nodes are dragged it follows them too.
 */
import { createStore } from 'zustand/vanilla';
import { around, type Box, shifted } from '../../../graph-core/drawing/box.ts';
import { DocumentFrames, type Frames } from '../../../graph-core/drawing/document-frames.ts';
import { routeWires, type WireCourse } from '../../../graph-core/drawing/route/route-wires.ts';
import { pointsOf } from '../../../graph-core/drawing/route/smooth-path.ts';
import type {
  EdgeId,
  GraphDocument,
  NodeId,
  Position,
} from '../../../graph-core/graph/document.ts';
import { documentStore } from '../document/document-store.ts';

/** State of the drawing. */
export interface DrawingState {
  readonly frames: Frames;
  readonly courses: ReadonlyMap<EdgeId, WireCourse>;
  /** Where nodes are for as long as they are dragged. */
  readonly dragged: ReadonlyMap<NodeId, Position>;
}

const NOWHERE: ReadonlyMap<NodeId, Position> = new Map();

/** The one drawing. */
export const drawingStore = createStore<DrawingState>(() => ({
  frames: new Map(),
  courses: new Map(),
  dragged: NOWHERE,
}));

/** In larger graphs wires at which nothing is dragged stay until it is put down. */
const SMALL = 200;

const framed = new DocumentFrames();
let drawn: GraphDocument | null = null;

/** Draws on every change of the document from now on. Gives the way to stop. */
export function followDocument(): () => void {
  draw();
  return documentStore.subscribe(draw);
}

/** Nodes follow the pointer. */
export function dragNodes(dragged: ReadonlyMap<NodeId, Position>): void {
  const { document } = documentStore.getState();
  const { frames, courses, dragged: before } = drawingStore.getState();
  const moved = new Set([...dragged.keys(), ...before.keys()]);
  const keeps = courses.size > SMALL && dragged.size > 0;
  const positionOf = (node: NodeId): Position => dragged.get(node) ?? document.nodes[node].position;
  const routing = keeps ? { positionOf, before: courses, moved } : { positionOf };
  drawingStore.setState({ dragged, courses: routeWires(document, frames, routing) });
}

/** Nodes are put down: they are where the document says. */
export function endDrag(): void {
  if (drawingStore.getState().dragged.size > 0) dragNodes(NOWHERE);
}

/** Around all nodes with their names and numbers, and all wires, where they are or will be; null for an empty canvas. */
export function drawnExtent(positions: ReadonlyMap<NodeId, Position> | null): Box | null {
  const { document } = documentStore.getState();
  const { frames, courses: drawnCourses } = drawingStore.getState();
  const positionOf = (id: NodeId): Position => positions?.get(id) ?? document.nodes[id].position;
  const courses = positions === null ? drawnCourses : routeWires(document, frames, { positionOf });
  const nodes = [...frames].flatMap(([id, { extent }]) =>
    document.nodes[id] === undefined ? [] : [shifted(extent, positionOf(id))],
  );
  const wires = [...courses.values()].flatMap(({ path }) =>
    pointsOf(path, 2).map(({ x, y }) => ({ left: x, top: y, right: x, bottom: y })),
  );
  return around([...nodes, ...wires]);
}

function draw(): void {
  const { document } = documentStore.getState();
  if (document === drawn) return;
  const before = drawn;
  drawn = document;
  const frames = framed.of(document);
  const { frames: framesBefore, courses } = drawingStore.getState();
  if (before !== null && frames === framesBefore && areWiresAlike(before, document)) return;
  drawingStore.setState({ frames, courses: after(courses, routeWires(document, frames)) });
}

/** Whether all wires and all positions are the same. */
function areWiresAlike(a: GraphDocument, b: GraphDocument): boolean {
  if (a.edges !== b.edges) return false;
  return Object.entries(b.nodes).every(([id, { position }]) => {
    const before = a.nodes[id]?.position;
    return before?.x === position.x && before.y === position.y;
  });
}

/** Courses that are as before stay the same objects, so that their wires are not drawn again. */
function after(
  before: ReadonlyMap<EdgeId, WireCourse>,
  now: ReadonlyMap<EdgeId, WireCourse>,
): ReadonlyMap<EdgeId, WireCourse> {
  return new Map(
    [...now].map(([id, course]) => {
      const old = before.get(id);
      return [id, old !== undefined && isSame(old, course) ? old : course] as const;
    }),
  );
}

const isSame = (a: WireCourse, b: WireCourse): boolean =>
  a.run === b.run && a.label.x === b.label.x && a.svg === b.svg;
