/**
 * The slope of a function of one number by central differences, with a bound for what they may be off by.
 *
 * The step follows the number: it shrinks by a factor of 4 until two extrapolations (Richardson 1911; Ridders
 * 1982) agree, whatever scale the function changes on. What rounding costs is known beforehand (`noise`).
 */

/** A function to be probed: outputs at a number, whose sum is meant. */
export type Probe = (x: number) => Float64Array;

/** What differences say about a slope. */
export interface NumericSlope {
  /** NaN where no step gives a finite difference. */
  readonly slope: number;
  /** What the slope may be off by: what extrapolation still changed, and rounding. */
  readonly error: number;
  /**
   * The slopes from the left and from the right stay apart as the step shrinks, what lies between them does not
   * shrink with it (a jump in the middle of which both are alike), or one side has no value.
   */
  readonly kink: boolean;
}

/** Each step is so much smaller than the one before. */
const SHRINK = 4;
/** The first step in units of the number, or of 1. */
const FIRST = 1 / 4;
/** Steps from the first one on: the last is at 2^-42 of the unit. */
const STEPS = 21;
/** Further steps in units of the number itself, where that is much smaller than 1. */
const OWN_STEPS = 8;
/** Slopes of both sides that differ by this share are a kink when they do not come together. */
const SIDES_DIFFER = 1e-3;
/** Extrapolation adds up the roundings of three differences. */
const ROUNDINGS = 3;

/** So many times what rounding can do is no rounding. */
const CERTAIN = 1000;

interface Measured extends NumericSlope {
  /** What a quarter of the step leaves of the difference is more than a root would leave. */
  readonly jumps: boolean;
}

interface Level {
  readonly h: number;
  /** Central difference, then extrapolated once and twice. */
  readonly estimates: readonly number[];
  readonly left: number;
  readonly right: number;
  readonly rounding: number;
}

/**
 * The slope of `f` at `x`. `noise` is what rounding inside of `f` does to it; `expected` the slope that is
 * claimed: smaller steps are tried as long as what was measured is not that. `first` is the largest step.
 */
export function numericSlope(
  f: Probe,
  x: number,
  {
    expected,
    noise,
    tolerance,
    first,
  }: {
    readonly expected: number;
    readonly noise: number;
    readonly tolerance: number;
    readonly first?: number | undefined;
  },
): NumericSlope {
  const center = f(x);
  const point: Point = { f, x, center, noise };
  let best: NumericSlope | null = null;
  let before: Level | null = null;
  let oneSided = false;
  for (const h of stepsFor(x, first)) {
    const level = levelAt(point, h, before);
    if (level === null) continue;
    const { left, right } = level;
    oneSided ||= Number.isFinite(left) !== Number.isFinite(right);
    if (!Number.isFinite(left) || !Number.isFinite(right)) {
      before = null;
      continue;
    }
    const measured = slopeOf(level, before);
    before = level;
    if (measured === null) continue;
    if (isAsClaimed(measured, expected, tolerance) || isFlat(measured, expected, best, tolerance)) {
      return measured;
    }
    // A smaller step that leaves a kink outside says more than a larger one that takes it in.
    const leaves = best?.kink === true && !measured.kink && isPrecise(measured);
    // Wide steps over a staircase find a slope; where it jumps under a narrow one, there is none.
    if (
      best === null ||
      leaves ||
      measured.jumps ||
      (measured.error < best.error && (best.kink || !measured.kink))
    ) {
      best = measured;
    }
  }
  if (best !== null) return best;
  // A pole, or the end of a domain: nothing to differentiate. Where there is no value, nothing is excused.
  const kink = !center.some(Number.isNaN) && (oneSided || !center.every(Number.isFinite));
  return { slope: Number.NaN, error: 0, kink };
}

const isPrecise = ({ slope, error }: NumericSlope): boolean =>
  error <= SIDES_DIFFER * Math.abs(slope);

