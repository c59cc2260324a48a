/** What the colors of a heat map mean: a bar from −scale to scale with its numbers, zero marked. */
import { useEffect, useRef } from 'react';
import { formatNumber } from './format-number.ts';
import { type HeatKind, heatColor, heatRamp } from './heat-palette.ts';
import { themeHeatPalette, useThemeVersion } from './theme-colors.ts';

export interface ScaleBarProps {
  readonly kind: HeatKind;
  /** Magnitude of full color. */
  readonly scale: number;
}

/** Pixels of the bar to each side of zero. */
const side = 64;

export function ScaleBar({ kind, scale }: ScaleBarProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const ramp = heatRamp(themeHeatPalette(kind));
    const image = new ImageData(2 * side + 1, 1);
    for (let x = -side; x <= side; x += 1) {
      image.data.set([...heatColor(ramp, x, side), 255], 4 * (x + side));
    }
    context.putImageData(image, 0, 0);
  }, [kind, theme]);
  const end = formatNumber(scale, { digits: 3 });
  return (
    <div className="scale-bar" role="img" aria-label={`colors from −${end} to ${end}`}>
      <canvas ref={canvas} className="scale-bar-colors" width={2 * side + 1} height={1} />
      <span className="scale-bar-numbers" aria-hidden="true">
        <span>−{end}</span>
        <span>0</span>
        <span>{end}</span>
      </span>
    </div>
  );
}
