/** A classifier's decision regions as pixels. */
import type { Rgb } from './heat-palette.ts';

/** Predictions on a regular grid, row-major; row 0 is the lowest y, column 0 the lowest x. */
export interface BoundaryGrid {
  readonly width: number;
  readonly height: number;
  /** The predicted class of each cell. */
  readonly classes: ArrayLike<number>;
  /** How sure the classifier is, 0 to 1; NaN where its outputs are no numbers. */
  readonly confidence: ArrayLike<number>;
}

/** How strongly a region takes its class color: barely decided and fully certain. */
const faint = 0.12;
const certain = 0.5;

/** RGBA pixels with the highest y on top, class colors softened into `ground` by uncertainty. */
export function paintRegions(
  { width, height, classes, confidence }: BoundaryGrid,
  colors: readonly Rgb[],
  ground: Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const cell = row * width + column;
      const color = colors[classes[cell] % colors.length] ?? ground;
      const sure = confidence[cell];
      const strength = Number.isNaN(sure) ? 0 : faint + (certain - faint) * sure;
      const at = ((height - 1 - row) * width + column) * 4;
      for (let c = 0; c < 3; c += 1) pixels[at + c] = ground[c] + (color[c] - ground[c]) * strength;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
