/** What can be asked of an evaluated graph besides its values and gradients. */
import { type PathShares, pathShares } from '../derivatives/path-shares.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { checkGradients, type GradientCheck } from '../evaluate/gradient-check.ts';
import type { Problem } from '../graph/problem.ts';
import { type FollowedTarget, type FollowQuestion, followTarget } from './followed-target.ts';
import type { HeldPlace } from './held-number.ts';
import { type FieldQuestion, type NumberField, numberField } from './number-field.ts';
import { type LineQuestion, type NumberLine, numberLine } from './number-line.ts';
import { checkSlope, type SlopeCheck } from './slope-check.ts';

/** A question by what is asked. */
export interface Questions {
  /** The largest paths that the gradient of one element comes along. */
  readonly paths: HeldPlace & { readonly most: number };
  /** The target along one number. */
  readonly line: LineQuestion;
  /** The target over two numbers. */
  readonly field: FieldQuestion;
  /** The variables when the target is moved. */
  readonly follow: FollowQuestion;
  /** The gradient of one number against differences. */
  readonly slope: HeldPlace;
  /** The gradients of all variables against differences. */
  readonly check: object;
}

/** Answers by what was asked. */
export interface Answers {
  readonly paths: PathShares;
  readonly line: NumberLine;
  readonly field: NumberField;
  readonly follow: FollowedTarget;
  readonly slope: SlopeCheck;
  readonly check: GradientCheck;
}

/** What can be asked. */
export type StudyKind = keyof Questions;

/** One question as plain data. */
export type Study = { readonly [K in StudyKind]: { readonly ask: K } & Questions[K] }[StudyKind];

/** The answer to any of them, or why there is none. */
export type StudyAnswer = Answers[StudyKind] | Problem;

/** Answers a question. */
export function answerStudy(evaluation: Evaluation, study: Study): StudyAnswer {
  switch (study.ask) {
    case 'paths':
      return pathShares(evaluation, study.node, study.element, study.most);
    case 'line':
      return numberLine(evaluation, study);
    case 'field':
      return numberField(evaluation, study);
    case 'follow':
      return followTarget(evaluation, study);
    case 'slope':
      return checkSlope(evaluation, study);
    case 'check':
      return checkGradients(evaluation.document);
    default:
      return study satisfies never;
  }
}
