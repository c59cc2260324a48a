/** What can be asked of an evaluated graph besides its values and gradients. */

import type { DataShelf } from '../datasets/data-shelf.ts';
import { type PathShares, pathShares } from '../derivatives/path-shares.ts';
import { diagnoseNet, type NetDiagnosis } from '../diagnose/net-diagnosis.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { checkGradients, type GradientCheck } from '../evaluate/gradient-check.ts';
import type { Weights } from '../evaluate/reused-evaluation.ts';
import type { Problem } from '../graph/problem.ts';
import { type DerivativeTable, derivativeTable, type TableQuestion } from './derivative-table.ts';
import { type FollowedTarget, type FollowQuestion, followTarget } from './followed-target.ts';
import {
  type ForwardAnswer,
  type ForwardQuestion,
  forwardDerivatives,
} from './forward-derivatives.ts';
import type { HeldPlace } from './held-number.ts';
import {
  type FieldQuestion,
  type NumberField,
  type NumberPoint,
  numberField,
  numberPoint,
} from './number-field.ts';
import { type LineQuestion, type NumberLine, numberLine } from './number-line.ts';
import { findOrigin, type OriginAnswer, type OriginQuestion } from './number-origin.ts';
import { checkSlope, type SlopeCheck } from './slope-check.ts';

/** A question by what is asked. */
export interface Questions {
  /** The largest paths that the gradient of one element comes along. */
  readonly paths: HeldPlace & { readonly most: number };
  /** The target along one number. */
  readonly line: LineQuestion;
  /** The target over two numbers. */
  readonly field: FieldQuestion;
  /** The target and its slopes with some numbers moved. */
  readonly point: { readonly places: readonly HeldPlace[]; readonly at: readonly number[] };
  /** The variables when the target is moved. */
  readonly follow: FollowQuestion;
  /** The gradient of one number against differences. */
  readonly slope: HeldPlace;
  /** The gradients of all variables against differences. */
  readonly check: object;
  /** Where a NaN, an infinity or a gradient of 0 comes from. */
  readonly origin: OriginQuestion;
  /** A Jacobian or a Hessian. */
  readonly table: TableQuestion;
  /** What is wrong with the net, over all rows of its data. */
  readonly diagnosis: object;
  /** The derivatives of everything by one number. */
  readonly forward: ForwardQuestion;
}

/** Answers by what was asked. */
export interface Answers {
  readonly paths: PathShares;
  readonly line: NumberLine;
  readonly field: NumberField;
  readonly point: NumberPoint;
  readonly follow: FollowedTarget;
  readonly slope: SlopeCheck;
  readonly check: GradientCheck;
  readonly origin: OriginAnswer;
  readonly table: DerivativeTable;
  readonly diagnosis: NetDiagnosis;
  readonly forward: ForwardAnswer;
}

/** What can be asked. */
export type StudyKind = keyof Questions;

/** One question as plain data. */
export type Study = { readonly [K in StudyKind]: { readonly ask: K } & Questions[K] }[StudyKind];

/** The answer to any of them, or why there is none. */
export type StudyAnswer = Answers[StudyKind] | Problem;

/** What was evaluated. */
export interface Studied {
  readonly evaluation: Evaluation;
  /** Numbers of a run in place of those in the document. */
  readonly weights: Weights | null;
  /** Where the tables are. */
  readonly shelf: DataShelf;
}

/** Answers a question. */
export function answerStudy({ evaluation, weights, shelf }: Studied, study: Study): StudyAnswer {
  switch (study.ask) {
    case 'paths':
      return pathShares(evaluation, study.node, study.element, study.most);
    case 'line':
      return numberLine(evaluation, study);
    case 'field':
      return numberField(evaluation, study);
    case 'point':
      return numberPoint(evaluation, study);
    case 'follow':
      return followTarget(evaluation, study);
    case 'slope':
      return checkSlope(evaluation, study);
    case 'check':
      return checkGradients(evaluation.document);
    case 'origin':
      return findOrigin(evaluation, study);
    case 'table':
      return derivativeTable(evaluation, study);
    case 'forward':
      return forwardDerivatives(evaluation, study);
    case 'diagnosis':
      return diagnoseNet(evaluation.document, weights, shelf);
    default:
      return study satisfies never;
  }
}
