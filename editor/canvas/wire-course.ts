/**
 * The course of a wire: out of its source, one smooth bend, then a straight run into the port. The labels
 * stand on the straight run, so their own wire never crosses them.
 */
import type { Position } from '../../graph-core/graph/document.ts';
import { LABEL_RUN } from '../state/look/geometry.ts';

/** A wire as SVG path, and where its labels stand. */
export interface WireCourse {
  readonly path: string;
  /** Middle of the straight run: the value goes above it, the gradient below. */
  readonly label: Position;
  /** Length in px that the labels may take. */
  readonly room: number;
}

/** Space between a label and the outline of the node, which lies above wires and labels. */
const CLEARANCE = 14;

/** Least length of the bend, so that it never becomes a corner. */
const BEND = 44;

/** The course from an output to an input port, canvas coordinates. */
export function wireCourse(from: Position, to: Position): WireCourse {
  const space = to.x - from.x;
  const straight = space > 0 && Math.abs(to.y - from.y) < 1;
  const run = straight
    ? Math.max(0, Math.min(LABEL_RUN, space - 12))
    : Math.max(24, Math.min(LABEL_RUN, space - BEND));
  const turn = to.x - run;
  const pull = Math.max(BEND / 2, Math.abs(turn - from.x) / 2);
  const path = straight
    ? `M${from.x},${to.y}L${to.x},${to.y}`
    : `M${from.x},${from.y}C${from.x + pull},${from.y} ${turn - pull},${to.y} ${turn},${to.y}L${to.x},${to.y}`;
  const left = straight ? from.x : turn;
  const room = Math.max(0, to.x - left - CLEARANCE);
  return { path, label: { x: left + room / 2, y: to.y }, room };
}
