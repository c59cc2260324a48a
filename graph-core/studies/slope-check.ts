/**
 * The gradient of one number against differences: central and one-sided, for one step h and for all of them. A large h is
 * off by what the tangent leaves out (truncation), a small one by what subtraction loses (rounding).
 */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { roundingNoise } from '../evaluate/gradient-check.ts';
import { numericSlope } from '../evaluate/numeric-slope.ts';
import type { Problem } from '../graph/problem.ts';
import { type HeldPlace, holdNumbers } from './held-number.ts';

/** Differences with one step. */
export interface Differences {
  readonly h: number;
  /** (f(x + h) - f(x - h)) / 2h. */
  readonly central: number;
  /** (f(x + h) - f(x)) / h. */
  readonly forward: number;
  /** (f(x) - f(x - h)) / h. */
  readonly backward: number;
}

/** A gradient and its differences. */
export interface SlopeCheck {
  readonly x: number;
  readonly y: number;
  readonly analytic: number;
  /** Extrapolated to a step of 0, and what it may be off by. */
  readonly numeric: number;
  readonly uncertainty: number;
  /** |analytic - numeric| beyond the uncertainty, by the larger of the two. */
  readonly relativeError: number;
  /** The slopes from both sides stay apart as the step shrinks. */
  readonly kink: boolean;
  readonly agrees: boolean;
  /** The largest step first: powers of √10. */
  readonly differences: readonly Differences[];
}

const TOLERANCE = 1e-6;
/** Two steps for each power of ten. */
const PER_DECADE = 2;
const LARGEST = 0;
const SMALLEST = -14;

/** Checks the gradient of one number. */
export function checkSlope(evaluation: Evaluation, place: HeldPlace): SlopeCheck | Problem {
  const held = holdNumbers(evaluation, [place]);
  if ('code' in held) return held;
  const [x] = held.at;
  const [analytic] = held.slopes([x]);
  const noise = roundingNoise(evaluation.derivative?.gradients ?? new Map(), (value) =>
    evaluation.computed(value),
  );
  const probe = (moved: number): Float64Array => held.outputs([moved]);
  const { slope, error, kink } = numericSlope(probe, x, {
    ...{ expected: analytic, noise, tolerance: TOLERANCE },
  });
  const gap = Math.abs(analytic - slope);
  const larger = Math.max(Math.abs(analytic), Math.abs(slope));
  const relativeError = gap <= error ? 0 : (gap - error) / larger;
  const center = probe(x);
  const isKink = !Number.isNaN(analytic) && (kink || !Number.isFinite(analytic));
  return {
    x,
    y: center.reduce((sum, y) => sum + y, 0),
    analytic,
    numeric: slope,
    uncertainty: error,
    relativeError,
    kink: isKink,
    agrees: isKink || relativeError <= TOLERANCE,
    differences: stepSizes().map((h) => differencesAt(probe, { x, h, center })),
  };
}

function stepSizes(): readonly number[] {
  const count = (LARGEST - SMALLEST) * PER_DECADE;
  return Array.from({ length: count + 1 }, (_, i) => 10 ** (LARGEST - i / PER_DECADE));
}

/** Differences of each output are taken before they are added up: less is lost. */
function differencesAt(
  probe: (x: number) => Float64Array,
  { x, h, center }: { readonly x: number; readonly h: number; readonly center: Float64Array },
): Differences {
  const [above, below] = [x + h, x - h];
  const [plus, minus] = [probe(above), probe(below)];
  let [rise, fall, both] = [0, 0, 0];
  center.forEach((y, i) => {
    rise += plus[i] - y;
    fall += y - minus[i];
    both += plus[i] - minus[i];
  });
  return { h, central: both / (2 * h), forward: rise / h, backward: fall / h };
}
