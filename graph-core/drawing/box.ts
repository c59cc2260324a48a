/** Rectangles on the canvas, in px at 100 %. */
import type { Position } from '../graph/document.ts';

/** A rectangle; `right` and `bottom` are its far edges. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** True when the insides of two rectangles have a point in common. */
export const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The same rectangle elsewhere. */
export const shifted = (box: Box, { x, y }: Position): Box => ({
  left: box.left + x,
  top: box.top + y,
  right: box.right + x,
  bottom: box.bottom + y,
});

/** The same rectangle with `by` px more on each side. */
export const grown = (box: Box, by: number): Box => ({
  left: box.left - by,
  top: box.top - by,
  right: box.right + by,
  bottom: box.bottom + by,
});

/** The smallest rectangle around all; null for none. */
export function around(boxes: Iterable<Box>): Box | null {
  let whole: Box | null = null;
  for (const box of boxes) {
    whole =
      whole === null
        ? box
        : {
            left: Math.min(whole.left, box.left),
            top: Math.min(whole.top, box.top),
            right: Math.max(whole.right, box.right),
            bottom: Math.max(whole.bottom, box.bottom),
          };
  }
  return whole;
}
