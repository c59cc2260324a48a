/** What one unit responds to, as a picture: colors over a plane, or a curve with the line of zero. */

import { useEffect, useRef } from 'react';
import { sharpContext } from './sharp-canvas.ts';
import { useThemeVersion } from './theme-colors.ts';
import { paintUnit, type UnitScale, type UnitValues, unitColors } from './unit-painter.ts';

export interface UnitPictureProps extends UnitValues {
  readonly scale: UnitScale;
  /** CSS px. */
  readonly width: number;
  readonly height: number;
}

/** Decoration: what holds it says what it is. */
export function UnitPicture({ values, side, isPlane, scale, width, height }: UnitPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const context = sharpContext(canvas.current, width, height);
    if (context === null) return;
    paintUnit(
      context,
      { values, side, isPlane },
      scale,
      { x: 0, y: 0, width, height },
      unitColors(),
    );
  }, [values, side, isPlane, scale, width, height, theme]);

  return (
    <span className="unit-picture" aria-hidden="true">
      <canvas ref={canvas} style={{ width, height }} />
    </span>
  );
}
