/** A tensor as a heat map on a canvas; the scale is symmetric around zero. */
import { type PointerEventHandler, useEffect, useRef } from 'react';
import { describeTensor, paintHeatMap, summarizeTensor, type TensorLike } from './heat-map.ts';
import type { HeatKind } from './heat-palette.ts';
import { themeHeatPalette, useThemeVersion } from './theme-colors.ts';

export interface HeatCanvasProps {
  readonly tensor: TensorLike;
  /** Values and gradients have scales of their own. */
  readonly kind: HeatKind;
  readonly className: string;
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  /** Named in front of the summary for screen readers; without it the map is decoration. */
  readonly label?: string | undefined;
  /** Magnitude of full color; the tensor's own largest unless told. */
  readonly scale?: number | undefined;
  readonly onPointerMove?: PointerEventHandler<HTMLCanvasElement> | undefined;
  readonly onPointerLeave?: PointerEventHandler<HTMLCanvasElement> | undefined;
}

export function HeatCanvas({
  tensor,
  kind,
  className,
  width,
  height,
  label,
  scale,
  onPointerMove,
  onPointerLeave,
}: HeatCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const strength = scale ?? summarizeTensor(tensor).scale;
    const map = paintHeatMap(tensor, themeHeatPalette(kind), strength);
    canvas.current.width = Math.max(1, map.width);
    canvas.current.height = Math.max(1, map.height);
    if (map.width === 0 || map.height === 0) return;
    context.putImageData(new ImageData(map.pixels, map.width, map.height), 0, 0);
  }, [tensor, kind, scale, theme]);

  const accessible = label
    ? { role: 'img', 'aria-label': `${label}: ${describeTensor(tensor)}` }
    : { 'aria-hidden': true };
  return (
    <canvas
      ref={canvas}
      className={className}
      style={{ width, height }}
      onPointerMove={onPointerMove}
      onPointerLeave={onPointerLeave}
      {...accessible}
    />
  );
}
