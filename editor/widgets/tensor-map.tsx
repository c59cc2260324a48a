/** The map of a tensor that is too large for its numbers: pointing reads the strongest element under a px, a press pins it. */
import type { AriaRole, KeyboardEventHandler, PointerEvent } from 'react';
import { HeatCanvas } from './heat-canvas.tsx';
import { cellOf, type HeatPlan, planHeatMap, type TensorLike } from './heat-map.ts';
import type { HeatKind } from './heat-palette.ts';
import { elementUnder } from './tensor-place.ts';
import type { PointedElement } from './use-pointed-element.ts';

export interface TensorMapProps {
  readonly tensor: TensorLike;
  readonly kind: HeatKind;
  /** Magnitude of full color. */
  readonly scale: number;
  readonly pointed: PointedElement;
  /** Elements that take part in something. */
  readonly lit?: ReadonlySet<number> | undefined;
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

/** More runs than this are a pattern of their own, which marks would hide. */
const mostRuns = 400;

/** Marked cells as runs along rows, in cells. */
function litRuns(
  lit: ReadonlySet<number> | undefined,
  plan: HeatPlan,
): readonly { readonly x: number; readonly y: number; readonly length: number }[] {
  const runs: { x: number; y: number; length: number }[] = [];
  for (const index of [...(lit ?? [])].sort((a, b) => a - b)) {
    const { x, y } = cellOf(plan, index);
    const last = runs[runs.length - 1];
    if (last !== undefined && last.y === y && last.x + last.length === x) last.length += 1;
    else runs.push({ x, y, length: 1 });
  }
  return runs.length > mostRuns ? [] : runs;
}

export function TensorMap({ tensor, kind, scale, pointed, lit, slider }: TensorMapProps) {
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
      {litRuns(lit, plan).map(({ x: left, y: top, length }) => (
        <span
          key={`${left} ${top}`}
          className="tensor-map-lit"
          style={{
            left: left * cell.width,
            top: top * cell.height,
            width: length * cell.width,
            height: cell.height,
          }}
        />
      ))}
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
