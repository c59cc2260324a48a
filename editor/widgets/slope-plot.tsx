/**
 * A function of one number: its curve, the place on it, the tangent there. The place is dragged, or moved by keys with the
 * slider below, from sample to sample, so that what is said of it was computed and not guessed between.
 */
import './slope-plot.css';
import { type PointerEvent, useId, useRef } from 'react';
import { formatNumber } from './format-number.ts';

export interface SlopePlotProps {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The slope at each place. */
  readonly slope: Float64Array;
  readonly names: { readonly x: string; readonly y: string };
  /** Which place is looked at, and which one was. */
  readonly index: number;
  readonly origin: number;
  readonly onIndex: (index: number) => void;
}

const WIDTH = 296;
const HEIGHT = 216;
const ROOM = { left: 44, right: 10, top: 12, bottom: 26 };

export function SlopePlot(props: SlopePlotProps) {
  const { x, y, slope, names, index, origin, onIndex } = props;
  const dragged = useRef(false);
  const clip = useId();
  const scale = scaleOf(x, y, [index, origin]);
  const under = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>): number => {
    const box = currentTarget.getBoundingClientRect();
    const at = ((clientX - box.left) / box.width) * WIDTH - ROOM.left;
    const place = Math.round((at / (WIDTH - ROOM.left - ROOM.right)) * (x.length - 1));
    return Math.min(x.length - 1, Math.max(0, place));
  };
  const said = `${names.x} = ${formatNumber(x[index])}, ${names.y} = ${formatNumber(y[index])}, slope ${formatNumber(slope[index])}`;
  return (
    <div className="slope-plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = true;
          onIndex(under(event));
        }}
        onPointerMove={(event) => dragged.current && onIndex(under(event))}
        onPointerUp={() => {
          dragged.current = false;
        }}
        onPointerCancel={() => {
          dragged.current = false;
        }}
      >
        <Axes scale={scale} names={names} />
        <clipPath id={clip}>
          <rect x={ROOM.left} y={0} width={WIDTH - ROOM.left} height={HEIGHT - ROOM.bottom} />
        </clipPath>
        <g clipPath={`url(#${clip})`}>
          <path className="curve" d={pathOf(x, y, scale)} />
          <Tangent at={{ x: x[index], y: y[index], slope: slope[index] }} scale={scale} />
        </g>
        {origin !== index && (
          <circle className="origin" cx={scale.left(x[origin])} cy={scale.top(y[origin])} r={4} />
        )}
        <circle className="spot" cx={scale.left(x[index])} cy={scale.top(y[index])} r={7} />
      </svg>
      <input
        type="range"
        className="slope-slider"
        aria-label={names.x}
        aria-valuetext={said}
        min={0}
        max={x.length - 1}
        value={index}
        onChange={(event) => onIndex(Number(event.target.value))}
      />
    </div>
  );
}

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly left: (x: number) => number;
  readonly top: (y: number) => number;
}

/** All of the curve; where it runs away, what lies around the places that are looked at. */
function scaleOf(x: Float64Array, y: Float64Array, places: readonly number[]): Scale {
  const finite = [...y].filter(Number.isFinite).sort((a, b) => a - b);
  const near = places.map((place) => y[place]).filter(Number.isFinite);
  const at = (share: number): number => finite[Math.round(share * (finite.length - 1))] ?? 0;
  const middle = at(0.9) - at(0.1);
  const low = Math.min(Math.max(at(0), at(0.1) - 2 * middle), ...near);
  const high = Math.max(Math.min(at(1), at(0.9) + 2 * middle), ...near);
  const air = high > low ? 0.06 * (high - low) : 1;
  const [from, to] = [x[0], x[x.length - 1]];
  const [bottom, top] = [low - air, high + air];
  return {
    ...{ from, to, low: bottom, high: top },
    left: (place) => ROOM.left + ((place - from) / (to - from)) * (WIDTH - ROOM.left - ROOM.right),
    top: (value) =>
      HEIGHT -
      ROOM.bottom -
      ((value - bottom) / (top - bottom)) * (HEIGHT - ROOM.top - ROOM.bottom),
  };
}

function Axes({
  scale,
  names,
}: {
  readonly scale: Scale;
  readonly names: SlopePlotProps['names'];
}) {
  const { from, to, low, high, left, top } = scale;
  const [right, bottom] = [WIDTH - ROOM.right, HEIGHT - ROOM.bottom];
  return (
    <>
      <path className="frame" d={`M${ROOM.left},${ROOM.top}V${bottom}H${right}`} />
      {low < 0 && high > 0 && <path className="zero" d={`M${ROOM.left},${top(0)}H${right}`} />}
      {from < 0 && to > 0 && <path className="zero" d={`M${left(0)},${ROOM.top}V${bottom}`} />}
      <text className="scale" x={ROOM.left} y={HEIGHT - 8}>
        {formatNumber(from)}
      </text>
      <text className="scale name" x={(ROOM.left + right) / 2} y={HEIGHT - 8}>
        {names.x}
      </text>
      <text className="scale end" x={right} y={HEIGHT - 8}>
        {formatNumber(to)}
      </text>
      <text className="scale end" x={ROOM.left - 6} y={ROOM.top + 9}>
        {formatNumber(high, { digits: 2 })}
      </text>
      <text className="scale end" x={ROOM.left - 6} y={bottom}>
        {formatNumber(low, { digits: 2 })}
      </text>
      <text className="scale end name" x={ROOM.left - 6} y={(ROOM.top + bottom) / 2}>
        {names.y.length > 6 ? `${names.y.slice(0, 5)}…` : names.y}
      </text>
    </>
  );
}

function pathOf(x: Float64Array, y: Float64Array, { low, high, left, top }: Scale): string {
  const margin = high - low;
  let path = '';
  let isDown = false;
  x.forEach((at, i) => {
    const isSeen = Number.isFinite(y[i]) && y[i] > low - margin && y[i] < high + margin;
    if (isSeen) path += `${isDown ? 'L' : 'M'}${left(at).toFixed(1)},${top(y[i]).toFixed(1)}`;
    isDown = isSeen;
  });
  return path;
}

/** A piece of the tangent, as long on the screen wherever it stands. */
function Tangent({
  at: { x, y, slope },
  scale: { from, to, low, high, left, top },
}: {
  readonly at: { readonly x: number; readonly y: number; readonly slope: number };
  readonly scale: Scale;
}) {
  if (!Number.isFinite(slope) || !Number.isFinite(y)) return null;
  const perX = (WIDTH - ROOM.left - ROOM.right) / (to - from);
  const perY = (HEIGHT - ROOM.top - ROOM.bottom) / (high - low);
  const reach = 70 / Math.hypot(perX, slope * perY);
  return (
    <path
      className="tangent"
      d={`M${left(x - reach)},${top(y - slope * reach)}L${left(x + reach)},${top(y + slope * reach)}`}
    />
  );
}
