/** Where a lens opens: beside what it is about, never over it, inside the window. */

/** In px of the window. */
export interface LensAnchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** px between the lens and its anchor, and between the lens and the window's edge. */
const gap = 8;
const margin = 8;

/**
 * Left and top: below the anchor if there is room, else above, right or left of it. Where it fits
 * nowhere it stands in the corner farthest from the anchor.
 */
export function planLensPosition(
  { x, y, width, height }: LensAnchor,
  lens: Size,
  viewport: Size,
): { left: number; top: number } {
  const [rightmost, lowest] = [
    viewport.width - margin - lens.width,
    viewport.height - margin - lens.height,
  ];
  const within = (at: number, last: number) => Math.max(margin, Math.min(at, last));
  const left = within(x + width / 2 - lens.width / 2, rightmost);
  const top = within(y + height / 2 - lens.height / 2, lowest);
  const below = y + height + gap;
  if (below <= lowest) return { left, top: below };
  const above = y - gap - lens.height;
  if (above >= margin) return { left, top: above };
  const right = x + width + gap;
  if (right <= rightmost) return { left: right, top };
  const before = x - gap - lens.width;
  if (before >= margin) return { left: before, top };
  return {
    left: x + width / 2 < viewport.width / 2 ? Math.max(margin, rightmost) : margin,
    top: y + height / 2 < viewport.height / 2 ? Math.max(margin, lowest) : margin,
  };
}
