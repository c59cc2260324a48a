/**
 * Where something new has room: near where it is wanted, in what is seen, clear of nodes, their names and
 * the numbers on their wires. Space is kept in cells, so that a thousand nodes are placed in a few ms.
 */

import { type Box, shifted } from '../../../graph-core/drawing/box.ts';
import { LABEL_RUN, nodeGeometry } from '../../../graph-core/drawing/node-geometry.ts';
import type { GraphDocument, GraphNode, Position } from '../../../graph-core/graph/document.ts';

/** Side of a cell; places are tried at this distance. */
const CELL = 24;

/** Places that are tried, about. */
const PLACES = 8000;

/** Room for a name above a node, and for a number below it. */
const ABOVE = 28;
const BELOW = 28;

/** How far is looked where nobody said what is seen. */
const REACH = 960;

/** The node alone. */
function bodyOf(node: GraphNode): Box {
  const { x, y } = node.position;
  const { width, height } = nodeGeometry(node);
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** The node with its name and the numbers at both sides. */
function extentOf(node: GraphNode): Box {
  const { left, top, right, bottom } = bodyOf(node);
  const takes = nodeGeometry(node).inputs.length > 0;
  return {
    left: takes ? left - LABEL_RUN : left,
    top: top - ABOVE,
    right: right + LABEL_RUN,
    bottom: bottom + BELOW,
  };
}

/** The smallest box around all; null for none. */
export function boxAround(nodes: readonly GraphNode[]): Box | null {
  if (nodes.length === 0) return null;
  const box = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  for (const node of nodes) {
    const { left, top, right, bottom } = bodyOf(node);
    box.left = Math.min(box.left, left);
    box.top = Math.min(box.top, top);
    box.right = Math.max(box.right, right);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return box;
}

/** True when `inner` lies in `outer`. */
export function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

function grown({ left, top, right, bottom }: Box, dx: number, dy: number): Box {
  return { left: left - dx, top: top - dy, right: right + dx, bottom: bottom + dy };
}

/**
 * How far `part` is moved to have room in `document`: as little as possible from where it stands, or from the
 * middle of `area` when it stands elsewhere; inside `area` where that is possible at all.
 */
export function freeOffset(
  document: GraphDocument,
  part: GraphDocument,
  area: Box | null,
): Position {
  const nodes = Object.values(part.nodes);
  const around = boxAround(nodes);
  if (around === null) return { x: 0, y: 0 };
  const start = startOffset(around, area);
  const there = Object.values(document.nodes);
  const wide = around.right - around.left;
  const high = around.bottom - around.top;
  const acrossArea = area === null ? REACH : area.right - area.left;
  const downArea = area === null ? REACH : area.bottom - area.top;
  if (wide <= acrossArea && high <= downArea) {
    const near = grown(
      shifted(around, start),
      acrossArea + 2 * LABEL_RUN,
      downArea + 2 * LABEL_RUN,
    );
    const neighbors = there.filter((node) => isInside(bodyOf(node), near));
    // What was cut goes back, however close its neighbors are.
    if (start.x === 0 && start.y === 0 && isClear(neighbors, nodes)) return start;
    const taken = cellsOf(neighbors.map(extentOf));
    const wanted = [...cellsOf(nodes.map((node) => shifted(extentOf(node), start)))];
    const isFree = (step: Step): boolean => !wanted.some((cell) => taken.has(cell + shiftOf(step)));
    const isSeen = (step: Step): boolean =>
      area === null || isInside(shifted(around, offsetOf(start, step)), area);
    const steps = stepsWithin(acrossArea, downArea);
    const free = steps.find((step) => isSeen(step) && isFree(step)) ?? steps.find(isFree);
    if (free !== undefined) return offsetOf(start, free);
  }
  // No room nearby: below everything.
  const all = boxAround(there);
  return { x: start.x, y: all === null ? start.y : all.bottom + ABOVE + BELOW - around.top };
}

/** Where it stands when that is seen; else into the middle of what is seen. */
function startOffset(around: Box, area: Box | null): Position {
  if (area === null || isInside(around, area)) return { x: 0, y: 0 };
  return {
    x: Math.round((area.left + area.right - around.left - around.right) / 2),
    y: Math.round((area.top + area.bottom - around.top - around.bottom) / 2),
  };
}

/** Cells to the right and down. */
interface Step {
  readonly column: number;
  readonly row: number;
}

function offsetOf({ x, y }: Position, { column, row }: Step): Position {
  return { x: x + column * CELL, y: y + row * CELL };
}

/** Steps in all directions, the nearest first; down and to the right where two are as near. */
function stepsWithin(across: number, down: number): readonly Step[] {
  const [columns, rows] = [Math.ceil(across / CELL), Math.ceil(down / CELL)];
  // Far out, where much is seen, steps are longer.
  const stride = Math.ceil(Math.sqrt((4 * columns * rows) / PLACES));
  const [right, bottom] = [Math.ceil(columns / stride) * stride, Math.ceil(rows / stride) * stride];
  const steps: (Step & { readonly far: number })[] = [];
  for (let row = -bottom; row <= bottom; row += stride) {
    for (let column = -right; column <= right; column += stride) {
      const far = Math.hypot(column, row) + (row < 0 ? 0.2 : 0) + (column < 0 ? 0.1 : 0);
      steps.push({ column, row, far });
    }
  }
  return steps.sort((a, b) => a.far - b.far);
}

/** Columns end at 10⁷ px / 24, far below this, so that a cell is one number and a step adds to it. */
const ROW = 2 ** 22;

/** What a step adds to the number of a cell. */
function shiftOf({ column, row }: Step): number {
  return row * ROW + column;
}

/** The cells that boxes cover. */
function cellsOf(boxes: readonly Box[]): ReadonlySet<number> {
  const taken = new Set<number>();
  for (const { left, top, right, bottom } of boxes) {
    for (let row = Math.floor(top / CELL); row * CELL < bottom; row++) {
      for (let column = Math.floor(left / CELL); column * CELL < right; column++) {
        taken.add(shiftOf({ column, row }));
      }
    }
  }
  return taken;
}

/** True when no node of one list covers any of the other. */
function isClear(nodes: readonly GraphNode[], others: readonly GraphNode[]): boolean {
  const taken = cellsOf(nodes.map(bodyOf));
  return [...cellsOf(others.map(bodyOf))].every((cell) => !taken.has(cell));
}
