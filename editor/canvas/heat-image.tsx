/** A small heat map inside an SVG: pixels as an image, so that a thousand of them are a thousand elements. */
import { useMemo } from 'react';
import { type HeatKind, heatRamp } from '../widgets/heat-palette.ts';
import { themeHeatPalette, useThemeVersion } from '../widgets/theme-colors.ts';
import type { HeatCells } from './label-content.ts';

interface HeatImageProps {
  readonly cells: HeatCells;
  readonly kind: HeatKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws the cells into a box. */
export function HeatImage({ cells, kind, x, y, width, height }: HeatImageProps) {
  const theme = useThemeVersion();
  const href = useMemo(() => imageOf(cells, rampOf(kind, theme)), [cells, kind, theme]);
  return (
    <>
      <image
        className="heat-image"
        href={href}
        x={x}
        y={y}
        width={width}
        height={height}
        preserveAspectRatio="none"
      />
      <rect className={`heat-frame heat-frame-${kind}`} x={x} y={y} width={width} height={height} />
    </>
  );
}

const ramps = new Map<HeatKind, { readonly theme: number; readonly ramp: Uint8ClampedArray }>();

/** The colors of the theme, worked out once for all labels. */
function rampOf(kind: HeatKind, theme: number): Uint8ClampedArray {
  const made = ramps.get(kind);
  if (made?.theme === theme) return made.ramp;
  const ramp = heatRamp(themeHeatPalette(kind));
  ramps.set(kind, { theme, ramp });
  return ramp;
}

let canvas: HTMLCanvasElement | null = null;

function imageOf({ columns, rows, places }: HeatCells, ramp: Uint8ClampedArray): string {
  canvas ??= document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  if (context === null) return '';
  const pixels = context.createImageData(columns, rows);
  places.forEach((place, i) => {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = ramp[3 * place + c];
    pixels.data[4 * i + 3] = 255;
  });
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}
