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
}

/** px of dragging that make one step, so that a hand can hit every value. */
const pixelsPerStep = 4;
/** px; less is a press, not a drag. */
export const dragThreshold = 3;

/** `x` moved by a number of steps, without the binary dust of 0.1 + 0.2. */
export function stepNumber(
  x: number,
  steps: number,
  step: number,
  pace: Pace,
  limits: NumberLimits = {},
): number {
  const factor = pace.shiftKey ? 10 : pace.altKey && !limits.integer ? 0.1 : 1;
  const change = steps * step * factor;
  const sum = Number((x + change).toPrecision(12));
  const dust = Math.abs(sum) < 1e-12 * Math.abs(change);
  return limitNumber(dust ? 0 : sum, limits);
}

/** `x` after dragging `pixels` to the right of where the drag began. */
export function scrubNumber(
  x: number,
  pixels: number,
  step: number,
  pace: Pace,
  limits: NumberLimits = {},
): number {
  return stepNumber(x, Math.round(pixels / pixelsPerStep), step, pace, limits);
}

/** The nearest admissible number. */
export function limitNumber(x: number, { min, max, integer }: NumberLimits): number {
  const whole = integer ? Math.round(x) : x;
  return Math.min(
    max ?? Number.POSITIVE_INFINITY,
    Math.max(min ?? Number.NEGATIVE_INFINITY, whole),
  );
}
