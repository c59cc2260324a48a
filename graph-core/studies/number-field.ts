/** The target over two numbers: a grid of values that contours are drawn through, and the gradient at the place. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Problem } from '../graph/problem.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type HeldPlace, holdNumbers } from './held-number.ts';

/** What is asked for: two numbers. */
export interface FieldQuestion {
  readonly across: HeldPlace;
  readonly up: HeldPlace;
  /** How far to each side of where the numbers are. */
  readonly reach: number;
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
  /** The tensors they stand in. */
  readonly homes: readonly Tensor[];
  /** Row by row, y upward from the least. */
  readonly values: Float64Array;
}

/** Computes the field. */
export function numberField(
  evaluation: Evaluation,
  { across, up, reach, points }: FieldQuestion,
): NumberField | Problem {
  const held = holdNumbers(evaluation, [across, up]);
  if ('code' in held) return held;
  const [atX, atY] = held.at;
  const along = (middle: number, i: number): number =>
    middle + reach * ((2 * i) / (points - 1) - 1);
  const values = new Float64Array(points * points);
  for (let row = 0; row < points; row++) {
    for (let column = 0; column < points; column++) {
      values[row * points + column] = held.value([along(atX, column), along(atY, row)]);
    }
  }
  const now = [atX, atY];
  const at = { x: atX, y: atY, value: held.value(now), slopes: held.slopes(now) };
  return { at, homes: held.homes, values };
}

/** The target and its slopes at one place. */
export interface NumberPoint {
  readonly value: number;
  readonly slopes: readonly number[];
}

/** Computes them with the numbers moved. */
export function numberPoint(
  evaluation: Evaluation,
  { places, at }: { readonly places: readonly HeldPlace[]; readonly at: readonly number[] },
): NumberPoint | Problem {
  const held = holdNumbers(evaluation, places);
  return 'code' in held ? held : { value: held.value(at), slopes: held.slopes(at) };
}
