/**
 * A way round things: the cheapest one along the lines of a grid that is laid through the edges of what is in
 * the way. A bend costs as much as a piece of way, so does crossing another wire; running on top
 * of one, or to the left, costs several times its length.
 *
 *     ─────────────────────
 *       S ──┐ ┌───────┐          lines pass at MARGIN from each box, and at one and
 *     ──────│─│  box  │──        two LANEs further out, for the wires that come later
 *           └─└───────┘─── T
 */
import type { NodeId, Position } from '../../graph/document.ts';
import type { Box } from '../box.ts';
import { BESIDE, LANE, type Lane } from './lanes.ts';
import { MinHeap } from './min-heap.ts';

/** What a detour goes round. */
export interface Surroundings {
  /** What the way keeps out of. */
  readonly boxes: readonly Box[];
  /** Wires that are there. */
  readonly lanes: readonly Lane[];
  readonly source: NodeId;
  /** Where all of that is known: no way leaves it. */
  readonly within: Box;
}

/** Costs, in px of way. */
const BEND = 36;
const CROSSING = 24;
const BACKWARD = 1.5;
const ON_TOP = 8;

/** Least way straight out of a node and straight into a run. */
const STUB = 12;
/** Grids larger than this many lines a side are not searched. */
const MOST_LINES = 260;

/** Corners of the way from `from` to `to`, both included, which begins and ends lying; null where there is none. */
export function detour(from: Position, to: Position, around: Surroundings): Position[] | null {
  const xs = linesOf(from.x + STUB, to.x - STUB, around, true);
  const ys = linesOf(from.y, to.y, around, false);
  if (xs.length > MOST_LINES || ys.length > MOST_LINES) return null;
  const grid = new Grid(xs, ys, around);
  const way = grid.cheapest({ x: from.x + STUB, y: from.y }, { x: to.x - STUB, y: to.y });
  return way === null ? null : corners([from, ...way, to]);
}

/** Coordinates of the lines across one axis, in order. */
function linesOf(a: number, b: number, around: Surroundings, isX: boolean): number[] {
  const { boxes, lanes, within } = around;
  const [first, last] = isX ? [within.left, within.right] : [within.top, within.bottom];
  const lines = new Set([a, b]);
  for (const box of boxes) {
    const [near, far] = isX ? [box.left, box.right] : [box.top, box.bottom];
    lines.add(near).add(far);
  }
  for (const { lies, at } of lanes) if (lies !== isX) lines.add(at - LANE).add(at + LANE);
  return [...lines].filter((at) => at >= first && at <= last).sort((p, q) => p - q);
}

