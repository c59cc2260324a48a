/** Places in a tensor: indices from 0, as in PyTorch and NumPy, and what they are called. */
import { elementAt, type HeatPlan, type TensorLike } from './heat-map.ts';

/** A block of cells within one matrix of a tensor. */
export interface CellWindow {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Position of row 0, column 0 of that matrix. */
  readonly start: number;
  /** Elements of one row. */
  readonly stride: number;
}

/** Rows passed by PageUp and PageDown in a matrix; in higher ranks they pass a matrix. */
const page = 10;

/** Rows and columns of the matrices that a tensor is made of; a vector is one row. */
export function matrixSize(shape: readonly number[]): { rows: number; columns: number } {
  return { rows: shape.at(-2) ?? 1, columns: shape.at(-1) ?? 1 };
}

/** Indices of a row-major position. */
export function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    place.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}

/** `row 3, column 17`, `element 5` or `matrix 2, 0, row 3, column 17`. */
export function spokenPlace(index: number, shape: readonly number[]): string {
  const place = placeOf(index, shape);
  if (place.length === 1) return `element ${place[0]}`;
  const matrix = place.slice(0, -2);
  const inside = `row ${place.at(-2)}, column ${place.at(-1)}`;
  return matrix.length === 0 ? inside : `matrix ${matrix.join(', ')}, ${inside}`;
}

/** Reads `3, 17` or `[3, 17]`; axes that are left out are 0, −1 is the last. Null for what is not there. */
export function readPlace(text: string, shape: readonly number[]): number | null {
  const parts = text
    .replaceAll(/[[\]()]/g, ' ')
    .trim()
    .split(/[\s,;]+/);
  if (parts.length > shape.length) return null;
  let index = 0;
  for (const [axis, size] of shape.entries()) {
    const part = (parts[axis] ?? '0').replace('\u2212', '-');
    if (!/^-?\d+$/.test(part)) return null;
    const at = Number(part) < 0 ? Number(part) + size : Number(part);
    if (at < 0 || at >= size) return null;
    index = index * size + at;
  }
  return index;
}

/** Where a key leads; null when it is not one that moves. */
export function placeAfterKey(
  index: number,
  shape: readonly number[],
  { key, ctrlKey, metaKey }: { key: string; ctrlKey: boolean; metaKey: boolean },
): number | null {
  const { rows, columns } = matrixSize(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  const size = rows * columns;
  const row = Math.floor((index % size) / columns);
  const column = index % columns;
  const toRow = (next: number) => index + (Math.min(rows - 1, Math.max(0, next)) - row) * columns;
  const toMatrix = (by: number) => (index + by < 0 || index + by >= count ? index : index + by);
  const isWhole = ctrlKey || metaKey;
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? index - 1 : index;
    case 'ArrowRight':
      return column < columns - 1 ? index + 1 : index;
    case 'ArrowUp':
      return toRow(row - 1);
    case 'ArrowDown':
      return toRow(row + 1);
    case 'PageUp':
      return shape.length > 2 ? toMatrix(-size) : toRow(row - page);
    case 'PageDown':
      return shape.length > 2 ? toMatrix(size) : toRow(row + page);
    case 'Home':
      return isWhole ? 0 : index - column;
    case 'End':
      return isWhole ? count - 1 : index - column + columns - 1;
    default:
      return null;
  }
}

/** The cells around a place, as many as there are up to `most`, with the place as near the middle as can be. */
export function windowAround(
  index: number,
  shape: readonly number[],
  most: { readonly rows: number; readonly columns: number },
): CellWindow {
  const { rows, columns } = matrixSize(shape);
  const size = rows * columns;
  const start = index - (index % size);
  const row = Math.floor((index - start) / columns);
  return {
    rows: around(row, rows, most.rows),
    columns: around(index % columns, columns, most.columns),
    start,
    stride: columns,
  };
}

/** Up to `most` neighboring indices that hold `at`. */
function around(at: number, size: number, most: number): number[] {
  const count = Math.min(size, most);
  const first = Math.min(size - count, Math.max(0, at - Math.floor((count - 1) / 2)));
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The element that shows where everything is pooled into one: the first NaN, else the largest magnitude. */
export function strongestElement({ data }: TensorLike): number {
  let best = 0;
  for (let i = 0; i < data.length; i += 1) {
    if (Number.isNaN(data[i])) return i;
    if (Math.abs(data[i]) > Math.abs(data[best])) best = i;
  }
  return best;
}

/** A point of a map and what one px spans there, in cells. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
  readonly spanX: number;
  readonly spanY: number;
}

/** The strongest of the elements that lie under one px; −1 between tiles and outside. */
export function elementUnder(
  { data }: TensorLike,
  plan: HeatPlan,
  { x, y, spanX, spanY }: MapPoint,
): number {
  let best = -1;
  for (let v = Math.floor(y); v < Math.max(y + spanY, Math.floor(y) + 1); v += 1) {
    for (let u = Math.floor(x); u < Math.max(x + spanX, Math.floor(x) + 1); u += 1) {
      if (u < 0 || v < 0 || u >= plan.width || v >= plan.height) continue;
      const i = elementAt(plan, u, v);
      if (i < 0) continue;
      if (Number.isNaN(data[i])) return i;
      if (best < 0 || Math.abs(data[i]) > Math.abs(data[best])) best = i;
      // Where a cell is larger than a px, one px lies in one cell.
      if (spanX <= 1) break;
    }
    if (spanY <= 1) break;
  }
  return best;
}
