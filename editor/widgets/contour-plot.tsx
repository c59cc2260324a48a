/** A function of two numbers as contours, the place on it and the gradient as an arrow; the place is dragged. */
import './slope-plot.css';
import { type PointerEvent, useMemo, useRef } from 'react';
import { contourLevels, contourPieces } from './contour-lines.ts';
import { formatNumber } from './format-number.ts';

export interface ContourPlotProps {
  /** Row by row, y upward from the least; `points` along each side. */
  readonly values: Float64Array;
  readonly points: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly names: { readonly x: string; readonly y: string; readonly value: string };
  readonly at: { readonly x: number; readonly y: number };
  /** The gradient there; null while it is not known. */
  readonly slopes: readonly [number, number] | null;
  readonly onMove: (x: number, y: number) => void;
}

const WIDTH = 296;
const HEIGHT = 252;
const ROOM = { left: 34, right: 10, top: 10, bottom: 26 };
const INNER = { width: WIDTH - ROOM.left - ROOM.right, height: HEIGHT - ROOM.top - ROOM.bottom };
const LEVELS = 14;

export function ContourPlot(props: ContourPlotProps) {
  const { values, points, x, y, names, at, slopes, onMove } = props;
  const dragged = useRef(false);
  const path = useMemo(() => contourPath(values, points), [values, points]);
  const [left, top] = [
    ROOM.left + ((at.x - x[0]) / (x[1] - x[0])) * INNER.width,
    ROOM.top + (1 - (at.y - y[0]) / (y[1] - y[0])) * INNER.height,
  ];
  const move = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>): void => {
    const box = currentTarget.getBoundingClientRect();
    const across = (((clientX - box.left) / box.width) * WIDTH - ROOM.left) / INNER.width;
    const down = (((clientY - box.top) / box.height) * HEIGHT - ROOM.top) / INNER.height;
    onMove(placeIn(x, across, points), placeIn(y, 1 - down, points));
  };
  return (
    <div className="slope-plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Contours of ${names.value} over ${names.x} and ${names.y}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = true;
          move(event);
        }}
        onPointerMove={(event) => dragged.current && move(event)}
        onPointerUp={() => {
          dragged.current = false;
        }}
        onPointerCancel={() => {
          dragged.current = false;
        }}
      >
        <path
          className="frame"
          d={`M${ROOM.left},${ROOM.top}V${HEIGHT - ROOM.bottom}H${WIDTH - ROOM.right}`}
        />
        <path className="contour" d={path} />
        {slopes !== null && <path className="arrow" d={arrowPath(left, top, { slopes, x, y })} />}
        <circle className="spot" cx={left} cy={top} r={7} />
        <Scales {...{ x, y, names }} />
      </svg>
    </div>
  );
}

/** The ends of both ranges, and what they are of. */
function Scales({ x, y, names }: Pick<ContourPlotProps, 'x' | 'y' | 'names'>) {
  return (
    <>
      <text className="scale" x={ROOM.left} y={HEIGHT - 8}>
        {formatNumber(x[0])}
      </text>
      <text className="scale name" x={ROOM.left + INNER.width / 2} y={HEIGHT - 8}>
        {names.x}
      </text>
      <text className="scale end" x={WIDTH - ROOM.right} y={HEIGHT - 8}>
        {formatNumber(x[1])}
      </text>
      <text className="scale end" x={ROOM.left - 5} y={ROOM.top + 10}>
        {formatNumber(y[1], { digits: 2 })}
      </text>
      <text className="scale end name" x={ROOM.left - 5} y={ROOM.top + INNER.height / 2}>
        {names.y}
      </text>
      <text className="scale end" x={ROOM.left - 5} y={HEIGHT - ROOM.bottom}>
        {formatNumber(y[0], { digits: 2 })}
      </text>
    </>
  );
}

/** A place within a range by its share, on a grid of halves of its samples. */
function placeIn([from, to]: readonly [number, number], share: number, points: number): number {
  const steps = 2 * (points - 1);
  const step = Math.round(Math.min(1, Math.max(0, share)) * steps);
  return from + ((to - from) * step) / steps;
}

function contourPath(values: Float64Array, points: number): string {
  const [across, down] = [INNER.width / (points - 1), INNER.height / (points - 1)];
  const left = (column: number): string => (ROOM.left + column * across).toFixed(1);
  const top = (row: number): string => (ROOM.top + INNER.height - row * down).toFixed(1);
  return contourLevels(values, LEVELS)
    .flatMap((level) => contourPieces(values, points, level))
    .map(({ x1, y1, x2, y2 }) => `M${left(x1)},${top(y1)}L${left(x2)},${top(y2)}`)
    .join('');
}

/** An arrow up the slope, as the picture is scaled, always of one length: its direction is what is shown. */
function arrowPath(
  left: number,
  top: number,
  {
    slopes,
    x,
    y,
  }: Pick<ContourPlotProps, 'x' | 'y'> & { readonly slopes: readonly [number, number] },
): string {
  const dx = (slopes[0] / (x[1] - x[0])) * INNER.width;
  const dy = (-slopes[1] / (y[1] - y[0])) * INNER.height;
  const size = Math.hypot(dx, dy);
  if (!(size > 0) || !Number.isFinite(size)) return '';
  const [ux, uy] = [dx / size, dy / size];
  const [endX, endY] = [left + 46 * ux, top + 46 * uy];
  const wing = (turn: number): string =>
    `M${endX},${endY}L${endX - 9 * ux + turn * 6 * uy},${endY - 9 * uy - turn * 6 * ux}`;
  return `M${left + 9 * ux},${top + 9 * uy}L${endX},${endY}${wing(1)}${wing(-1)}`;
}