/** Straight pieces only: points on a line between two others are left out. */
function corners(way: readonly Position[]): Position[] {
  const kept: Position[] = [];
  for (const point of way) {
    const [before, last] = [kept[kept.length - 2], kept[kept.length - 1]];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const isStraight =
      before !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (isStraight) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Points where lines meet; a state is a point and whether the way came there lying (0) or standing (1). */
class Grid {
  private readonly xs: readonly number[];
  private readonly ys: readonly number[];
  /** Cost of the piece from a point to the right and down; Infinity where a box is in the way. */
  private readonly right: Float64Array;
  private readonly down: Float64Array;

  constructor(xs: readonly number[], ys: readonly number[], around: Surroundings) {
    this.xs = xs;
    this.ys = ys;
    this.right = new Float64Array(xs.length * ys.length);
    this.down = new Float64Array(xs.length * ys.length);
    this.measure(around.lanes.filter(({ source }) => source !== around.source));
    for (const box of around.boxes) this.block(box);
  }

  private measure(lanes: readonly Lane[]): void {
    const { xs, ys } = this;
    const width = xs.length;
    for (let y = 0; y < ys.length; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        this.right[at] = x + 1 < width ? xs[x + 1] - xs[x] : Number.POSITIVE_INFINITY;
        this.down[at] = y + 1 < ys.length ? ys[y + 1] - ys[y] : Number.POSITIVE_INFINITY;
      }
    }
    for (const lane of lanes) this.avoid(lane);
  }

  /** Makes running on a lane dear, and crossing it a little. */
  private avoid({ lies, at, from, to }: Lane): void {
    const { xs, ys } = this;
    const width = xs.length;
    const [along, across] = lies ? [xs, ys] : [ys, xs];
    const costs = lies ? this.right : this.down;
    const crossings = lies ? this.down : this.right;
    const index = (i: number, j: number) => (lies ? j * width + i : i * width + j);
    const end = firstFrom(along, to);
    const beside = firstFrom(across, at + BESIDE);
    for (let j = firstAbove(across, at - BESIDE); j < beside; j++) {
      for (let i = Math.max(0, firstAbove(along, from) - 1); i < end; i++) {
        const length = (along[i + 1] ?? along[i]) - along[i];
        if (length > 0) costs[index(i, j)] += (ON_TOP - 1) * length;
      }
    }
    const crossed = firstFrom(across, at) - 1;
    if (crossed < 0 || crossed + 1 >= across.length) return;
    for (let i = firstAbove(along, from); i < end; i++) crossings[index(i, crossed)] += CROSSING;
  }

  private block({ left, top, right, bottom }: Box): void {
    const { xs, ys } = this;
    const width = xs.length;
    const fill = (costs: Float64Array, rows: Range, columns: Range): void => {
      for (let y = rows.from; y < rows.to; y++) {
        costs.fill(
          Number.POSITIVE_INFINITY,
          y * width + columns.from,
          y * width + Math.max(columns.from, columns.to),
        );
      }
    };
    fill(this.right, inside(ys, top, bottom), reaching(xs, left, right));
    fill(this.down, reaching(ys, top, bottom), inside(xs, left, right));
  }

  /** The cheapest way between two points of the grid. */
  cheapest(from: Position, to: Position): Position[] | null {
    const { xs, ys } = this;
    const width = xs.length;
    const indexOf = ({ x, y }: Position) => ys.indexOf(y) * width + xs.indexOf(x);
    const [start, goal] = [2 * indexOf(from), 2 * indexOf(to)];
    const cost = new Float64Array(2 * width * ys.length).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(cost.length).fill(-1);
    const heap = new MinHeap();
    // No way is shorter than straight across and down (A*; Hart, Nilsson, Raphael 1968).
    const least = (state: number): number => {
      const point = state >> 1;
      return Math.abs(xs[point % width] - to.x) + Math.abs(ys[Math.floor(point / width)] - to.y);
    };
    cost[start] = 0;
    heap.push(start, least(start));
    for (let state = heap.pop(); state !== null; state = heap.pop()) {
      if (state === goal) return this.wayTo(goal, before);
      const reached = cost[state];
      this.eachMove(state, (next, price) => {
        if (!(reached + price < cost[next])) return;
        cost[next] = reached + price;
        before[next] = state;
        heap.push(next, cost[next] + least(next));
      });
    }
    return null;
  }

  private eachMove(state: number, take: (next: number, price: number) => void): void {
    const width = this.xs.length;
    const point = state >> 1;
    const stands = state & 1;
    take(state ^ 1, BEND);
    if (stands === 0) {
      take(2 * (point + 1), this.right[point]);
      if (point % width > 0) take(2 * (point - 1), BACKWARD * this.right[point - 1]);
    } else {
      take(2 * (point + width) + 1, this.down[point]);
      if (point >= width) take(2 * (point - width) + 1, this.down[point - width]);
    }
  }

  private wayTo(goal: number, before: Int32Array): Position[] {
    const way: Position[] = [];
    for (let state = goal; state >= 0; state = before[state]) {
      const point = state >> 1;
      way.push({
        x: this.xs[point % this.xs.length],
        y: this.ys[Math.floor(point / this.xs.length)],
      });
    }
    return way.reverse();
  }
}

/** Indices from `from` up to, not including, `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The lines between two coordinates. */
const inside = (lines: readonly number[], near: number, far: number): Range => ({
  from: firstAbove(lines, near),
  to: firstFrom(lines, far),
});

/** The lines from which the piece to the next line comes between two coordinates. */
const reaching = (lines: readonly number[], near: number, far: number): Range => ({
  from: Math.max(0, firstAbove(lines, near) - 1),
  to: firstFrom(lines, far),
});

/** Index of the first line beyond a coordinate. */
function firstAbove(lines: readonly number[], at: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first line at a coordinate or beyond. */
function firstFrom(lines: readonly number[], at: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}