/** Whether a slope that has settled, more digits than are asked for, is the one that is claimed. */
function isAsClaimed({ slope, error }: NumericSlope, expected: number, tolerance: number): boolean {
  const scale = Math.max(Math.abs(slope), Math.abs(expected));
  return error <= (tolerance * scale) / 10 && Math.abs(slope - expected) <= tolerance * scale;
}

/** Whether a narrow step finds it flat, as claimed, and could not have missed a slope that wide ones measured. */
function isFlat(
  { slope, error, kink }: NumericSlope,
  expected: number,
  best: NumericSlope | null,
  tolerance: number,
): boolean {
  const isClaimed = slope === 0 && expected === 0 && !kink;
  return isClaimed && best !== null && error <= (tolerance * Math.abs(best.slope)) / 10;
}

function stepsFor(x: number, first: number | undefined): number[] {
  const size = Math.abs(x);
  const start = first ?? FIRST * powerOfTwo(Math.max(size, 1));
  const steps = Array.from({ length: STEPS }, (_, k) => start / SHRINK ** k);
  const last = steps[STEPS - 1];
  if (size > 0 && FIRST * size < last * SHRINK) {
    const ownStep = FIRST * powerOfTwo(size);
    for (let k = 0; k < OWN_STEPS; k++) steps.push(Math.min(last, ownStep) / SHRINK ** k);
  }
  return steps;
}

const powerOfTwo = (size: number): number => 2 ** Math.floor(Math.log2(size));

/** Where the slope is wanted. */
interface Point {
  readonly f: Probe;
  readonly x: number;
  /** What `f` gives there. */
  readonly center: Float64Array;
  readonly noise: number;
}

/** The differences with one step; null when it is lost beside x. */
function levelAt({ f, x, center, noise }: Point, h: number, before: Level | null): Level | null {
  const [above, below] = [x + h, x - h];
  if (above === x || below === x) return null;
  const [plus, minus] = [f(above), f(below)];
  let [rise, fall, size] = [0, 0, 0];
  let difference = 0;
  for (let i = 0; i < center.length; i++) {
    rise += plus[i] - center[i];
    fall += center[i] - minus[i];
    difference += plus[i] - minus[i];
    size += Math.abs(plus[i]) + Math.abs(minus[i]);
  }
  const width = above - below;
  const estimates = [difference / width];
  const ratio = before === null ? 1 : before.h / h;
  // The error of a central difference is a series in h², of one extrapolated once in h⁴ on.
  for (let k = 1, power = ratio ** 2; k <= 2; k++, power *= ratio ** 2) {
    const coarse = before?.estimates[k - 1];
    if (coarse === undefined || power <= 1) break;
    estimates.push((power * estimates[k - 1] - coarse) / (power - 1));
  }
  const rounding = (2 * noise + Number.EPSILON * size) / width;
  return { h, estimates, left: fall / (x - below), right: rise / (above - x), rounding };
}

/** What a step and the one before say; null when there is nothing to extrapolate. */
function slopeOf(level: Level, before: Level | null): Measured | null {
  const { estimates, left, right, rounding } = level;
  const slope = estimates[estimates.length - 1];
  if (before === null || estimates.length < 2 || !Number.isFinite(slope)) return null;
  const changed = Math.abs(slope - estimates[estimates.length - 2]);
  const digits = 4 * Number.EPSILON * Math.max(...estimates.map(Math.abs));
  const gap = Math.abs(right - left);
  const gapBefore = Math.abs(before.right - before.left);
  const isBent =
    gap > SIDES_DIFFER * Math.max(Math.abs(left), Math.abs(right)) &&
    gap > gapBefore / 2 &&
    gap > 10 * rounding;
  // A change that a root makes is halved with a quarter of the step; what has a slope changes less.
  const [way, wayBefore] = [level, before].map(({ estimates, h }) => Math.abs(estimates[0]) * h);
  const jumps = way > wayBefore / 2 && Math.abs(estimates[0]) > CERTAIN * rounding;
  return { slope, error: changed + ROUNDINGS * rounding + digits, kink: isBent || jumps, jumps };
}
