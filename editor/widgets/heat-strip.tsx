/** A vector or small matrix on a wire: a few pixels of heat map, nothing else. */
import { HeatCanvas } from './heat-canvas.tsx';
import type { TensorLike } from './heat-map.ts';

export interface HeatStripProps {
  readonly tensor: TensorLike;
  /** CSS px; 48 × 12 unless told. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Magnitude of full color, when several strips are to be compared. */
  readonly scale?: number | undefined;
  /** Without a label the strip is decoration beside words that say the same. */
  readonly label?: string | undefined;
}

export function HeatStrip({ tensor, width = 48, height = 12, scale, label }: HeatStripProps) {
  return (
    <HeatCanvas
      tensor={tensor}
      className="heat-strip"
      width={width}
      height={height}
      scale={scale}
      label={label}
    />
  );
}
