/**
 * Where the view goes so that a step can be followed: not at all while its place is seen and its text can be read,
 * else to where the next steps are seen as well, so that rides are few.
 */
import { type Box, grown } from '../../graph-core/drawing/box.ts';
import type { View } from '../state/look/canvas-look.ts';
import { isInside } from '../state/look/free-place.ts';
import { TEXT_FROM } from './level-of-detail.ts';
import type { StepFocus } from './step-focus.ts';

/** The step that is shown, and what is around it. */
export interface Stepped {
  readonly focus: StepFocus;
  /** Of the steps that come next, the nearest first. */
  readonly ahead: readonly StepFocus[];
  readonly view: View;
  /** Where the graph is seen, in px of the window from the corner of the canvas. */
  readonly area: Box;
  /** Someone chose this zoom while stepping. */
  readonly isOwnZoom: boolean;
}

/** How large the canvas is seen when the view has to come nearer. */
const NEAR = 0.85;
/** Space between what a step is about and the edge of what is seen, in px of the window: enough, and wanted. */
const EDGE = { least: 6, wanted: 28 } as const;

/** Where the view goes; null for nowhere. */
export function planRide({ focus, ahead, view, area, isOwnZoom }: Stepped): View | null {
  const isReadable = isOwnZoom || view.zoom >= TEXT_FROM;
  const seen = seenAt(view, grown(area, -EDGE.least));
  if (isReadable && isInside(seenPart(focus, sizeOf(seen)), seen)) return null;
  const room = sizeOf(grown(area, -EDGE.wanted));
  const zoom = isReadable ? view.zoom : zoomFor(focus.whole, room);
  const space = { width: room.width / zoom, height: room.height / zoom };
  let shown = seenPart(focus, space);
  for (const next of ahead) {
    const both = union(shown, next.whole);
    if (!fits(both, space)) break;
    shown = both;
  }
  return {
    x: Math.round((area.left + area.right - zoom * (shown.left + shown.right)) / 2),
    y: Math.round((area.top + area.bottom - zoom * (shown.top + shown.bottom)) / 2),
    zoom,
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const sizeOf = ({ left, top, right, bottom }: Box): Size => ({
  width: right - left,
  height: bottom - top,
});

const fits = (box: Box, { width, height }: Size): boolean =>
  box.right - box.left <= width && box.bottom - box.top <= height;

const seenAt = ({ x, y, zoom }: View, area: Box): Box => ({
  left: (area.left - x) / zoom,
  top: (area.top - y) / zoom,
  right: (area.right - x) / zoom,
  bottom: (area.bottom - y) / zoom,
});

const union = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

/** Near, or as near as all of it is seen, as long as text can be read. */
function zoomFor(whole: Box, room: Size): number {
  const { width, height } = sizeOf(whole);
  return Math.max(TEXT_FROM, Math.min(NEAR, room.width / width, room.height / height));
}

/** All of the focus where that has room, else as much of it around the least. */
function seenPart({ least, whole }: StepFocus, { width, height }: Size): Box {
  const [left, right] = partOf([least.left, least.right], [whole.left, whole.right], width);
  const [top, bottom] = partOf([least.top, least.bottom], [whole.top, whole.bottom], height);
  return { left, top, right, bottom };
}

type Interval = readonly [from: number, to: number];

function partOf(least: Interval, whole: Interval, room: number): Interval {
  if (whole[1] - whole[0] <= room) return whole;
  const spare = Math.max(0, room - (least[1] - least[0]));
  const before = Math.min(spare, least[0] - whole[0]);
  return [least[0] - before, least[1] + Math.min(spare - before, whole[1] - least[1])];
}
