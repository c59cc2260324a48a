/** Tensors as pixels: layout, color and summary, without a document. */
import { formatNumber, formatShape } from './format-number.ts';
import { type HeatPalette, heatRamp, rampPlace } from './heat-palette.ts';

/** What a widget needs of a tensor; row-major. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export interface TensorSummary {
  readonly count: number;
  /** Over the finite elements; NaN when there is none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Largest finite magnitude; 0 when there is none. */
  readonly scale: number;
  readonly notFinite: number;
}

/** Where each element goes; matrices of higher ranks lie side by side as tiles, 1 px apart. */
export interface HeatPlan {
  /** Cells. */
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  readonly tiles: number;
  readonly tilesPerRow: number;
}

/** Pixels of a canvas on each side; more cells than that are pooled, the strongest one wins. */
const largestSide = 512;

export function summarizeTensor({ data }: TensorLike): TensorSummary {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let finite = 0;
  for (let i = 0; i < data.length; i += 1) {
    const x = data[i];
    if (!Number.isFinite(x)) continue;
    finite += 1;
    sum += x;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const notFinite = data.length - finite;
  if (finite === 0) {
    return { count: data.length, min: NaN, max: NaN, mean: NaN, scale: 0, notFinite };
  }
  const scale = Math.max(Math.abs(min), Math.abs(max));
  return { count: data.length, min, max, mean: sum / finite, scale, notFinite };
}

/** One line: `[64, 32] · min −0.31 · max 0.28 · mean 0.0012`. */
export function describeTensor(tensor: TensorLike, summary = summarizeTensor(tensor)): string {
  return `${formatShape(tensor.shape)} · ${describeNumbers(summary)}`;
}

/** `min −0.31 · max 0.28 · mean 0.0012`, and how many are not finite. */
export function describeNumbers(summary: TensorSummary): string {
  const parts: string[] = [];
  if (summary.count === 0) parts.push('empty');
  else if (summary.count > summary.notFinite) {
    parts.push(`min ${formatNumber(summary.min)}`, `max ${formatNumber(summary.max)}`);
    parts.push(`mean ${formatNumber(summary.mean)}`);
  }
  if (summary.notFinite > 0) parts.push(`${summary.notFinite} not finite`);
  return parts.join(' · ');
}

export function planHeatMap(shape: readonly number[]): HeatPlan {
  const columns = shape.length === 0 ? 1 : shape[shape.length - 1];
  const rows = shape.length < 2 ? 1 : shape[shape.length - 2];
  const tiles = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const tilesPerRow = Math.max(1, Math.min(tiles, Math.ceil(Math.sqrt((tiles * rows) / columns))));
  const tileRows = Math.ceil(tiles / tilesPerRow);
  const width = tilesPerRow * columns + (tilesPerRow - 1);
  const height = tileRows * rows + (tileRows - 1);
  return { width, height, rows, columns, tiles, tilesPerRow };
}

/** Index of the element at a cell, or -1 for a gap between tiles. */
export function elementAt(plan: HeatPlan, x: number, y: number): number {
  const { rows, columns, tiles, tilesPerRow } = plan;
  const tileX = Math.floor(x / (columns + 1));
  const tileY = Math.floor(y / (rows + 1));
  const column = x - tileX * (columns + 1);
  const row = y - tileY * (rows + 1);
  const tile = tileY * tilesPerRow + tileX;
  if (column >= columns || row >= rows || tileX >= tilesPerRow || tile >= tiles) return -1;
  return (tile * rows + row) * columns + column;
}

/** The cell of an element: the inverse of `elementAt`. */
export function cellOf(plan: HeatPlan, index: number): { x: number; y: number } {
  const { rows, columns, tilesPerRow } = plan;
  const tile = Math.floor(index / (rows * columns));
  const inside = index % (rows * columns);
  return {
    x: (tile % tilesPerRow) * (columns + 1) + (inside % columns),
    y: Math.floor(tile / tilesPerRow) * (rows + 1) + Math.floor(inside / columns),
  };
}

/** RGBA pixels of a tensor, `scale` being the magnitude of full color. Gaps are transparent. */
export function paintHeatMap(
  tensor: TensorLike,
  palette: HeatPalette,
  scale: number,
): { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> } {
  const plan = planHeatMap(tensor.shape);
  const step = {
    x: Math.max(1, Math.ceil(plan.width / largestSide)),
    y: Math.max(1, Math.ceil(plan.height / largestSide)),
  };
  const width = Math.ceil(plan.width / step.x);
  const height = Math.ceil(plan.height / step.y);
  const pixels = new Uint8ClampedArray(width * height * 4);
  const ramp = heatRamp(palette);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = strongest(tensor.data, plan, x * step.x, y * step.y, step);
      if (value === null) continue;
      const at = (y * width + x) * 4;
      const from = rampPlace(value, scale) * 3;
      for (let c = 0; c < 3; c += 1) pixels[at + c] = ramp[from + c];
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** The element of largest magnitude in a block of cells, NaN before all; null when all are gaps. */
function strongest(
  data: ArrayLike<number>,
  plan: HeatPlan,
  x: number,
  y: number,
  step: { readonly x: number; readonly y: number },
): number | null {
  let best: number | null = null;
  for (let v = y; v < Math.min(y + step.y, plan.height); v += 1) {
    for (let u = x; u < Math.min(x + step.x, plan.width); u += 1) {
      const i = elementAt(plan, u, v);
      if (i < 0) continue;
      const value = data[i];
      if (Number.isNaN(value)) return value;
      if (best === null || Math.abs(value) > Math.abs(best)) best = value;
    }
  }
  return best;
}
