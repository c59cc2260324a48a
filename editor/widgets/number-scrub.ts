/** The arithmetic of changing a number by keys and by dragging. */

/** Which keys are held: Shift moves ten times as far, Alt a tenth. */
export interface Pace {
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface NumberLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whole numbers only. */
  readonly integer?: boolean | undefined;
  /** Steps go along 1, 2, 5, 10, 20, …: for what is chosen by its order of magnitude, as a learning rate is. */
  readonly ladder?: boolean | undefined;
}

/** How an arrow key or a drag changes a number. */
export interface NumberSteps extends NumberLimits {
  /** What an arrow key adds. */
  readonly step: number;
}

/** px of dragging that make one step, so that a hand can hit every value. */
const pixelsPerStep = 4;
/** px of dragging that make one rung of the ladder. */
const pixelsPerRung = 14;
/** Rungs in a power of ten: what Shift moves. */
const decade = 3;
/** px; less is a press, not a drag. */
export const dragThreshold = 3;

/** How many steps a key or 4 px move. */
function factorOf(pace: Pace, limits: NumberLimits): number {
  if (limits.ladder) return pace.shiftKey ? decade : 1;
  return pace.shiftKey ? 10 : pace.altKey && !limits.integer ? 0.1 : 1;
}

/** `x` moved by a number of steps, on the decimal grid of `x` and the step: 0.1 + 0.2 is 0.3. */
export function stepNumber(
  x: number,
  steps: number,
  step: number,
  pace: Pace,
  limits: NumberLimits = {},
): number {
  const factor = factorOf(pace, limits);
  if (limits.ladder) return limitNumber(climb(x, steps * factor), limits);
  const places = Math.max(decimals(x), decimals(step) + (factor < 1 ? 1 : 0));
  const sum = x + steps * step * factor;
  // toFixed prints up to 100 places; beyond, numbers are dust themselves.
  const onGrid = places > 100 ? sum : Number(sum.toFixed(places));
  // No step leads to −0.
  return limitNumber(steps === 0 ? x : onGrid + 0, limits);
}

/** The rungs of one power of ten. */
const rungs = [1, 2, 5];

/** The smallest rung: below it there is only 0. */
const lowestRung = -9 * decade;

/** `x` moved by whole rungs; from between two, the first move leads to the next of them. */
function climb(x: number, moves: number): number {
  const whole = Math.round(moves);
  if (whole === 0 || x < 0) return x;
  const at = rungOf(x);
  const from = whole > 0 ? Math.floor(at) : Math.ceil(at);
  const rung = from + whole;
  return rung < lowestRung ? 0 : rungValue(rung);
}

/** The number of a rung, 0 for 1, 3 for 10; half-way for what lies between two. */
function rungOf(x: number): number {
  if (x < rungValue(lowestRung)) return lowestRung - 1;
  const exponent = Math.floor(Math.log10(x) + 1e-9);
  for (let rung = decade * exponent + rungs.length; ; rung--) {
    const value = rungValue(rung);
    // What is written is not always the nearest double to what is meant.
    if (Math.abs(x - value) <= 1e-9 * value) return rung;
    if (value < x) return rung + 0.5;
  }
}

/** Read from its decimal text, so that 0.2 is 0.2. */
function rungValue(rung: number): number {
  const exponent = Math.floor(rung / decade);
  return Number(`${rungs[rung - decade * exponent]}e${exponent}`);
}

/** Decimal places of the shortest text that reads back as `x`. */
function decimals(x: number): number {
  const [mantissa, exponent = '0'] = String(x).split('e');
  const point = mantissa.indexOf('.');
  return Math.max(0, (point < 0 ? 0 : mantissa.length - point - 1) - Number(exponent));
}

/** Steps by keys, counted from where they began, so that as many back give the very same number. */
export interface StepTrail {
  readonly from: number;
  /** Tenths of a step from there. */
  readonly tenths: number;
  /** The number now; a trail ends when the number was changed otherwise. */
  readonly at: number;
}

/** One step up (1) or down (−1) from `x`, going on along the trail that led there. */
export function stepAlong(
  trail: StepTrail | null,
  x: number,
  direction: 1 | -1,
  { step, ...limits }: NumberSteps,
  pace: Pace,
): StepTrail {
  const { from, tenths } = trail !== null && trail.at === x ? trail : { from: x, tenths: 0 };
  const next = tenths + direction * Math.round(10 * factorOf(pace, limits));
  // Whole steps are counted as such: a tenth of 1 would put whole numbers on a finer grid.
  const whole = next % 10 === 0;
  const { ladder } = limits;
  const wanted = stepNumber(from, whole ? next / 10 : next, step, tenthsPace(whole), { ladder });
  const at = limitNumber(wanted, limits);
  // At a limit the steps beyond are lost; the way back begins there.
  return at === wanted ? { from, tenths: next, at } : { from: at, tenths: 0, at };
}

function tenthsPace(whole: boolean): Pace {
  return { shiftKey: false, altKey: !whole };
}

/** `x` after dragging `pixels` to the right of where the drag began. */
export function scrubNumber(
  x: number,
  pixels: number,
  step: number,
  pace: Pace,
  limits: NumberLimits = {},
): number {
  const pixelsOfOne = limits.ladder ? pixelsPerRung : pixelsPerStep;
  return stepNumber(x, Math.round(pixels / pixelsOfOne), step, pace, limits);
}

/** The nearest admissible number. */
export function limitNumber(x: number, { min, max, integer }: NumberLimits): number {
  const whole = integer ? Math.round(x) : x;
  return Math.min(
    max ?? Number.POSITIVE_INFINITY,
    Math.max(min ?? Number.NEGATIVE_INFINITY, whole),
  );
}
