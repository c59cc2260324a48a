/** The canvas has an edge, far out: positions beyond it are set onto it. */
import type { Position } from './document.ts';
import { MAX_POSITION } from './limits.ts';

/** The position itself, or the nearest one that a file may hold. */
export function onCanvas({ x, y }: Position): Position {
  return { x: within(x), y: within(y) };
}

function within(coordinate: number): number {
  if (Number.isNaN(coordinate)) return 0;
  return Math.min(MAX_POSITION, Math.max(-MAX_POSITION, coordinate));
}
