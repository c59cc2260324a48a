/**
 * The courses of all wires of a document: none runs through a node, a name or a label, where there is a way round.
 * A function of positions and frames alone. Wires are led one after the other, the short ones first; each keeps
 * beside those before it.
 */
import {
  compareIds,
  type EdgeId,
  type GraphDocument,
  type NodeId,
  type Position,
} from '../../graph/document.ts';
import { type Box, grown, shifted } from '../box.ts';
import type { Frames } from '../document-frames.ts';
import type { NodeFrame, Run } from '../node-frame.ts';
import { detour } from './detour.ts';
import { directWay } from './direct-way.ts';
import { type Lane, lanesOf } from './lanes.ts';
import { type Obstacle, Obstacles } from './obstacles.ts';
import { isSamePath, type SmoothPath, sCurve, smoothPath, svgPath } from './smooth-path.ts';

/** The course of one wire. */
export class WireCourse {
  /** Middle of the straight run: the value goes above it, the gradient below. */
  readonly label: Position;
  readonly run: Run;
  /** The ends of its pieces where it minds nothing, a first drawing; null where it is led. */
  readonly rough: readonly Position[] | null;
  private readonly draw: () => SmoothPath;
  private drawn: SmoothPath | null = null;
  private written: string | null = null;
  private around: Box | null = null;

  constructor(
    draw: () => SmoothPath,
    label: Position,
    run: Run,
    rough: readonly Position[] | null = null,
  ) {
    this.draw = draw;
    this.label = label;
    this.run = run;
    this.rough = rough;
  }

  /** The path, made when it is first looked at. */
  get path(): SmoothPath {
    this.drawn ??= this.draw();
    return this.drawn;
  }

  /** The path in the notation of SVG, written when it is first drawn. */
  get svg(): string {
    this.written ??= svgPath(this.path);
    return this.written;
  }

  /** Around the wire and its numbers. */
  get extent(): Box {
    this.around ??= extentOf(this);
    return this.around;
  }

  /** The room of its numbers, where they stand. */
  get labelBox(): Box {
    const { label, run } = this;
    const [half, high] = [run.form.width / 2, (run.label.bottom - run.label.top) / 2];
    return {
      left: label.x - half,
      top: label.y - high,
      right: label.x + half,
      bottom: label.y + high,
    };
  }

  /** True when another course looks the same. */
  isLike({ path, label, run, rough }: WireCourse): boolean {
    if ((this.rough === null) !== (rough === null)) return false;
    return this.run === run && this.label.x === label.x && isSamePath(this.path, path);
  }
}

/** Around a course; curves stay within their points. */
function extentOf(course: WireCourse): Box {
  const { label, run, rough } = course;
  const half = { x: run.form.width / 2, y: run.form.height };
  let [left, right] = [label.x - half.x, label.x + half.x];
  let [top, bottom] = [label.y - half.y, label.y + half.y];
  const add = ({ x, y }: Position): void => {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  };
  if (rough !== null) {
    rough.forEach(add);
    // One that goes back bends out on both sides.
    return rough[1].x > rough[0].x
      ? { left, top, right, bottom }
      : { left: left - BEND, top, right: right + BEND, bottom };
  }
  const { start, pieces } = course.path;
  add(start);
  for (const piece of pieces) {
    add(piece.to);
    if (piece.kind !== 'line') piece.via.forEach(add);
  }
  return { left, top, right, bottom };
}

/** Where nodes are. */
export type PositionOf = (node: NodeId) => Position;

/** How a drawing goes on from the one before. */
export interface Routing {
  /** The document's own positions unless told. */
  readonly positionOf?: PositionOf;
  /** Courses that stay for wires at whose ends nothing moved. */
  readonly before?: ReadonlyMap<EdgeId, WireCourse>;
  /** Nodes that moved since. */
  readonly moved?: ReadonlySet<NodeId>;
  /** Straight through whatever is in the way: a first drawing of a large graph, at once. */
  readonly rough?: boolean;
}

/** Distance that wires keep from what they go round, in px. */
const MARGIN = 7;
/** How far a way may leave the box around its two ends, tried one after the other. */
const REACHES = [90, 420, 1600];
/** Least length of a bend, so that it never becomes a corner; and of a run, when nodes are too close for more. */
const BEND = 40;
const SHORTEST_RUN = 24;
/** Nodes at heights that differ by less stand beside each other. */
const BESIDE = 120;
/** Above so many wires each goes the way it would go alone, and none looks far. */
export const MANY_WIRES = 700;
/** Longer wires of such graphs are not led round anything, in px. */
const FAR = 1500;

