/**
 * What every unit of a network responds to: its value over the plane of two features, or along a single one. Nodes
 * are computed in groups, each in one pass, round after round; what nobody looks at is not computed, and what has
 * not changed is not computed again.
 */
import type { NodeId } from '../../graph/document.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { type Extent, inputExtent, inputGrid } from './input-grid.ts';
import { NodeOutputs } from './node-outputs.ts';
import { picturedNodes } from './pictured-nodes.ts';

/** The most units of a node that are pictured. */
const MOST_UNITS = 16;
/** Nodes of one pass. */
const GROUP = 24;
/** Points along a curve. */
const CURVE_POINTS = 65;
/** Grid points along each side of a picture, for up to so many units of all nodes together. */
const SIDES = [
  { units: 128, side: 32 },
  { units: 512, side: 24 },
  { units: Number.POSITIVE_INFINITY, side: 16 },
] as const;
/** Grid points along each side where more take too much memory. */
const LEAST_SIDE = 16;
/** Grid points along each side, and points along a curve, of the node that is magnified. */
const MAGNIFIED = { plane: 64, line: 161 } as const;
/** While a run plays, pictures take at most one part in so many of the time. */
const SHARE = 30;

/** Values of the units of one node over the inputs. */
export interface UnitPictures {
  readonly node: NodeId;
  /** Units there are; the first of them are in `values`. */
  readonly count: number;
  /** Grid points along each side of a picture; points along a curve. */
  readonly side: number;
  /** [units, side, side], each picture row by row from the top left; of a single feature [units, side]. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Pictures of some nodes with the weights after `step` steps. */
export interface Gallery {
  readonly step: number;
  /** Features of an example: two make planes, one makes curves. */
  readonly features: number;
  readonly extent: Extent;
  readonly pictures: readonly UnitPictures[];
}

/** Nodes that are computed together. */
interface Group {
  readonly nodes: readonly NodeId[];
  /** Points along each side of a picture, or along a curve. */
  side: number;
  /** What computes it, and the points as they are fed; undefined until it is needed, null where there is none. */
  ready: Ready | null | undefined;
  /** Nodes that are drawn with the weights after `step` steps. */
  readonly drawn: Set<NodeId>;
  step: number;
}

interface Ready {
  readonly outputs: NodeOutputs;
  readonly fed: Float64Array<ArrayBuffer>;
}

const group = (nodes: readonly NodeId[], side: number): Group => ({
  nodes,
  side,
  ready: undefined,
  drawn: new Set(),
  step: -1,
});

/** The pictures of one run with a data set. */
export class UnitGallery {
  private readonly run: LiveRun;
  private readonly feeding: Feeding;
  private readonly extent: Extent;
  /** Node → its group. */
  private readonly groups: readonly Group[];
  private shown: ReadonlySet<NodeId> = new Set();
  private magnified: Group | null = null;
  /** The group to look at first. */
  private next = 0;
  /** The group that was drawn last. */
  private last: Group | null = null;
  /** When the pictures may take time again, on the clock of `performance.now`. */
  private again = 0;

  constructor(run: LiveRun) {
    this.run = run;
    this.feeding = assertFeeding(run.plan);
    this.extent = inputExtent(this.feeding);
    const nodes = picturedNodes(this.feeding);
    const units = nodes.reduce((sum, { units }) => sum + Math.min(units, MOST_UNITS), 0);
    const side = this.isPlane
      ? (SIDES.find(({ units: most }) => units <= most) ?? SIDES[0]).side
      : CURVE_POINTS;
    const groups: Group[] = [];
    for (let i = 0; i < nodes.length; i += GROUP) {
      const ids = nodes.slice(i, i + GROUP).map(({ node }) => node);
      groups.push(group(ids, side));
    }
    this.groups = groups;
  }

  /** All nodes that can be pictured, in topological order. */
  get nodes(): readonly NodeId[] {
    return this.groups.flatMap(({ nodes }) => nodes);
  }

  private get isPlane(): boolean {
    return this.feeding.dataset.width === 2;
  }

