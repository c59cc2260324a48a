/** A few cells of a tensor with their numbers and colors, indices at the edges, the one that is read marked. */
import { useMemo } from 'react';
import { formatExact } from './format-number.ts';
import type { TensorLike } from './heat-map.ts';
import { type HeatKind, heatColor, heatRamp, type Rgb } from './heat-palette.ts';
import { matrixCells } from './matrix-cells.ts';
import type { CellWindow } from './tensor-place.ts';
import { themeHeatPalette, useThemeVersion } from './theme-colors.ts';

export interface MagnifiedGridProps {
  readonly tensor: TensorLike;
  readonly kind: HeatKind;
  readonly cells: CellWindow;
  /** The one that is read; row-major position. */
  readonly index: number;
  /** Magnitude of full color. */
  readonly scale: number;
  /** Elements that take part in something. */
  readonly lit?: ReadonlySet<number> | undefined;
  readonly onPick: (index: number) => void;
}

export function MagnifiedGrid(props: MagnifiedGridProps) {
  const { tensor, kind, cells, index, scale, lit, onPick } = props;
  const theme = useThemeVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  const ramp = useMemo(() => heatRamp(themeHeatPalette(kind)), [kind, theme]);
  const { rows, columns, start, stride } = cells;
  const at = (row: number, column: number) => start + row * stride + column;
  const shown = rows.flatMap((row) => columns.map((column) => tensor.data[at(row, column)]));
  const { rows: texts, factor } = matrixCells(shown, columns.length);
  return (
    // What it says is said by the slider that moves it.
    <table className="magnified" aria-hidden="true">
      <thead>
        <tr>
          <th>{factor}</th>
          {columns.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          <tr key={row}>
            {tensor.shape.length > 1 ? <th>{row}</th> : <th />}
            {columns.map((column, c) => {
              const i = at(row, column);
              const color = heatColor(ramp, tensor.data[i], scale);
              return (
                <td
                  key={column}
                  className={
                    i === index ? 'magnified-read' : lit?.has(i) ? 'magnified-lit' : undefined
                  }
                  style={{ backgroundColor: `rgb(${color.join(' ')})`, color: inkOn(color) }}
                  title={formatExact(tensor.data[i])}
                  onPointerDown={() => onPick(i)}
                >
                  {texts[r][c]}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Black or white, whichever has more contrast on a color; never less than 4.5. */
export function inkOn(color: Rgb): string {
  const [r, g, b] = color.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  // √(1.05 · 0.05) − 0.05: there both have the same contrast, 4.58.
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}
