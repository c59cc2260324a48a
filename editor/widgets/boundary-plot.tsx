/** A decision boundary: soft class regions with the data points on top. */
import { useEffect, useRef, useState } from 'react';
import { type BoundaryGrid, paintRegions } from './boundary-regions.ts';
import type { Rgb } from './heat-palette.ts';
import { themeColor, themeRgb, useThemeVersion } from './theme-colors.ts';

export interface BoundaryPoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
  /** Drawn as a ring: held out. */
  readonly hollow?: boolean;
}

export interface BoundaryPlotProps {
  /** What is shown, for example `Decision boundary`. */
  readonly label: string;
  /** Null until there are predictions; the points show anyway. */
  readonly grid: BoundaryGrid | null;
  readonly points: readonly BoundaryPoint[];
  /** What the square shows. */
  readonly extent: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
  };
  /** Names of color tokens by class; `class-0` to `class-9` unless told. */
  readonly classColors?: readonly string[] | undefined;
}

const defaultColors = Array.from({ length: 10 }, (_, i) => `class-${i}`);

export function BoundaryPlot({
  label,
  grid,
  points,
  extent,
  classColors = defaultColors,
}: BoundaryPlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  /** CSS px; 0 until measured. */
  const [side, setSide] = useState(0);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setSide(element.clientWidth));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || side === 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(side * ratio);
    element.height = element.width;
    context.scale(ratio, ratio);
    const ground = themeRgb('panel');
    if (grid) drawRegions(context, side, grid, classColors.map(themeRgb), ground);
    drawPoints(context, side, { points, extent }, classColors.map(themeColor), themeColor('panel'));
  }, [grid, points, extent, classColors, side, theme]);

  const classCount = new Set(points.map((point) => point.label)).size;
  return (
    <canvas
      ref={canvas}
      className="boundary-plot"
      style={{ aspectRatio: '1' }}
      role="img"
      aria-label={`${label}: ${points.length} points in ${classCount} classes, x from ${extent.x[0]} to ${extent.x[1]}, y from ${extent.y[0]} to ${extent.y[1]}`}
    />
  );
}

function drawRegions(
  context: CanvasRenderingContext2D,
  side: number,
  grid: BoundaryGrid,
  colors: readonly Rgb[],
  ground: Rgb,
): void {
  const small = document.createElement('canvas');
  small.width = grid.width;
  small.height = grid.height;
  const pixels = paintRegions(grid, colors, ground);
  small.getContext('2d')?.putImageData(new ImageData(pixels, grid.width, grid.height), 0, 0);
  // Smoothed: the grid is a sampling, its cells mean nothing.
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, side, side);
}

function drawPoints(
  context: CanvasRenderingContext2D,
  side: number,
  { points, extent }: Pick<BoundaryPlotProps, 'points' | 'extent'>,
  colors: readonly string[],
  ground: string,
): void {
  const radius = points.length > 1000 ? 2 : 3.5;
  for (const point of points) {
    const x = ((point.x - extent.x[0]) / (extent.x[1] - extent.x[0])) * side;
    const y = ((extent.y[1] - point.y) / (extent.y[1] - extent.y[0])) * side;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    const color = colors[point.label % colors.length];
    context.fillStyle = point.hollow === true ? ground : color;
    context.strokeStyle = point.hollow === true ? color : ground;
    context.lineWidth = point.hollow === true ? 2 : 1;
    context.fill();
    context.stroke();
  }
}
