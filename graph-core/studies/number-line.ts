/** The target along one number, with its slope at every point: what a tangent lens shows. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Problem } from '../graph/problem.ts';
import { type HeldPlace, holdNumbers } from './held-number.ts';

/** What is asked for. */
export interface LineQuestion {
  readonly place: HeldPlace;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** The target at evenly spaced places of the number. */
export interface NumberLine {
  /** Where the number is now, the target and its slope there. */
  readonly at: { readonly x: number; readonly y: number; readonly slope: number };
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly slope: Float64Array;
}

/** Computes the line. */
export function numberLine(
  evaluation: Evaluation,
  { place, from, to, points }: LineQuestion,
): NumberLine | Problem {
  const held = holdNumbers(evaluation, [place]);
  if ('code' in held) return held;
  const x = Float64Array.from({ length: points }, (_, i) =>
    points === 1 ? from : from + ((to - from) * i) / (points - 1),
  );
  const y = x.map((moved) => held.value([moved]));
  const slope = x.map((moved) => held.slopes([moved])[0]);
  const [now] = held.at;
  return { at: { x: now, y: held.value([now]), slope: held.slopes([now])[0] }, x, y, slope };
}
