/** Where a menu opens: below its button, flipped or shifted so that it stays in the window. */

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** px between the menu and its button, and between the menu and the window's edge. */
const gap = 4;
const margin = 8;

/** Left and top in px of the window. */
export function planMenuPosition(
  button: Box,
  menu: Size,
  viewport: Size,
): { left: number; top: number } {
  const rightmost = viewport.width - margin - menu.width;
  const left =
    button.left <= rightmost ? button.left : Math.min(button.right - menu.width, rightmost);
  const below = button.bottom + gap;
  const above = button.top - gap - menu.height;
  const lowest = viewport.height - margin - menu.height;
  const top = below <= lowest ? below : above >= margin ? above : lowest;
  return { left: Math.max(margin, left), top: Math.max(margin, top) };
}
