/** Reading a plot without a mouse: arrow keys go from point to point, a finger points; what is read stays until one leaves. */
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from 'react';
import type uPlot from 'uplot';

/** Points that Shift or a page key moves. */
const FAR = 10;

/** Off the plot: the cursor is gone. */
const NOWHERE = { left: -10, top: -10 };

/** Handlers for the element in which `plot` draws its rows over `places`. */
export function usePlotReading(
  plot: { readonly current: uPlot | null },
  places: readonly number[],
) {
  /** The x that keys or a finger chose; null while there is none. */
  const chosen = useRef<number | null>(null);

  function show(): void {
    const chart = plot.current;
    if (chart === null) return;
    const x = chosen.current;
    chart.setCursor(x === null ? NOWHERE : { left: chart.valToPos(x, 'x'), top: 0 });
  }

  // Points come while one reads: the cursor stays at its step, not at its pixel.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the points
  useLayoutEffect(() => {
    if (chosen.current === null) return;
    const frame = requestAnimationFrame(show);
    return () => cancelAnimationFrame(frame);
  }, [places]);

  function choose(x: number | null): void {
    chosen.current = x;
    show();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const last = places.length - 1;
    const now = chosen.current;
    const from = now === null ? last : nearest(places, now);
    const to = movedPlace(from, last, event);
    if (event.key === 'Escape' && now !== null) choose(null);
    else if (to !== null && last >= 0) choose(places[Math.max(0, Math.min(last, to))]);
    else return;
    // These keys scroll the panel, or are commands elsewhere.
    event.preventDefault();
    event.stopPropagation();
  }

  /** A finger; a mouse is followed by the plot itself. */
  function onPointer(event: PointerEvent<HTMLElement>): void {
    const chart = plot.current;
    if (chart === null || event.pointerType === 'mouse' || places.length === 0) return;
    const left = event.clientX - chart.over.getBoundingClientRect().left;
    choose(places[nearest(places, chart.posToVal(left, 'x'))]);
  }

  return {
    onKeyDown,
    onPointerDown: onPointer,
    onPointerMove: onPointer,
    onBlur: () => choose(null),
  };
}

/** Where a key leads from a place; null for other keys. */
function movedPlace(
  from: number,
  last: number,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
): number | null {
  const by = shiftKey ? FAR : 1;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return from - by;
    case 'ArrowRight':
    case 'ArrowUp':
      return from + by;
    case 'PageDown':
      return from - FAR;
    case 'PageUp':
      return from + FAR;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** The index of the number closest to `x`; the numbers ascend. */
function nearest(ascending: readonly number[], x: number): number {
  let best = 0;
  for (let i = 1; i < ascending.length; i++) {
    if (Math.abs(ascending[i] - x) < Math.abs(ascending[best] - x)) best = i;
  }
  return best;
}
