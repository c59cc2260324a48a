/**
 * Corners of a way → a smooth path. Where a way goes on to the right after going up or down it becomes one
 * S, as wide as what is free around it lets it be; where it turns back its corners are rounded.
 */
import type { Position } from '../../graph/document.ts';
import type { Box } from '../box.ts';

/** A piece of a path: a line or a cubic curve to `to`. */
export type Piece =
  | { readonly kind: 'line'; readonly to: Position }
  | { readonly kind: 'curve'; readonly via: readonly [Position, Position]; readonly to: Position };

/** A path from `start` on. */
export interface SmoothPath {
  readonly start: Position;
  readonly pieces: readonly Piece[];
}

/** Radius of a corner where a way turns back. */
const RADIUS = 14;
/** Widest S, for the height it goes. */
const widest = (height: number): number => 30 + 0.85 * Math.abs(height);

/** The path along corners that lie and stand in turn, clear of `boxes`. */
export function smoothPath(way: readonly Position[], boxes: readonly Box[]): SmoothPath {
  const pieces: Piece[] = [];
  // A standing piece lies between corners i and i + 1; lying ones before and after it.
  let at = way[0];
  for (let i = 1; i + 2 < way.length; i += 2) {
    const [down, up] = [way[i], way[i + 1]];
    const after = way[i + 2];
    const goesOn = down.x > way[i - 1].x && after.x > up.x;
    // What lies before is shared with the S before it, what comes after with the next.
    const before = i === 1 ? way[0].x : (way[i - 1].x + down.x) / 2;
    const next = i + 3 >= way.length ? after.x : (up.x + after.x) / 2;
    if (goesOn) {
      const [left, right] = roomAround(down, up.y, { left: before, right: next }, boxes);
      const curve = sCurve({ x: left, y: down.y }, { x: right, y: up.y });
      lineTo(pieces, at, { x: left, y: down.y });
      pieces.push(curve);
      at = curve.to;
    } else {
      at = roundCorners(pieces, at, [way[i - 1], down, up, after]);
    }
  }
  lineTo(pieces, at, way[way.length - 1]);
  return { start: way[0], pieces };
}

/** An S that leaves and arrives lying. */
export function sCurve(from: Position, to: Position): Piece {
  const middle = (from.x + to.x) / 2;
  return {
    kind: 'curve',
    via: [
      { x: middle, y: from.y },
      { x: middle, y: to.y },
    ],
    to,
  };
}

/** How far an S may reach to both sides of a standing piece. */
function roomAround(
  { x, y }: Position,
  end: number,
  limits: { readonly left: number; readonly right: number },
  boxes: readonly Box[],
): [left: number, right: number] {
  const [top, bottom] = [Math.min(y, end), Math.max(y, end)];
  let { left, right } = limits;
  for (const box of boxes) {
    if (box.top >= bottom || box.bottom <= top) continue;
    if (box.right <= x) left = Math.max(left, box.right);
    else if (box.left >= x) right = Math.min(right, box.left);
  }
  const half = widest(end - y) / 2;
  // An S that has room on one side only leans to it.
  const reach = Math.min(2 * half, right - left);
  const start = Math.max(left, Math.min(x - half, right - reach));
  return [start, start + reach];
}

function roundCorners(
  pieces: Piece[],
  at: Position,
  [before, down, up, after]: readonly [Position, Position, Position, Position],
): Position {
  const height = Math.abs(up.y - down.y);
  const first = Math.min(RADIUS, height / 2, Math.abs(down.x - before.x) / 2 || RADIUS);
  const second = Math.min(RADIUS, height / 2, Math.abs(after.x - up.x) / 2 || RADIUS);
  const [come, go] = [Math.sign(down.x - before.x), Math.sign(after.x - up.x)];
  const fall = Math.sign(up.y - down.y);
  lineTo(pieces, at, { x: down.x - come * first, y: down.y });
  pieces.push(corner(down, { x: down.x, y: down.y + fall * first }, { x: -come * first, y: 0 }));
  lineTo(pieces, pieces[pieces.length - 1].to, { x: up.x, y: up.y - fall * second });
  const end = { x: up.x + go * second, y: up.y };
  pieces.push(corner(up, end, { x: 0, y: -fall * second }));
  return end;
}

/** A quarter of a circle, nearly, around a corner that is entered at `corner + entry`. */
function corner(at: Position, to: Position, entry: Position): Piece {
  const bow = 0.45;
  return {
    kind: 'curve',
    via: [
      { x: at.x + entry.x * bow, y: at.y + entry.y * bow },
      { x: at.x + (to.x - at.x) * bow, y: at.y + (to.y - at.y) * bow },
    ],
    to,
  };
}

function lineTo(pieces: Piece[], from: Position, to: Position): void {
  if (Math.abs(from.x - to.x) > 0.5 || Math.abs(from.y - to.y) > 0.5)
    pieces.push({ kind: 'line', to });
}

/** The path in the notation of SVG. */
export function svgPath({ start, pieces }: SmoothPath): string {
  const at = ({ x, y }: Position): string => `${rounded(x)},${rounded(y)}`;
  const texts = pieces.map((piece) =>
    piece.kind === 'line'
      ? `L${at(piece.to)}`
      : `C${at(piece.via[0])} ${at(piece.via[1])} ${at(piece.to)}`,
  );
  return `M${at(start)}${texts.join('')}`;
}

const rounded = (x: number): number => Math.round(x * 10) / 10;

/** Points along a path, its curves in `parts` pieces each. */
export function pointsOf({ start, pieces }: SmoothPath, parts = 16): Position[] {
  const points = [start];
  for (const piece of pieces) {
    const from = points[points.length - 1];
    if (piece.kind === 'line') {
      points.push(piece.to);
      continue;
    }
    const [p, q] = piece.via;
    for (let i = 1; i <= parts; i++) {
      const t = i / parts;
      const s = 1 - t;
      const at = (axis: 'x' | 'y') =>
        s ** 3 * from[axis] +
        3 * s * s * t * p[axis] +
        3 * s * t * t * q[axis] +
        t ** 3 * piece.to[axis];
      points.push({ x: at('x'), y: at('y') });
    }
  }
  return points;
}

/** True when two paths go through the same points in the same way. */
export function isSamePath(a: SmoothPath, b: SmoothPath): boolean {
  return (
    isSamePoint(a.start, b.start) &&
    a.pieces.length === b.pieces.length &&
    a.pieces.every((piece, i) => {
      const other = b.pieces[i];
      if (!isSamePoint(piece.to, other.to)) return false;
      if (piece.kind === 'line' || other.kind === 'line') return piece.kind === other.kind;
      return isSamePoint(piece.via[0], other.via[0]) && isSamePoint(piece.via[1], other.via[1]);
    })
  );
}

const isSamePoint = (a: Position, b: Position): boolean => a.x === b.x && a.y === b.y;
