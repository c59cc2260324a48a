/**
 * The simple way of a wire: straight out, once up or down where there is most room, straight in. Null where
 * something is in the way of all such ways.
 */
import type { Position } from '../../graph/document.ts';
import type { Box } from '../box.ts';
import { isInside, isTaken, type Lane, lanesOf } from './lanes.ts';

/** Least room for going up or down, in px. */
const LEAST = 16;
/** A wider room is not used to its end: wires bend near what they go into. */
const MOST = 150;

/** What is in the way. */
export interface InTheWay {
  readonly boxes: readonly Box[];
  /** Straight pieces of the wires of other nodes. */
  readonly lanes: readonly Lane[];
}

/** Corners of the way from `from` to `to`, both included. */
export function directWay(from: Position, to: Position, around: InTheWay): Position[] | null {
  if (to.x <= from.x) return null;
  if (Math.abs(from.y - to.y) < 1) {
    const way = [from, to];
    return isFree(way, around) ? way : null;
  }
  const rooms = roomsBetween(from, to, around.boxes).map(usedOf);
  for (const { left, right } of rooms) {
    const x = (left + right) / 2;
    const way = [from, { x, y: from.y }, { x, y: to.y }, to];
    if (isFree(way, around)) return way;
  }
  return null;
}

interface Room {
  readonly left: number;
  readonly right: number;
}

/** Stretches of x in which nothing is in the way of going from one height to the other, the best first. */
function roomsBetween(from: Position, to: Position, boxes: readonly Box[]): Room[] {
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const blocking = boxes
    .filter((box) => box.top < bottom && box.bottom > top && box.right > from.x && box.left < to.x)
    .sort((a, b) => a.left - b.left);
  const rooms: Room[] = [];
  let left = from.x;
  for (const box of blocking) {
    if (box.left - left >= LEAST) rooms.push({ left, right: box.left });
    left = Math.max(left, box.right);
  }
  if (to.x - left >= LEAST) rooms.push({ left, right: to.x });
  const worth = ({ left, right }: Room): number => Math.min(MOST, right - left);
  return rooms.sort((a, b) => worth(b) - worth(a) || b.right - a.right);
}

const usedOf = ({ left, right }: Room): Room => ({ left: Math.max(left, right - MOST), right });

function isFree(way: readonly Position[], { boxes, lanes }: InTheWay): boolean {
  return lanesOf('', way).every(
    (lane) =>
      !boxes.some((box) => isInside(lane, box)) &&
      !lanes.some(
        (other) =>
          other.lies === lane.lies && lane.lies && isTaken(other, lane.at, lane.from, lane.to),
      ),
  );
}
