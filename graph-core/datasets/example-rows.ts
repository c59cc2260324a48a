/** Examples before they are split: where they come from, and how rows of them become features. */
import type { Problem } from '../graph/problem.ts';

/** Rows to choose from. */
export interface Examples {
  /** What messages call them. */
  readonly title: string;
  /** Features per row. */
  readonly width: number;
  /** Rows that can be used. */
  readonly rows: Uint32Array;
  readonly classes: number | null;
  readonly classNames: readonly string[] | null;
  readonly featureNames: readonly string[] | null;
  /** By row; defined for every one of `rows`. */
  readonly targetOf: (row: number) => number;
  /** Writes the features of a row; NaN where one is missing. */
  readonly read: (row: number, features: Float64Array) => void;
  /** Some of `rows` miss features, which are filled with means. */
  readonly hasGaps: boolean;
  /** Features stay doubles; those of files are kept as floats, which take half the room. */
  readonly isExact: boolean;
  /** Rows that cannot be used. */
  readonly leftOut: number;
}

/** A problem of the data. */
export function dataProblem(code: string, message: string, hint: string): Problem {
  return { code, message: `training: ${message}`, hint };
}

/** The numbers 0 … count-1. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}
