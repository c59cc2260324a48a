/**
 * Where something new has room: near where it is wanted, in what is seen, clear of the frames of nodes: outlines,
 * names and the numbers on their wires. Space is kept in cells, so that a thousand nodes are placed in a few ms.
 */

import { around, type Box, overlaps, shifted } from '../../../graph-core/drawing/box.ts';
import { documentFrames, type Frames } from '../../../graph-core/drawing/document-frames.ts';
import { nodeGeometry } from '../../../graph-core/drawing/node-geometry.ts';
import type { GraphDocument, GraphNode, Position } from '../../../graph-core/graph/document.ts';

/** Side of a cell; places are tried at this distance. */
const CELL = 24;

/** Places that are tried, about. */
const PLACES = 8000;

/** Room between what is there and what is put below all of it. */
const BELOW = 56;

/** How far is looked where nobody said what is seen. */
const REACH = 960;

/** The node alone. */
function bodyOf(node: GraphNode): Box {
  const { x, y } = node.position;
  const { width, height } = nodeGeometry(node);
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** The nodes with all that stands around them. */
const extentsOf = ({ nodes }: GraphDocument, frames: Frames): Box[] =>
  Object.entries(nodes).map(([id, node]) => {
    const extent = frames.get(id)?.extent;
    return extent === undefined ? bodyOf(node) : shifted(extent, node.position);
  });

/** The smallest box around the outlines of all; null for none. */
export const boxAround = (nodes: readonly GraphNode[]): Box | null => around(nodes.map(bodyOf));

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
 * middle of `area` when it stands elsewhere; inside `area` where that is possible at all. `frames` are those of
 * `document`.
 */
export function freeOffset(
  document: GraphDocument,
  part: GraphDocument,
  area: Box | null,
  frames: Frames = documentFrames(document),
): Position {
  const nodes = Object.values(part.nodes);
  const outline = boxAround(nodes);
  if (outline === null) return { x: 0, y: 0 };
  const start = startOffset(outline, area);
  const there = extentsOf(document, frames);
  const wide = outline.right - outline.left;
  const high = outline.bottom - outline.top;
  const acrossArea = area === null ? REACH : area.right - area.left;
  const downArea = area === null ? REACH : area.bottom - area.top;
  if (wide <= acrossArea && high <= downArea) {
    // What was cut goes back, however close its neighbors are.
    if (start.x === 0 && start.y === 0 && isClear(document, frames, nodes)) return start;
    const room = extentsOf(part, documentFrames(part)).map((extent) => shifted(extent, start));
    const near = grown(around(room) ?? outline, acrossArea, downArea);
    const taken = cellsOf(there.filter((extent) => overlaps(extent, near)));
    const wanted = [...cellsOf(room)];
    const isFree = (step: Step): boolean => !wanted.some((cell) => taken.has(cell + shiftOf(step)));
    const isSeen = (step: Step): boolean =>
      area === null || isInside(shifted(outline, offsetOf(start, step)), area);
    const steps = stepsWithin(acrossArea, downArea);
    const free = steps.find((step) => isSeen(step) && isFree(step)) ?? steps.find(isFree);
    if (free !== undefined) return offsetOf(start, free);
  }
  // No room nearby: below everything.
  const all = around(there);
  return { x: start.x, y: all === null ? start.y : all.bottom + BELOW - outline.top };
}

/** Where it stands when that is seen; else into the middle of what is seen. */
function startOffset(outline: Box, area: Box | null): Position {
  if (area === null || isInside(outline, area)) return { x: 0, y: 0 };
  return {
    x: Math.round((area.left + area.right - outline.left - outline.right) / 2),
    y: Math.round((area.top + area.bottom - outline.top - outline.bottom) / 2),
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

/** True when none of the nodes would stand on an outline, a name or a number. */
function isClear(document: GraphDocument, frames: Frames, nodes: readonly GraphNode[]): boolean {
  const bodies = nodes.map(bodyOf);
  const whole = around(bodies);
  return Object.entries(document.nodes).every(([id, node]) => {
    const boxes = frames.get(id)?.boxes.map((box) => shifted(box, node.position)) ?? [bodyOf(node)];
    return boxes.every(
      (box) => whole === null || !overlaps(box, whole) || !bodies.some((b) => overlaps(b, box)),
    );
  });
}