/** Wire → course; wires with an end that is missing are left out. */
export function routeWires(
  document: GraphDocument,
  frames: Frames,
  routing: Routing = {},
): ReadonlyMap<EdgeId, WireCourse> {
  const work = routeOneByOne(document, frames, routing);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same with a pause after each wire, for those who have little time at once; gives the courses at the end. */
export function* routeOneByOne(
  document: GraphDocument,
  frames: Frames,
  routing: Routing = {},
): Generator<undefined, ReadonlyMap<EdgeId, WireCourse>> {
  const { positionOf = (node) => document.nodes[node].position, before, moved, rough } = routing;
  const router = new Router(frames, positionOf);
  const courses = new Map<EdgeId, WireCourse>();
  const wires: Wire[] = [];
  for (const [id, { from, to, port }] of Object.entries(document.edges)) {
    const rests = moved !== undefined && !moved.has(from) && !moved.has(to);
    const course = rests ? before?.get(id) : undefined;
    const ends = endsOf(frames.get(from), frames.get(to), port);
    if (course !== undefined) courses.set(id, course);
    else if (ends !== null) wires.push(router.wire(id, { from, to, ...ends }));
  }
  if (!rough) wires.sort((a, b) => a.length - b.length || compareIds(a.id, b.id));
  const alone = courses.size + wires.length > MANY_WIRES;
  for (const wire of wires) {
    courses.set(wire.id, rough ? router.roughCourse(wire) : router.course(wire, alone));
    yield;
  }
  return courses;
}

function endsOf(source: NodeFrame | undefined, target: NodeFrame | undefined, port: string) {
  const run = target?.runs.find((candidate) => candidate.port === port);
  return source === undefined || run === undefined ? null : { output: source.geometry.output, run };
}

interface Wire {
  readonly id: EdgeId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly run: Run;
  /** Where it begins, where its run begins, the top left corner of its target. */
  readonly start: Position;
  readonly entry: Position;
  readonly origin: Position;
  readonly length: number;
}

class Router {
  private readonly frames: Frames;
  private readonly positionOf: PositionOf;
  private readonly lanes: Lane[] = [];
  private known: Obstacles | null = null;

  constructor(frames: Frames, positionOf: PositionOf) {
    this.frames = frames;
    this.positionOf = positionOf;
  }

  /** What is in the way of wires, collected when the first of them asks. */
  private get obstacles(): Obstacles {
    this.known ??= new Obstacles(
      [...this.frames].flatMap(([node, { obstacles }]) =>
        obstacles.map((box): Obstacle => ({ ...shifted(box, this.positionOf(node)), node })),
      ),
    );
    return this.known;
  }

  wire(
    id: EdgeId,
    { from, to, output, run }: { from: NodeId; to: NodeId; output: Position; run: Run },
  ): Wire {
    const [source, origin] = [this.positionOf(from), this.positionOf(to)];
    const start = { x: source.x + output.x, y: source.y + output.y };
    const [x, port] = [origin.x + run.from.x, origin.x + run.to.x];
    const y = origin.y + run.from.y;
    // Between nodes that stand close beside each other a run is shorter than its label.
    const isClose = port > start.x && Math.abs(y - start.y) < BESIDE;
    const shortened = Math.min(port - SHORTEST_RUN, start.x + BEND);
    const entry = { x: isClose ? Math.max(x, shortened) : x, y };
    const length = Math.abs(entry.x - start.x) + Math.abs(entry.y - start.y);
    return { id, from, to, run, start, entry, origin, length };
  }

  course(wire: Wire, alone: boolean): WireCourse {
    const { way, boxes } = this.wayOf(wire, alone);
    if (!alone) this.lanes.push(...lanesOf(wire.from, way));
    const path = pathAlong(wire, way, boxes);
    return new WireCourse(() => path, labelOf(wire), wire.run);
  }

  /** The course of a wire that minds nothing. */
  roughCourse(wire: Wire): WireCourse {
    const { start, entry, run, origin } = wire;
    const port = { x: origin.x + run.at.x, y: origin.y + run.at.y };
    const draw = (): SmoothPath =>
      entry.x > start.x
        ? { start, pieces: [sCurve(start, entry), ...intoPort(wire)] }
        : pathAlong(wire, anyWay(start, entry), []);
    return new WireCourse(draw, labelOf(wire), run, [start, entry, port]);
  }

  private wayOf(wire: Wire, alone: boolean): { way: readonly Position[]; boxes: readonly Box[] } {
    const { start, entry, from } = wire;
    // Across a large graph everything is in the way.
    if (alone && wire.length > FAR) return { way: anyWay(start, entry), boxes: [] };
    for (const reach of alone ? REACHES.slice(0, 1) : REACHES) {
      const window = grown(boxOf(start, entry), reach);
      const obstacles = this.obstacles.within(window);
      const lanes = this.lanes.filter((lane) => lane.source !== from && isNear(lane, window));
      const boxes = obstacles.map((box) => (isEnd(box, wire) ? box : grown(box, MARGIN)));
      const direct = directWay(start, entry, { boxes, lanes });
      if (direct !== null) return { way: direct, boxes };
      // A detour leaves its ends far enough to keep from them as well.
      const kept = obstacles.map((box) =>
        isShapeOf(box, wire) ? behind(box) : grown(box, MARGIN),
      );
      const way = detour(start, entry, { boxes: kept, lanes, source: from, within: window });
      if (way !== null) return { way, boxes };
    }
    return { way: anyWay(start, entry), boxes: [] };
  }
}

/** A way as it is drawn: its bends round, and into the port at its end. */
function pathAlong(wire: Wire, way: readonly Position[], boxes: readonly Box[]): SmoothPath {
  const { start, pieces } = smoothPath(way, boxes);
  return { start, pieces: [...pieces, ...intoPort(wire)] };
}

/** What a wire leaves or comes to, which it touches. */
const isEnd = (obstacle: Obstacle, { from, to, start, entry }: Wire): boolean =>
  (obstacle.node === from && touches(obstacle, start)) ||
  (obstacle.node === to && touches(obstacle, entry));

/** A wire turns up only well behind the shape that stands on its beginning. */
const behind = (box: Box): Box => ({ ...box, right: box.right + 2 * MARGIN });

/** The shape that stands on the beginning of the wires it is said of. */
const isShapeOf = (obstacle: Obstacle, { from, start }: Wire): boolean =>
  obstacle.node === from && touches(obstacle, start) && obstacle.bottom <= start.y;

const boxOf = (a: Position, b: Position): Box => ({
  left: Math.min(a.x, b.x),
  top: Math.min(a.y, b.y),
  right: Math.max(a.x, b.x),
  bottom: Math.max(a.y, b.y),
});

/** True when a point is in a box or as near as a wire keeps. */
const touches = (box: Box, { x, y }: Position): boolean =>
  x > box.left - MARGIN &&
  x < box.right + MARGIN &&
  y > box.top - MARGIN &&
  y < box.bottom + MARGIN;

const isNear = ({ lies, at, from, to }: Lane, { left, top, right, bottom }: Box): boolean =>
  lies
    ? at > top && at < bottom && from < right && to > left
    : at > left && at < right && from < bottom && to > top;

/** Where everything is in the way: over all, in one bend, or round the back. */
function anyWay(start: Position, entry: Position): Position[] {
  if (entry.x > start.x) {
    const x = (start.x + entry.x) / 2;
    return [start, { x, y: start.y }, { x, y: entry.y }, entry];
  }
  const [out, back] = [start.x + BEND, entry.x - BEND];
  const middle = (start.y + entry.y) / 2;
  return [
    start,
    { x: out, y: start.y },
    { x: out, y: middle },
    { x: back, y: middle },
    { x: back, y: entry.y },
    entry,
  ];
}

/** Along the run, then into the port. */
function intoPort({ run, origin, entry }: Wire) {
  const end = { x: origin.x + run.to.x, y: entry.y };
  const port = { x: origin.x + run.at.x, y: origin.y + run.at.y };
  const along = { kind: 'line', to: end } as const;
  return Math.abs(port.y - end.y) < 0.5
    ? [{ kind: 'line', to: port } as const]
    : [along, sCurve(end, port)];
}

/** The middle of the label's room; a label that has less grows to the left, as to the right a node would cover it. */
function labelOf({ run, origin, entry }: Wire): Position {
  return { x: origin.x + (run.label.left + run.label.right) / 2, y: entry.y };
}
