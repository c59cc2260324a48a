/** The target along one number, with its slope at every point: what a tangent lens shows. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Problem } from '../graph/problem.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type HeldPlace, holdNumbers } from './held-number.ts';

/** What is asked for. */
export interface LineQuestion {
  readonly place: HeldPlace;
  /** How far to each side of where the number is. */
  readonly reach: number;
  /** An odd number, so that the one in the middle is where the number is. */
  readonly points: number;
}

/** The target at evenly spaced places of the number. */
export interface NumberLine {
  /** Where the number is now, the target and its slope there. */
  readonly at: { readonly x: number; readonly y: number; readonly slope: number };
  /** The tensor it stands in. */
  readonly home: Tensor;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly slope: Float64Array;
}

/** Computes the line. */
export function numberLine(
  evaluation: Evaluation,
  { place, reach, points }: LineQuestion,
): NumberLine | Problem {
  const held = holdNumbers(evaluation, [place]);
  if ('code' in held) return held;
  const [now] = held.at;
  const middle = (points - 1) / 2;
  const x = Float64Array.from({ length: points }, (_, i) => now + (reach * (i - middle)) / middle);
  const y = x.map((moved) => held.value([moved]));
  const slope = x.map((moved) => held.slopes([moved])[0]);
  const at = { x: now, y: held.value([now]), slope: held.slopes([now])[0] };
  return { at, home: held.homes[0], x, y, slope };
}
