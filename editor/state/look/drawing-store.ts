/**
 * The drawing of the document: what stands around each node, and the ways of the wires. Follows the document by
 * itself once it was started; while nodes are dragged it follows them too.
 */
import { createStore } from 'zustand/vanilla';
import { around, type Box, shifted } from '../../../graph-core/drawing/box.ts';
import { DocumentFrames, type Frames } from '../../../graph-core/drawing/document-frames.ts';
import {
  MANY_WIRES,
  type PositionOf,
  routeOneByOne,
  routeWires,
  type WireCourse,
} from '../../../graph-core/drawing/route/route-wires.ts';
import type {
  EdgeId,
  GraphDocument,
  NodeId,
  Position,
} from '../../../graph-core/graph/document.ts';
import { documentStore } from '../document/document-store.ts';
import { inSpareTime, within } from './in-spare-time.ts';

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
  const { courses, dragged: before } = drawingStore.getState();
  drawingStore.setState({ dragged });
  const positionOf = (node: NodeId): Position => dragged.get(node) ?? document.nodes[node].position;
  const moved = new Set([...dragged.keys(), ...before.keys()]);
  route(document, positionOf, { before: courses, moved, isUnderWay: dragged.size > 0 });
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
  const rough = Object.keys(document.edges).length > SMALL;
  const courses =
    positions === null ? drawnCourses : routeWires(document, frames, { positionOf, rough });
  const nodes = [...frames].flatMap(([id, { extent }]) =>
    document.nodes[id] === undefined ? [] : [shifted(extent, positionOf(id))],
  );
  return around([...nodes, ...[...courses.values()].map(({ extent }) => extent)]);
}

function draw(): void {
  const { document } = documentStore.getState();
  if (document === drawn) return;
  const before = drawn;
  drawn = document;
  const { frames: framesBefore, courses } = drawingStore.getState();
  const frames = framed.of(document);
  const moved = movedNodes(document, frames, { document: before, frames: framesBefore });
  if (frames !== framesBefore) drawingStore.setState({ frames });
  if (moved.size === 0 && before?.edges === document.edges) return;
  const positionOf = (node: NodeId): Position => document.nodes[node].position;
  route(document, positionOf, { before: courses, moved, isUnderWay: false });
}

/** Nodes that stand or look otherwise than before, and the ends of wires that do. */
function movedNodes(
  document: GraphDocument,
  frames: Frames,
  before: { readonly document: GraphDocument | null; readonly frames: Frames },
): ReadonlySet<NodeId> {
  const moved = new Set<NodeId>();
  for (const [id, { position }] of Object.entries(document.nodes)) {
    const { x, y } = before.document?.nodes[id]?.position ?? {};
    if (x !== position.x || y !== position.y || before.frames.get(id) !== frames.get(id)) {
      moved.add(id);
    }
  }
  if (before.document?.edges === document.edges) return moved;
  for (const [id, { from, to, port }] of Object.entries(document.edges)) {
    const edge = before.document?.edges[id];
    if (edge?.from !== from || edge.to !== to || edge.port !== port) moved.add(from).add(to);
  }
  return moved;
}

/** What became of the drawing. */
interface Change {
  /** Courses until now, and the nodes at whose wires they are no longer right. */
  readonly before: ReadonlyMap<EdgeId, WireCourse>;
  readonly moved: ReadonlySet<NodeId>;
  /** More of the same follows at once. */
  readonly isUnderWay: boolean;
}

/** Time to lead wires at once, in ms: in one go, and in each frame of a drag. */
const AT_ONCE = { still: 80, dragged: 10 };

let stopRouting = (): void => {};
/** In this drag there was not time enough once: wires that change their kind from frame to frame would flicker. */
let isHurried = false;

/**
 * Leads the wires. While nodes are dragged in a graph that is not small, those at whose ends nothing moved stay. Where
 * there is not time enough wires go straight to their ports at first, those at whose ends nothing moved stay, and when
 * there is time all are led round what is in their way.
 */
function route(document: GraphDocument, positionOf: PositionOf, change: Change): void {
  stopRouting();
  const { before, moved, isUnderWay } = change;
  const { frames } = drawingStore.getState();
  const show = (now: ReadonlyMap<EdgeId, WireCourse>) =>
    drawingStore.setState(({ courses }) => ({ courses: after(courses, now) }));
  if (!isUnderWay) isHurried = false;
  const resting = isUnderWay && before.size > SMALL ? { before, moved } : {};
  const work = routeOneByOne(document, frames, { positionOf, ...resting });
  const isTooMuch = isHurried || hasManyWires(document);
  const now = isTooMuch ? null : within(work, isUnderWay ? AT_ONCE.dragged : AT_ONCE.still);
  if (now !== null) {
    show(now);
    return;
  }
  isHurried = isUnderWay;
  show(routeWires(document, frames, { positionOf, before, moved, rough: true }));
  if (!isUnderWay) stopRouting = inSpareTime(work, show);
}

const hasManyWires = ({ edges }: GraphDocument): boolean => Object.keys(edges).length > MANY_WIRES;

/** Courses that are as before stay the same objects, so that their wires are not drawn again. */
function after(
  before: ReadonlyMap<EdgeId, WireCourse>,
  now: ReadonlyMap<EdgeId, WireCourse>,
): ReadonlyMap<EdgeId, WireCourse> {
  return new Map(
    [...now].map(([id, course]) => {
      const old = before.get(id);
      return [id, old?.isLike(course) ? old : course] as const;
    }),
  );
}
