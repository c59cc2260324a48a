/** What wires go round, found by place: boxes in the cells of a grid. */
import type { NodeId } from '../../graph/document.ts';
import { type Box, overlaps } from '../box.ts';

/** A box and the node it belongs to. */
export interface Obstacle extends Box {
  readonly node: NodeId;
}

/** Side of a cell, in px: about a node with its labels. */
const SIDE = 256;

/** A set of obstacles. */
export class Obstacles {
  private readonly cells = new Map<string, Obstacle[]>();

  constructor(all: Iterable<Obstacle>) {
    for (const obstacle of all) {
      for (const key of keysOf(obstacle)) {
        const cell = this.cells.get(key);
        if (cell === undefined) this.cells.set(key, [obstacle]);
        else cell.push(obstacle);
      }
    }
  }

  /** Those that reach into a box; each once. */
  within(box: Box): Obstacle[] {
    const found = new Set<Obstacle>();
    for (const key of keysOf(box)) {
      for (const obstacle of this.cells.get(key) ?? []) {
        if (overlaps(obstacle, box)) found.add(obstacle);
      }
    }
    return [...found];
  }
}

function* keysOf({ left, top, right, bottom }: Box): Generator<string> {
  const [x0, x1] = [Math.floor(left / SIDE), Math.floor(right / SIDE)];
  const [y0, y1] = [Math.floor(top / SIDE), Math.floor(bottom / SIDE)];
  for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) yield `${x} ${y}`;
}
