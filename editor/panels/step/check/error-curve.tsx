/**
 * Differences with one step h, and the error of all of them: to the right of the valley it is what the tangent leaves out
 * (truncation), to the left what subtraction loses (rounding).
 */
import { useState } from 'react';
import type { Answers } from '../../../../graph-core/studies/study.ts';
import { formatNumber } from '../../../widgets/format-number.ts';

interface ErrorCurveProps {
  readonly check: Answers['slope'];
  readonly label: string;
  readonly effect: string;
}

const WIDTH = 296;
const HEIGHT = 190;
const ROOM = { left: 40, right: 10, top: 12, bottom: 28 };
/** Powers of ten of the errors that are shown: below is exact, above is nothing. */
const LEAST = -16;
const MOST = 4;
/** Where reading begins: h = 10⁻⁵. */
const FIRST = 10;

const METHODS = [
  { key: 'central', label: 'central', formula: '(f(x + h) − f(x − h)) / 2h' },
  { key: 'forward', label: 'forward', formula: '(f(x + h) − f(x)) / h' },
  { key: 'backward', label: 'backward', formula: '(f(x) − f(x − h)) / h' },
] as const;

export function ErrorCurve({ check, label, effect }: ErrorCurveProps) {
  const { differences, analytic } = check;
  const [index, setIndex] = useState(Math.min(FIRST, differences.length - 1));
  const read = differences[index];
  const errorOf = (x: number): number => Math.abs(x - analytic);
  const said = `h = ${formatNumber(read.h)}: ${METHODS.map(({ key, label: name }) => `${name} ${formatNumber(read[key])}, off by ${formatNumber(errorOf(read[key]), { digits: 2 })}`).join('; ')}`;
  return (
    <section className="panel-section" aria-label="Error against the step h">
      <h3 className="panel-heading">How far differences are off, by their step h</h3>
      <div className="slope-plot error-curve">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <Grid />
          <path className="one-sided" d={errorPath(check, 'forward')} />
          <path className="one-sided backward" d={errorPath(check, 'backward')} />
          <path className="central" d={errorPath(check, 'central')} />
          <path className="reading" d={`M${left(read.h)},${ROOM.top}V${HEIGHT - ROOM.bottom}`} />
          <circle className="spot" cx={left(read.h)} cy={top(errorOf(read.central))} r={6} />
        </svg>
        <input
          type="range"
          className="slope-slider"
          aria-label="Step h"
          aria-valuetext={said}
          min={0}
          max={differences.length - 1}
          // The largest step stands at the right, as on the axis.
          value={differences.length - 1 - index}
          onChange={(event) => setIndex(differences.length - 1 - Number(event.target.value))}
        />
      </div>
      <table className="check-table">
        <thead>
          <tr>
            <th scope="col">h = {formatNumber(read.h, { digits: 3 })}</th>
            <th scope="col">slope</th>
            <th scope="col">off by</th>
          </tr>
        </thead>
        <tbody>
          {METHODS.map(({ key, label: name, formula }) => (
            <tr key={key} className={key}>
              <th scope="row" title={formula.replaceAll('x', label).replaceAll('f(', `${effect}(`)}>
                {name}
              </th>
              <td>{formatNumber(read[key], { digits: 7 })}</td>
              <td>{formatNumber(errorOf(read[key]), { digits: 2 })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">
        A large step is off by what a tangent leaves out, a small one by what subtraction loses:{' '}
        {shape(check)}
      </p>
    </section>
  );
}

/** Where the valley lies, in words. */
function shape({ differences, analytic }: Answers['slope']): string {
  const errors = differences.map(({ central }) => Math.abs(central - analytic));
  const least = errors.reduce((best, error, i) => (error < errors[best] ? i : best), 0);
  if (!Number.isFinite(errors[least])) return 'here no step gives a number.';
  if (least <= 2 || errors[0] <= 1e-12 * Math.max(1, Math.abs(analytic))) {
    return 'here only rounding counts, so the larger the step the better.';
  }
  return `here the best central difference is that of h = ${formatNumber(differences[least].h, { digits: 2 })}.`;
}

const left = (h: number): number =>
  ROOM.left + ((Math.log10(h) + 14) / 14) * (WIDTH - ROOM.left - ROOM.right);

/** Exact differences stand on the floor. */
function top(error: number): number {
  const power = error > 0 ? Math.log10(error) : LEAST;
  const within = Math.min(MOST, Math.max(LEAST, Number.isNaN(power) ? MOST : power));
  return ROOM.top + ((MOST - within) / (MOST - LEAST)) * (HEIGHT - ROOM.top - ROOM.bottom);
}

function errorPath(
  { differences, analytic }: Answers['slope'],
  key: 'central' | 'forward' | 'backward',
): string {
  return differences
    .map((one) => ({ h: one.h, error: Math.abs(one[key] - analytic) }))
    .filter(({ error }) => Number.isFinite(error))
    .map(
      ({ h, error }, i) => `${i === 0 ? 'M' : 'L'}${left(h).toFixed(1)},${top(error).toFixed(1)}`,
    )
    .join('');
}

function Grid() {
  return (
    <>
      {[-15, -10, -5, 0].map((power) => (
        <g key={power}>
          <path className="zero" d={`M${ROOM.left},${top(10 ** power)}H${WIDTH - ROOM.right}`} />
          <text className="scale end" x={ROOM.left - 6} y={top(10 ** power) + 4}>
            {power === 0 ? '1' : `10${raised(power)}`}
          </text>
        </g>
      ))}
      {[-12, -8, -4, 0].map((power) => (
        <text
          key={power}
          className={power === 0 ? 'scale end' : 'scale tick'}
          x={left(10 ** power)}
          y={HEIGHT - 9}
        >
          {power === 0 ? 'h = 1' : `10${raised(power)}`}
        </text>
      ))}
    </>
  );
}

const raised = (power: number): string =>
  String(power)
    .replaceAll('-', '⁻')
    .replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
