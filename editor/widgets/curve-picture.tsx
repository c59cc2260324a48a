/** A curve with points on it and the tangent at one of them; a picture for reading, in the colors of the theme. */
import './curve-picture.css';
import { useId } from 'react';
import { formatNumber } from './format-number.ts';

/** A point with the slope of the curve there. */
export interface CurveSpot {
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

export interface CurvePictureProps {
  /** What it shows, in words. */
  readonly label: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly points: readonly CurveSpot[];
  /** Which of the points has the tangent. */
  readonly chosen: number;
  readonly names: { readonly x: string; readonly y: string };
}

const WIDTH = 296;
const HEIGHT = 132;
const ROOM = { left: 8, right: 8, top: 12, bottom: 24 };

export function CurvePicture({ label, x, y, points, chosen, names }: CurvePictureProps) {
  const clip = useId();
  const spot = points[chosen];
  const frame = frameOf(x, y, spot);
  const { left, top } = placer(frame);
  const tangent = tangentEnds(spot, frame);
  return (
    <figure className="curve-picture">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <clipPath id={clip}>
          <rect x={0} y={0} width={WIDTH} height={HEIGHT - ROOM.bottom} />
        </clipPath>
        {frame.low < 0 && frame.high > 0 && (
          <line className="axis" x1={ROOM.left} x2={WIDTH - ROOM.right} y1={top(0)} y2={top(0)} />
        )}
        {frame.from < 0 && frame.to > 0 && (
          <line
            className="axis"
            x1={left(0)}
            x2={left(0)}
            y1={ROOM.top}
            y2={HEIGHT - ROOM.bottom}
          />
        )}
        <path className="curve" clipPath={`url(#${clip})`} d={curvePath(x, y, frame)} />
        {points.map((point, i) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is an element
            key={i}
            className={i === chosen ? 'spot chosen' : 'spot'}
            cx={left(point.x)}
            cy={top(point.y)}
            r={i === chosen ? 5 : 3}
          />
        ))}
        <line
          className="tangent"
          clipPath={`url(#${clip})`}
          x1={left(tangent[0].x)}
          y1={top(tangent[0].y)}
          x2={left(tangent[1].x)}
          y2={top(tangent[1].y)}
        />
        <text className="scale" x={ROOM.left} y={HEIGHT - 7}>
          {formatNumber(frame.from)}
        </text>
        <text className="scale end" x={WIDTH - ROOM.right} y={HEIGHT - 7}>
          {formatNumber(frame.to)}
        </text>
        <text className="scale middle" x={WIDTH / 2} y={HEIGHT - 7}>
          {names.x}
        </text>
      </svg>
      <figcaption aria-hidden="true">
        <span className="slope-word">slope</span> {formatNumber(spot.slope)} at {names.x} ={' '}
        {formatNumber(spot.x)}
      </figcaption>
    </figure>
  );
}

interface Frame {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** All of the curve, but not the far ends of one that runs away. */
function frameOf(x: Float64Array, y: Float64Array, spot: CurveSpot): Frame {
  const finite = [...y].filter(Number.isFinite);
  const span = x[x.length - 1] - x[0];
  const reach = Math.max(0.6 * Math.abs(spot.slope) * span, 0.5 * Math.abs(spot.y), 1);
  const low = Math.max(Math.min(...finite, spot.y), spot.y - reach);
  const high = Math.min(Math.max(...finite, spot.y), spot.y + reach);
  const air = 0.08 * (high - low || 1);
  return { from: x[0], to: x[x.length - 1], low: low - air, high: high + air };
}

function placer({ from, to, low, high }: Frame) {
  return {
    left: (x: number): number =>
      ROOM.left + ((x - from) / (to - from)) * (WIDTH - ROOM.left - ROOM.right),
    top: (y: number): number =>
      HEIGHT - ROOM.bottom - ((y - low) / (high - low)) * (HEIGHT - ROOM.top - ROOM.bottom),
  };
}

/** Broken where the curve has no number or leaves the frame. */
function curvePath(x: Float64Array, y: Float64Array, frame: Frame): string {
  const { left, top } = placer(frame);
  const margin = frame.high - frame.low;
  let path = '';
  let isDown = false;
  x.forEach((at, i) => {
    const isSeen = Number.isFinite(y[i]) && y[i] > frame.low - margin && y[i] < frame.high + margin;
    if (isSeen) path += `${isDown ? 'L' : 'M'}${left(at).toFixed(1)},${top(y[i]).toFixed(1)}`;
    isDown = isSeen;
  });
  return path;
}

/** The tangent, as long as the frame allows. */
function tangentEnds(spot: CurveSpot, { from, to, low, high }: Frame): readonly [Ends, Ends] {
  const slope = Number.isFinite(spot.slope) ? spot.slope : 0;
  const reach = Math.min(
    0.22 * (to - from),
    slope === 0 ? Number.POSITIVE_INFINITY : (0.45 * (high - low)) / Math.abs(slope),
  );
  return [
    { x: spot.x - reach, y: spot.y - slope * reach },
    { x: spot.x + reach, y: spot.y + slope * reach },
  ];
}

interface Ends {
  readonly x: number;
  readonly y: number;
}
