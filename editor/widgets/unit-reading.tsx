/** Reading a picture of a unit: the value at the pointer, or where arrow keys lead; the examples lie on it. */

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { formatNumber } from './format-number.ts';
import { sharpContext } from './sharp-canvas.ts';
import { themeColor, useThemeVersion } from './theme-colors.ts';

/** [left, right, bottom, top] of the inputs; of a single feature only the first two count. */
export type UnitExtent = readonly [number, number, number, number];

/** An example on the picture. */
export interface UnitPoint {
  readonly x: number;
  readonly y: number;
  /** The name of a color token. */
  readonly color: string;
}

interface UnitReadingProps {
  /** What is read, for screen readers. */
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly side: number;
  readonly isPlane: boolean;
  readonly extent: UnitExtent;
  readonly points: readonly UnitPoint[];
  /** CSS px. */
  readonly width: number;
  readonly height: number;
  /** The picture. */
  readonly children: ReactNode;
}

/** A place as shares of the picture, from the bottom left. */
interface Place {
  readonly u: number;
  readonly v: number;
}

/** Share of the picture that an arrow key goes. */
const STEP = 1 / 32;

export function UnitReading(props: UnitReadingProps) {
  const { label, isPlane, points, extent, width, height, children } = props;
  const [place, setPlace] = useState<Place | null>(null);
  const read = place ?? { u: 0.5, v: 0.5 };
  const { value, told } = readAt(props, read);

  function point({ nativeEvent: { offsetX, offsetY } }: PointerEvent): void {
    setPlace({ u: clamped(offsetX / width), v: clamped(1 - offsetY / height) });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = placeAfterKey(read, event, isPlane);
    if (to === null) return;
    setPlace(to);
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <div
        className="unit-reading"
        style={{ width, height }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuenow={Number.isFinite(value) ? value : 0}
        aria-valuetext={told}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPlace(null)}
        onBlur={() => setPlace(null)}
        onKeyDown={onKeyDown}
      >
        {children}
        {isPlane && <UnitPoints {...{ points, extent, width, height }} />}
        {place !== null && <Cross place={place} isPlane={isPlane} />}
      </div>
      <p className="unit-read" aria-hidden="true">
        {place === null ? ' ' : told}
      </p>
    </>
  );
}

/** Marks the place that is read. */
function Cross({ place: { u, v }, isPlane }: { readonly place: Place; readonly isPlane: boolean }) {
  return (
    <>
      <span className="unit-cross unit-cross-upright" style={{ left: `${100 * u}%` }} />
      {isPlane && (
        <span className="unit-cross unit-cross-level" style={{ top: `${100 * (1 - v)}%` }} />
      )}
    </>
  );
}

const clamped = (share: number): number => Math.max(0, Math.min(1, share));

function placeAfterKey(
  { u, v }: Place,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  isPlane: boolean,
): Place | null {
  const step = shiftKey ? 4 * STEP : STEP;
  switch (key) {
    case 'ArrowLeft':
      return { u: clamped(u - step), v };
    case 'ArrowRight':
      return { u: clamped(u + step), v };
    case 'ArrowUp':
      return isPlane ? { u, v: clamped(v + step) } : null;
    case 'ArrowDown':
      return isPlane ? { u, v: clamped(v - step) } : null;
    default:
      return null;
  }
}

/** The value of the nearest point of the grid, and the sentence that tells it. */
function readAt(
  {
    values,
    side,
    isPlane,
    extent,
  }: Pick<UnitReadingProps, 'values' | 'side' | 'isPlane' | 'extent'>,
  { u, v }: Place,
): { readonly value: number; readonly told: string } {
  const [left, right, bottom, top] = extent;
  const x = formatNumber(left + u * (right - left), { digits: 3 });
  if (!isPlane) {
    const value = values[Math.round(u * (side - 1))];
    return { value, told: `x ${x}: ${formatNumber(value)}` };
  }
  const cell = (share: number): number => Math.min(side - 1, Math.floor(share * side));
  const value = values[cell(1 - v) * side + cell(u)];
  const y = formatNumber(bottom + v * (top - bottom), { digits: 3 });
  return { value, told: `x₁ ${x}, x₂ ${y}: ${formatNumber(value)}` };
}

type UnitPointsProps = Pick<UnitReadingProps, 'points' | 'extent' | 'width' | 'height'>;

/** The examples, drawn once. */
function UnitPoints({ points, extent, width, height }: UnitPointsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  const [left, right, bottom, top] = extent;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides the colors
  useEffect(() => {
    const context = sharpContext(canvas.current, width, height);
    if (context === null) return;
    context.strokeStyle = themeColor('panel');
    for (const { x, y, color } of points) {
      context.beginPath();
      const across = ((x - left) / (right - left)) * width;
      const down = ((top - y) / (top - bottom)) * height;
      context.arc(across, down, points.length > 1000 ? 1.5 : 3, 0, 2 * Math.PI);
      context.fillStyle = themeColor(color);
      context.fill();
      context.stroke();
    }
  }, [points, left, right, bottom, top, width, height, theme]);

  return <canvas ref={canvas} className="unit-points" style={{ width, height }} />;
}
