/**
 * How a tensor stands at a wire, and how much room that takes: a function of its shape alone, so that equal
 * shapes look alike on every wire and nothing moves while numbers change.
 *
 *     ▸ −12          ▸ ┌ 1.20  −0.31 ┐        ▸ ▒▓░▒  [64, 8]
 *     number           └ 0.05   2.00 ┘          ░▒▓░  ±0.83
 *                    cells, up to 4 × 4       map, with shape and scale
 */
import type { Shape } from '../tensor/shape.ts';

/** Room of one label, in px. The triangle that tells the direction is included. */
export interface LabelForm {
  readonly kind: 'number' | 'cells' | 'map';
  readonly width: number;
  readonly height: number;
  /** Cells of a matrix or a vector that prints its numbers; the picture's width and height in px for a map. */
  readonly columns: number;
  readonly rows: number;
}

/** Sides of the largest matrix that prints its numbers, and the longest vector that does. */
const PRINTED_SIDE = 4;
const PRINTED_VECTOR = 6;

/** Room for the triangle before a label. */
export const TRIANGLE = 15;
/** Room for a number with four digits, sign and exponent included. */
const NUMBER = 64;
const NUMBER_HEIGHT = 18;
/** Room for one number of a matrix with its distance from the next, and for one of a vector of more than four. */
export const CELL = { width: 58, narrow: 56, height: 16 } as const;
/** Room for the brackets at both sides of a matrix together, and for the power of ten before them. */
export const BRACKETS = 10;
export const POWER = 38;
/** Space between a picture and what is written beside it. */
export const CAPTION_GAP = 6;
/** Width of a character of what is written beside a picture, at 15 px, and the height of its two lines. */
const CAPTION_CHARACTER = 8.4;
const CAPTION_HEIGHT = 31;
/** `±0.0083`, the scale. */
const LEAST_CAPTION = 60;
const MOST_CAPTION = 92;

/**
 * Rows of so many numbers have wide columns: up to here each is told from its neighbors, and while training the
 * pictures of so many units have room in the place of value and gradient.
 */
const MANY_UNITS = [9, 16] as const;

const SCALAR: LabelForm = {
  kind: 'number',
  width: TRIANGLE + NUMBER,
  height: NUMBER_HEIGHT,
  columns: 1,
  rows: 1,
};

/** The form for a shape; what is not known yet is taken for a number. */
export function labelForm(shape: Shape | undefined): LabelForm {
  if (shape === undefined) return SCALAR;
  const count = shape.reduce((product: number, size) => product * sizeOf(size), 1);
  if (count === 1) return SCALAR;
  return cellsForm(shape) ?? mapForm(shape);
}

/** Null for what is too large to print, or has more than two axes. */
function cellsForm(shape: Shape): LabelForm | null {
  if (shape.length > 2) return null;
  const columns = sizeOf(shape[shape.length - 1]);
  const rows = shape.length === 2 ? sizeOf(shape[0]) : 1;
  const fits =
    shape.length === 1
      ? columns <= PRINTED_VECTOR
      : columns <= PRINTED_SIDE && rows <= PRINTED_SIDE;
  if (!fits || columns === 0 || rows === 0) return null;
  const cell = columns > PRINTED_SIDE ? CELL.narrow : CELL.width;
  return {
    kind: 'cells',
    width: TRIANGLE + POWER + BRACKETS + columns * cell,
    height: Math.max(NUMBER_HEIGHT, rows * CELL.height),
    columns,
    rows,
  };
}

/** At least 40 × 24 px; rows longer than columns lie, columns longer than rows stand. */
function mapForm(shape: Shape): LabelForm {
  const across = sizeOf(shape[shape.length - 1]);
  const down = shape.slice(0, -1).reduce((product: number, size) => product * sizeOf(size), 1);
  const [columns, rows] = pictureSides(shape.length, across, down);
  const written = CAPTION_CHARACTER * (shape.join(', ').length + 2);
  const caption = Math.min(MOST_CAPTION, Math.max(LEAST_CAPTION, Math.ceil(written)));
  return {
    kind: 'map',
    width: TRIANGLE + columns + CAPTION_GAP + caption,
    height: Math.max(CAPTION_HEIGHT, rows),
    columns,
    rows,
  };
}

/** Width and height of the picture of a map. */
function pictureSides(axes: number, across: number, down: number): readonly [number, number] {
  const [fewest, most] = MANY_UNITS;
  if (axes > 1 && across >= fewest && across <= most) return [110, 38];
  if (down === 1) return [72, 24];
  if (down > 2 * across) return [40, 40];
  return across > 2 * down ? [72, 28] : [56, 36];
}

/** A size that only has a name so far counts as more than what prints. */
const sizeOf = (size: number | string): number => (typeof size === 'number' ? size : 64);
