/** What a label can say about a tensor in the room of a wire: numbers, or a strip of colors with the shape. */
import type { Tensor } from '../../graph-core/tensor/tensor.ts';
import { formatNumber, formatShape } from '../widgets/format-number.ts';

/** Text, or a small heat map of at most `COLUMNS` × `ROWS` cells. */
export type LabelContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'strip';
      readonly columns: number;
      readonly rows: number;
      /** One number a cell in [-1, 1], row by row; NaN where a number is missing or infinite. */
      readonly cells: readonly number[];
    };

/** Cells of the widest strip; with its triangle it is as long as the straight run of a wire. */
const COLUMNS = 13;
/** Rows of the highest strip; two labels fit between neighboring ports. */
const ROWS = 3;
/** Vectors of more elements are colored, however much room there is. */
const PRINTED = 6;

/** Significant digits tried for a printed vector, from the best. */
const DIGITS = [4, 3, 2] as const;

/** Width of a character of a label and of the triangle before it, in px. */
export const CHARACTER = 7.4;
const TRIANGLE = 15;

/** The label for a tensor in `room` px: a number, a short vector as far as it fits, otherwise colors. */
export function labelContent(tensor: Tensor, room: number): LabelContent {
  const { shape, data } = tensor;
  if (data.length === 1) return { kind: 'text', text: formatNumber(data[0]) };
  if (data.length === 0) return { kind: 'text', text: formatShape(shape) };
  if (data.length <= PRINTED && shape.length === 1) {
    for (const digits of DIGITS) {
      const text = [...data].map((x) => formatNumber(x, { digits })).join(', ');
      if (TRIANGLE + CHARACTER * text.length <= room) return { kind: 'text', text };
    }
  }
  const width = shape[shape.length - 1] ?? 1;
  const height = data.length / width;
  const columns = Math.min(COLUMNS, width);
  const rows = Math.min(ROWS, height);
  return {
    kind: 'strip',
    columns,
    rows,
    cells: cellsOf(data, width, height, columns, rows),
  };
}

/** Means over equal parts of the matrix, scaled by the largest magnitude; sampled when it is large. */
function cellsOf(
  data: Float64Array,
  width: number,
  height: number,
  columns: number,
  rows: number,
): number[] {
  const cells: number[] = [];
  for (let r = 0; r < rows; r++) {
    const top = Math.floor((r * height) / rows);
    const bottom = Math.max(top + 1, Math.floor(((r + 1) * height) / rows));
    for (let c = 0; c < columns; c++) {
      const left = Math.floor((c * width) / columns);
      const right = Math.max(left + 1, Math.floor(((c + 1) * width) / columns));
      cells.push(partMean(data, width, [top, bottom, left, right]));
    }
  }
  const largest = cells.reduce(
    (most, cell) => (Number.isFinite(cell) ? Math.max(most, Math.abs(cell)) : most),
    0,
  );
  return cells.map((cell) =>
    largest === 0
      ? Number.isFinite(cell)
        ? 0
        : Number.NaN
      : Number.isFinite(cell)
        ? cell / largest
        : Number.NaN,
  );
}

/** Elements of a part that are looked at; a picture of 64 cells needs no more. */
const SAMPLES = 8;

function partMean(
  data: Float64Array,
  width: number,
  [top, bottom, left, right]: readonly [number, number, number, number],
): number {
  const down = Math.max(1, Math.floor((bottom - top) / SAMPLES));
  const across = Math.max(1, Math.floor((right - left) / SAMPLES));
  let sum = 0;
  let count = 0;
  for (let r = top; r < bottom; r += down) {
    for (let c = left; c < right; c += across) {
      sum += data[r * width + c];
      count++;
    }
  }
  return sum / count;
}

/** The shape in place of the numbers; a scalar has only its number. */
export function shapeContent(tensor: Tensor): LabelContent {
  const { shape, data } = tensor;
  return { kind: 'text', text: shape.length === 0 ? formatNumber(data[0]) : formatShape(shape) };
}

/** True when two labels look the same. */
export function sameContent(a: LabelContent | null, b: LabelContent | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'text' || b.kind === 'text') {
    return a.kind === 'text' && b.kind === 'text' && a.text === b.text;
  }
  return (
    a.columns === b.columns &&
    a.cells.length === b.cells.length &&
    a.cells.every((cell, i) => Object.is(cell, b.cells[i]))
  );
}
