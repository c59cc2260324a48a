/**
 * Contour lines of a grid of values by marching squares: each cell of four values has at most two pieces of a line, whose
 * ends lie where the value is reached between two corners.
 */

/** A piece of a contour line in cells of the grid: x to the right, y with the rows. */
export interface ContourPiece {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The pieces on which a square grid of `size` × `size` values has the value `level`. */
export function contourPieces(
  values: ArrayLike<number>,
  size: number,
  level: number,
): readonly ContourPiece[] {
  const pieces: ContourPiece[] = [];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const at = row * size + column;
      const corners = [values[at], values[at + 1], values[at + size + 1], values[at + size]];
      if (corners.every(Number.isFinite)) cellPieces(pieces, corners, { row, column, level });
    }
  }
  return pieces;
}

/** Corners around a cell, from its first, clockwise on a screen whose rows go down. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

function cellPieces(
  into: ContourPiece[],
  corners: readonly number[],
  { row, column, level }: { readonly row: number; readonly column: number; readonly level: number },
): void {
  const ends: { x: number; y: number }[] = [];
  for (let side = 0; side < 4; side++) {
    const [a, b] = [corners[side], corners[(side + 1) % 4]];
    if (a < level === b < level) continue;
    const share = (level - a) / (b - a);
    const [from, to] = [CORNERS[side], CORNERS[(side + 1) % 4]];
    ends.push({
      x: column + from[0] + share * (to[0] - from[0]),
      y: row + from[1] + share * (to[1] - from[1]),
    });
  }
  if (ends.length === 2) into.push(piece(ends[0], ends[1]));
  if (ends.length !== 4) return;
  // A saddle: its middle says which corners belong together.
  const isHigh = corners.reduce((sum, x) => sum + x, 0) / 4 >= level === corners[0] >= level;
  if (isHigh) into.push(piece(ends[0], ends[1]), piece(ends[2], ends[3]));
  else into.push(piece(ends[3], ends[0]), piece(ends[1], ends[2]));
}

const piece = (a: { x: number; y: number }, b: { x: number; y: number }): ContourPiece => ({
  ...{ x1: a.x, y1: a.y, x2: b.x, y2: b.y },
});

/** Levels such that as much of the picture lies between any two of them: they show a bowl and a plateau alike. */
export function contourLevels(values: ArrayLike<number>, count: number): readonly number[] {
  const sorted = Array.from(values)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (sorted.length === 0 || sorted[0] === sorted[sorted.length - 1]) return [];
  const levels = Array.from(
    { length: count },
    (_, i) => sorted[Math.floor(((i + 0.5) / count) * (sorted.length - 1))],
  );
  return [...new Set(levels)];
}
