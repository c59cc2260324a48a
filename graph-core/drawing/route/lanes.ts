/** Where wires already run, so that others keep beside them: straight pieces with the node they come from. */
import type { NodeId } from '../../graph/document.ts';
import type { Box } from '../box.ts';

/** A straight piece; `at` is its y when it lies, its x when it stands. */
export interface Lane {
  readonly source: NodeId;
  readonly lies: boolean;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Distance of wires that run side by side, in px. */
export const LANE = 10;
/** Nearer than this they run on each other, or nearly. */
export const BESIDE = LANE - 2;

/** True when two pieces run on each other, or nearly. Wires of one source may: they say the same. */
export const isTaken = (lane: Lane, at: number, from: number, to: number): boolean =>
  Math.abs(lane.at - at) < BESIDE && lane.from < to && from < lane.to;

/** The straight pieces of a way, in its order. */
export function lanesOf(source: NodeId, way: readonly { x: number; y: number }[]): Lane[] {
  const lanes: Lane[] = [];
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    const lies = a.y === b.y;
    const [p, q] = lies ? [a.x, b.x] : [a.y, b.y];
    if (p === q) continue;
    lanes.push({ source, lies, at: lies ? a.y : a.x, from: Math.min(p, q), to: Math.max(p, q) });
  }
  return lanes;
}

/** True when a lane reaches into a box. */
export const isInside = ({ lies, at, from, to }: Lane, box: Box): boolean =>
  lies
    ? at > box.top && at < box.bottom && from < box.right && to > box.left
    : at > box.left && at < box.right && from < box.bottom && to > box.top;
