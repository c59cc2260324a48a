/** What a label says about a tensor in the room its form gives: a number, cells, or a picture with shape and scale. */
import type { LabelForm } from '../../graph-core/drawing/label-form.ts';
import type { Tensor } from '../../graph-core/tensor/tensor.ts';
import { formatNumber, formatShape } from '../widgets/format-number.ts';
import { rampPlace } from '../widgets/heat-palette.ts';
import { largestMagnitude, matrixCells } from '../widgets/matrix-cells.ts';

/** Colors row by row: places on the ramp of a heat palette. */
export interface HeatCells {
  readonly columns: number;
  readonly rows: number;
  readonly places: readonly number[];
}

/** What a label shows. */
export type LabelContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'cells';
      readonly rows: readonly (readonly string[])[];
      /** `10⁻⁵`, what all of them are multiplied by; empty for one. */
      readonly factor: string;
      /** The same in colors, for when the numbers would be too small to read. */
      readonly heat: HeatCells;
    }
  | {
      readonly kind: 'map';
      readonly shape: string;
      /** `±0.83`, the magnitude of full color. */
      readonly scale: string;
      readonly heat: HeatCells;
    };

/** Least side of a cell in px; finer ones are pooled, the strongest number wins. */
const LEAST_CELL = 3;

/** Elements of a tensor that are all looked at; of larger ones so many samples a cell and axis are. */
const ALL = 65_536;
const SAMPLES = 8;

/** The label for a tensor in the room of `form`, which need not be that of its shape: a run has other batches. */
export function labelContent(tensor: Tensor, form: LabelForm): LabelContent {
  const { shape, data } = tensor;
  if (data.length === 1) return { kind: 'text', text: formatNumber(data[0]) };
  if (data.length === 0) return { kind: 'text', text: formatShape(shape) };
  const columns = shape[shape.length - 1];
  const fits = data.length === form.rows * form.columns && columns === form.columns;
  const scale = largestMagnitude(data);
  if (form.kind === 'cells' && fits) {
    const heat = heatCells(tensor, scale, { columns, rows: form.rows });
    return { kind: 'cells', ...matrixCells(data, columns), heat };
  }
  const room = form.kind === 'map' ? form : { columns: 40, rows: 24 };
  const most = {
    columns: Math.floor(room.columns / LEAST_CELL),
    rows: Math.floor(room.rows / LEAST_CELL),
  };
  return {
    kind: 'map',
    shape: formatShape(shape),
    scale: `±${formatNumber(scale, { digits: 2 })}`,
    heat: heatCells(tensor, scale, most),
  };
}

function heatCells(
  { shape, data }: Tensor,
  scale: number,
  most: { readonly columns: number; readonly rows: number },
): HeatCells {
  const width = shape[shape.length - 1];
  const height = data.length / width;
  const columns = Math.min(width, most.columns);
  const rows = Math.min(height, most.rows);
  const strongest = new Float64Array(columns * rows);
  const isLarge = data.length > ALL;
  const down = isLarge ? Math.max(1, Math.floor(height / (rows * SAMPLES))) : 1;
  const across = isLarge ? Math.max(1, Math.floor(width / (columns * SAMPLES))) : 1;
  for (let r = 0; r < height; r += down) {
    const row = Math.floor((r * rows) / height) * columns;
    for (let c = 0; c < width; c += across) {
      const cell = row + Math.floor((c * columns) / width);
      const x = data[r * width + c];
      if (Number.isNaN(x) || Math.abs(x) > Math.abs(strongest[cell])) strongest[cell] = x;
    }
  }
  return { columns, rows, places: Array.from(strongest, (x) => rampPlace(x, scale)) };
}

/** True when two labels look the same. */
export function sameContent(a: LabelContent | null, b: LabelContent | null): boolean {
  if (a === null || b === null || a.kind !== b.kind) return a === b;
  switch (a.kind) {
    case 'text':
      return b.kind === 'text' && a.text === b.text;
    case 'cells':
      return b.kind === 'cells' && a.factor === b.factor && sameRows(a.rows, b.rows);
    case 'map':
      return (
        b.kind === 'map' && a.shape === b.shape && a.scale === b.scale && sameHeat(a.heat, b.heat)
      );
    default:
      return a satisfies never;
  }
}

const sameRows = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean =>
  a.every((row, r) => row.every((cell, c) => cell === b[r]?.[c]));

const sameHeat = (a: HeatCells, b: HeatCells): boolean =>
  a.columns === b.columns &&
  a.places.length === b.places.length &&
  a.places.every((place, i) => place === b.places[i]);