  /** From now on these nodes are drawn, one of them finer; those that cannot be pictured are passed over. */
  show(nodes: readonly NodeId[], magnified: NodeId | null): void {
    this.shown = new Set(nodes);
    if (magnified === (this.magnified?.nodes[0] ?? null)) return;
    const isThere =
      magnified !== null && this.groups.some(({ nodes: ids }) => ids.includes(magnified));
    const side = this.isPlane ? MAGNIFIED.plane : MAGNIFIED.line;
    const before = this.magnified?.nodes[0];
    // What was magnified is drawn again as the others are.
    for (const { drawn } of this.groups) if (before !== undefined) drawn.delete(before);
    this.magnified = isThere ? group([magnified], side) : null;
  }

  /** True when all that is looked at is drawn with the weights of now. */
  get isComplete(): boolean {
    return this.waiting() === null;
  }

  /** True when there is something to draw, and time for it beside a run that plays. */
  isDue(now: number): boolean {
    return now >= this.again && !this.isComplete;
  }

  /** Forgets what was drawn: the run begins again. */
  clear(): void {
    for (const { drawn } of this.groups) drawn.clear();
    this.magnified?.drawn.clear();
  }

  /** Draws the next group that waits; null when nothing does. The run must be in sync. */
  draw(): Gallery | null {
    const waiting = this.waiting();
    if (waiting === null) return null;
    if (waiting !== this.magnified) this.next = this.groups.indexOf(waiting) + 1;
    this.last = waiting;
    const pictures = this.drawGroup(waiting);
    const { step } = this.run;
    return { step, features: this.feeding.dataset.width, extent: this.extent, pictures };
  }

  /** Why pictures are drawn by the interpreter although they were compiled; empty otherwise. */
  get refusal(): string {
    return (
      this.groups.map(({ ready }) => ready?.outputs.refusal ?? '').find((text) => text !== '') ?? ''
    );
  }

  /** The next group with a node that is looked at and not drawn as it is now; every second turn is the magnified one's. */
  private waiting(): Group | null {
    const { groups, next, last, magnified } = this;
    const inTurn = [...groups.slice(next), ...groups.slice(0, next)];
    if (magnified !== null) inTurn.splice(last === magnified ? groups.length : 0, 0, magnified);
    return inTurn.find((one) => one.ready !== null && this.wanted(one).length > 0) ?? null;
  }

  private wanted(one: Group): readonly NodeId[] {
    const isOld = one.step !== this.run.step;
    const finer = this.magnified?.nodes[0];
    return one.nodes.filter((node) => {
      const isWanted = one === this.magnified || (this.shown.has(node) && node !== finer);
      return isWanted && (isOld || !one.drawn.has(node));
    });
  }

  private drawGroup(one: Group): readonly UnitPictures[] {
    const { run } = this;
    const wanted = this.wanted(one);
    const ready = this.prepared(one);
    if (ready === null) return [];
    const { outputs, fed } = ready;
    if (one.step !== run.step) one.drawn.clear();
    one.step = run.step;
    const start = performance.now();
    outputs.compute(fed);
    for (const node of wanted) one.drawn.add(node);
    const pictures = wanted.map((node) => this.picturesOf(node, outputs, one.side));
    const end = performance.now();
    this.again = end + SHARE * (end - start);
    return pictures;
  }

  /** Makes ready what computes a group; coarser where that is all the memory there is. */
  private prepared(one: Group): Ready | null {
    const { run, extent, feeding } = this;
    const { width } = feeding.dataset;
    const sides = one.side > LEAST_SIDE ? [one.side, LEAST_SIDE] : [one.side];
    for (const side of one.ready === undefined ? sides : []) {
      const { fed } = inputGrid(feeding, extent, side);
      const outputs = NodeOutputs.forRows(run.reference, fed.length / width, one.nodes);
      one.ready = outputs === null ? null : { outputs, fed };
      one.side = side;
      if (outputs !== null) break;
    }
    return one.ready ?? null;
  }

  /** Rows of a plane begin at the bottom, those of a picture at the top. */
  private picturesOf(node: NodeId, outputs: NodeOutputs, side: number): UnitPictures {
    const { rows } = outputs;
    const [numbers, count] = [outputs.of(node), outputs.widthOf(node)];
    const pictured = Math.min(count, MOST_UNITS);
    const values = new Float32Array(pictured * rows);
    for (let i = 0; i < rows; i++) {
      const at = this.isPlane ? (side - 1 - Math.floor(i / side)) * side + (i % side) : i;
      for (let unit = 0; unit < pictured; unit++) {
        values[unit * rows + at] = numbers[i * count + unit];
      }
    }
    return { node, count, side, values };
  }
}
