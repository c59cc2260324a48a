/** The map of a tensor that is too large for its numbers: pointing reads the strongest element under a px, a press pins it. */
import type { AriaRole, KeyboardEventHandler, PointerEvent } from 'react';
import { HeatCanvas } from './heat-canvas.tsx';
import { cellOf, planHeatMap, type TensorLike } from './heat-map.ts';
import type { HeatKind } from './heat-palette.ts';
import { elementUnder } from './tensor-place.ts';
import type { PointedElement } from './use-pointed-element.ts';

export interface TensorMapProps {
  readonly tensor: TensorLike;
  readonly kind: HeatKind;
  /** Magnitude of full color. */
  readonly scale: number;
  readonly pointed: PointedElement;
  /** Makes the map a slider for keys and screen readers. */
  readonly slider: {
    readonly role: AriaRole;
    readonly tabIndex: number;
    readonly 'aria-valuenow': number;
    readonly onKeyDown: KeyboardEventHandler;
  };
}

/** CSS px of a map: its longer side, the shorter one at least, and a cell. */
const largestMap = 280;
const smallestMap = 32;
const largestCell = 24;

/** CSS px of the map of that many cells: square cells as long as both sides can be seen. */
export function mapSize(width: number, height: number): { width: number; height: number } {
  const cell = Math.min(largestCell, largestMap / Math.max(width, height));
  const side = (cells: number) =>
    Math.round(Math.min(largestMap, Math.max(smallestMap, cells * cell)));
  return { width: side(width), height: side(height) };
}

export function TensorMap({ tensor, kind, scale, pointed, slider }: TensorMapProps) {
  const plan = planHeatMap(tensor.shape);
  const size = mapSize(plan.width, plan.height);
  const { x, y } = cellOf(plan, pointed.index);
  const cell = { width: size.width / plan.width, height: size.height / plan.height };

  function under(event: PointerEvent<HTMLElement>): number {
    const box = event.currentTarget.getBoundingClientRect();
    const [spanX, spanY] = [plan.width / box.width, plan.height / box.height];
    const at = { x: (event.clientX - box.left) * spanX, y: (event.clientY - box.top) * spanY };
    return elementUnder(tensor, plan, { ...at, spanX, spanY });
  }
  function pin(event: PointerEvent<HTMLElement>): void {
    const index = under(event);
    if (index >= 0) pointed.pin(index);
  }

  return (
    <div
      className="tensor-map-box"
      style={size}
      onPointerMove={(event) => (event.buttons > 0 ? pin(event) : pointed.hover(under(event)))}
      onPointerLeave={() => pointed.hover(-1)}
      onPointerDown={pin}
      {...slider}
    >
      <HeatCanvas
        tensor={tensor}
        kind={kind}
        scale={scale}
        className="tensor-map"
        width={size.width}
        height={size.height}
      />
      <span
        className="tensor-map-mark"
        style={{
          left: x * cell.width - 2,
          top: y * cell.height - 2,
          width: Math.max(4, cell.width),
          height: Math.max(4, cell.height),
        }}
      />
    </div>
  );
}
