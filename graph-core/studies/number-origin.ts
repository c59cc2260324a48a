/** Where a number of a graph comes from, and what mends it. */
import type { NumberOrigin } from '../diagnose/number-origin.ts';
import { originOf, questionableElement } from '../diagnose/origins.ts';
import { type Agreement, repairsOf } from '../diagnose/repairs.ts';
import type { Place } from '../diagnose/whole-run.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { GraphDocument } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';

/** The number that is asked about. */
export interface OriginQuestion {
  readonly place: Place;
  /** Absent: the first that is no number, else the first gradient of 0. */
  readonly element?: number;
}

/** A stable form that mends it. */
export interface OfferedRewrite {
  readonly title: string;
  /** Values change by about this much; absent where they stay. */
  readonly epsilon?: number;
  readonly agreement: Agreement;
  readonly repaired: GraphDocument;
}

/** Where it comes from. */
export interface OriginAnswer {
  readonly element: number;
  readonly origin: NumberOrigin;
  readonly rewrites: readonly OfferedRewrite[];
}

/** Answers the question, or says that there is nothing to find. */
export function findOrigin(
  evaluation: Evaluation,
  { place, element: asked }: OriginQuestion,
): OriginAnswer | Problem {
  const element = asked ?? questionableElement(evaluation, place);
  if (element === null) {
    return {
      code: 'nothing-wrong',
      message: 'nothing here is NaN, infinite or a gradient of 0',
      hint: 'ask about such a number',
    };
  }
  const origin = originOf(evaluation, place, element);
  if (origin === null) {
    return {
      code: 'no-origin',
      message: 'this number is fine, or it is made of too many others to be followed',
      hint: 'ask about another number, or make the graph smaller',
    };
  }
  const rewrites = repairsOf(evaluation, { place, element }, origin).map(
    ({ title, epsilon, agreement, repaired }) => ({
      ...{ title, agreement, repaired },
      ...(epsilon === undefined ? {} : { epsilon }),
    }),
  );
  return { element, origin, rewrites };
}
