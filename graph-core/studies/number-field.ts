/** The target over two numbers: a grid of values that contours are drawn through, and the gradient at the place. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Problem } from '../graph/problem.ts';
import { type HeldPlace, holdNumbers } from './held-number.ts';

/** What is asked for: two numbers, each with its range. */
export interface FieldQuestion {
  readonly across: HeldPlace;
  readonly up: HeldPlace;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Points along each side. */
  readonly points: number;
}

/** The target over a rectangle. */
export interface NumberField {
  readonly at: {
    readonly x: number;
    readonly y: number;
    readonly value: number;
    readonly slopes: readonly number[];
  };
  /** Row by row, y upward from the least. */
  readonly values: Float64Array;
}

/** Computes the field. */
export function numberField(
  evaluation: Evaluation,
  { across, up, x, y, points }: FieldQuestion,
): NumberField | Problem {
  const held = holdNumbers(evaluation, [across, up]);
  if ('code' in held) return held;
  const along = ([from, to]: readonly [number, number], i: number): number =>
    from + ((to - from) * i) / (points - 1);
  const values = new Float64Array(points * points);
  for (let row = 0; row < points; row++) {
    for (let column = 0; column < points; column++) {
      values[row * points + column] = held.value([along(x, column), along(y, row)]);
    }
  }
  const [atX, atY] = held.at;
  const now = [atX, atY];
  return { at: { x: atX, y: atY, value: held.value(now), slopes: held.slopes(now) }, values };
}
