/** What drawing gestures do to points. Coordinates go from -1 to 1, y upward. */
import type { DrawnPoint } from '../../../../graph-core/graph/document.ts';

/** Distance that points of one drag keep from one another, and how far erasing reaches. */
const SPACING = 0.07;
const REACH = 0.06;

/** Where the cursor goes in one step, and with Shift. */
const STEP = 0.05;
const FAR = 0.25;

const distance = ([x, y]: DrawnPoint, u: number, v: number): number => Math.hypot(x - u, y - v);

/** Three digits: finer than a finger, short in a file. */
const rounded = (x: number): number => Math.round(Math.max(-1, Math.min(1, x)) * 1000) / 1000 + 0;

/** `points` with one more, unless one of its class is there already. */
export function spacedPoint(
  points: readonly DrawnPoint[],
  [x, y, label]: DrawnPoint,
): readonly DrawnPoint[] {
  const taken = points.some((point) => point[2] === label && distance(point, x, y) < SPACING);
  return taken ? points : [...points, [rounded(x), rounded(y), label]];
}

/** `points` without those around a place. */
export function erasePoints(
  points: readonly DrawnPoint[],
  x: number,
  y: number,
): readonly DrawnPoint[] {
  const remaining = points.filter((point) => distance(point, x, y) > REACH);
  return remaining.length === points.length ? points : remaining;
}

/** The cursor after an arrow key; null for other keys. */
export function movedCursor(
  [x, y]: readonly [number, number],
  key: string,
  far: boolean,
): readonly [number, number] | null {
  const step = far ? FAR : STEP;
  switch (key) {
    case 'ArrowLeft':
      return [rounded(x - step), y];
    case 'ArrowRight':
      return [rounded(x + step), y];
    case 'ArrowDown':
      return [x, rounded(y - step)];
    case 'ArrowUp':
      return [x, rounded(y + step)];
    default:
      return null;
  }
}
