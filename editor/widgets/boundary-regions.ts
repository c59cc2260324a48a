/** A classifier's decision regions as pixels. */
import type { Rgb } from './heat-map.ts';

/** Predictions on a regular grid, row-major; row 0 is the lowest y, column 0 the lowest x. */
export interface BoundaryGrid {
  readonly width: number;
  readonly height: number;
  /** The predicted class of each cell. */
  readonly classes?: ArrayLike<number> | undefined;
  /** Instead: raw scores, [height, width, classCount]; one class means a logit of class 1 over 0. */
  readonly scores?: ArrayLike<number> | undefined;
}

/** How strongly a region takes its class color: barely decided and fully certain. */
const faint = 0.12;
const certain = 0.5;

/** RGBA pixels with the highest y on top, class colors softened into `ground` by uncertainty. */
export function paintRegions(
  grid: BoundaryGrid,
  colors: readonly Rgb[],
  ground: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = grid;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const { winner, margin } = decisionAt(grid, row * width + column);
      const color = colors[winner % colors.length] ?? ground;
      const strength = margin === null ? 0 : faint + (certain - faint) * margin;
      const at = ((height - 1 - row) * width + column) * 4;
      for (let c = 0; c < 3; c += 1) pixels[at + c] = ground[c] + (color[c] - ground[c]) * strength;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** The winning class of a cell and how sure it is, 0 to 1; null where a score is not a number. */
export function decisionAt(
  { classes, scores, width, height }: BoundaryGrid,
  cell: number,
): { winner: number; margin: number | null } {
  if (classes) return { winner: classes[cell], margin: 1 };
  if (!scores) return { winner: 0, margin: null };
  const count = Math.round(scores.length / (width * height));
  if (count === 1) {
    const p = 1 / (1 + Math.exp(-scores[cell]));
    if (Number.isNaN(p)) return { winner: 0, margin: null };
    return { winner: p >= 0.5 ? 1 : 0, margin: Math.abs(2 * p - 1) };
  }
  let winner = 0;
  const first = cell * count;
  for (let k = 1; k < count; k += 1) if (scores[first + k] > scores[first + winner]) winner = k;
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += Math.exp(scores[first + k] - scores[first + winner]);
  if (Number.isNaN(sum)) return { winner: 0, margin: null };
  // From 1/count (a tie of all) to 1 (certain), stretched over 0 to 1.
  return { winner, margin: (1 / sum - 1 / count) / (1 - 1 / count) };
}
