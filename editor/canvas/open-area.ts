/** The part of the canvas that no panel lies on. */

/** Width of what lies on the canvas at its left, in px; the app says so in its style. */
function coveredLeft(canvas: Element | null): number {
  if (canvas === null) return 0;
  return Number.parseFloat(getComputedStyle(canvas).getPropertyValue('--covered-left')) || 0;
}

/** Width of the palette, there or not, in px: a graph that was fitted stays clear of it in every mode. */
export function paletteWidth(canvas: Element | null): number {
  if (canvas === null) return 0;
  return Number.parseFloat(getComputedStyle(canvas).getPropertyValue('--palette-width')) || 0;
}

/** The open part in px of the window; null before the canvas is there. */
export function openArea(canvas: Element | null): DOMRect | null {
  if (canvas === null) return null;
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const covered = coveredLeft(canvas);
  return new DOMRect(left + covered, top, width - covered, height);
}

/** Height of the bar below the canvas that comes with stepping and training, in px. */
const BAR_BELOW = 104;

/** The height the canvas keeps in every mode, in px: bars and, in narrow windows, panels come below it. */
export function lastingHeight(canvas: Element | null): number {
  if (canvas === null) return 0;
  if (matchMedia('(max-width: 1000px) and (min-height: 601px)').matches) return innerHeight / 2;
  return innerHeight - canvas.getBoundingClientRect().top - BAR_BELOW;
}
