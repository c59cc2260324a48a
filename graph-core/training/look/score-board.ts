/**
 * Loss and accuracy of the rows learned from and of those held out. While the run plays, a report looks at
 * as many examples as fit into a few milliseconds, always the same sample, or at none where they cannot be
 * looked at in parts; once it rests, at all.
 */

import type { LiveRun } from '../run/live-run.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { Score, type ScoreResult } from './score.ts';

/** Time for the examples of a report while the run plays, in ms: for training rows, for test rows. */
const BUDGET = { training: 2, test: 3 } as const;

/** Points kept of the scores over the steps; every second one goes when there are more. */
const POINTS = 400;

/** What is kept of the scores at a step. */
const FIELDS = ['step', 'trainingLoss', 'trainingAccuracy', 'testLoss', 'testAccuracy'] as const;

/** Scores over the run, point by point; NaN for none. */
export type ScoreHistory = Readonly<Record<(typeof FIELDS)[number], Float64Array<ArrayBuffer>>>;

/** How well the network does on the examples learned from and on those held out. */
export interface RunScores {
  readonly training: ScoreResult;
  /** Null when nothing is held out. */
  readonly test: ScoreResult | null;
  readonly history: ScoreHistory;
}

/** The scores of one run with a data set. */
export class ScoreBoard {
  private readonly run: LiveRun;
  private readonly training: Score;
  private readonly test: Score | null;
  private scored = -1;
  /** In the order of `FIELDS`. */
  private readonly columns: readonly number[][] = FIELDS.map(() => []);

  constructor(run: LiveRun) {
    this.run = run;
    const { data } = assertFeeding(run.plan);
    this.training = Score.of(run.reference, data.training);
    this.test = data.test === null ? null : Score.of(run.reference, data.test);
  }

  /** Looks at the first examples with the weights as they are; the run must be in sync. */
  refresh(): void {
    if (this.scored !== this.run.step) {
      this.training.begin();
      this.test?.begin();
      this.scored = this.run.step;
    }
    if (this.training.isQuick) work(this.training, BUDGET.training);
    if (this.test?.isQuick === true) work(this.test, BUDGET.test);
    this.note();
  }

  /** Goes on for `time` ms; true when every example was looked at. */
  complete(time: number): boolean {
    work(this.training, time);
    if (this.training.isComplete) work(this.test, time);
    this.note();
    return this.isComplete;
  }

  /** True when every example was looked at with the weights of now. */
  get isComplete(): boolean {
    return (
      this.scored === this.run.step && this.training.isComplete && this.test?.isComplete !== false
    );
  }

  /** Forgets what was scored after `step`: another run follows. */
  cut(step: number): void {
    this.scored = -1;
    const [steps] = this.columns;
    const left = steps.findIndex((one) => one > step);
    if (left >= 0) for (const column of this.columns) column.length = left;
  }

  /** Forgets the run so far. */
  clear(): void {
    this.scored = -1;
    for (const column of this.columns) column.length = 0;
  }

  /** Why scores are counted by the interpreter although they were compiled; empty otherwise. */
  get refusal(): string {
    return this.training.result().refusal || (this.test?.result().refusal ?? '');
  }

  /** The scores so far, and how they went over the steps; copies. */
  result(): RunScores {
    const [step, trainingLoss, trainingAccuracy, testLoss, testAccuracy] = this.columns.map(
      (column) => new Float64Array(column),
    );
    return {
      training: this.training.result(),
      test: this.test?.result() ?? null,
      history: { step, trainingLoss, trainingAccuracy, testLoss, testAccuracy },
    };
  }

  /** Writes the point of this step, over the one that is there. */
  private note(): void {
    const [training, test] = [this.training.result(), this.test?.result()];
    const { step } = this.run;
    const point = [step, training.loss, training.accuracy, test?.loss, test?.accuracy];
    const [steps] = this.columns;
    const last = steps[steps.length - 1];
    // A run that was put back says nothing new of what it went through before.
    if (last !== undefined && step < last) return;
    const at = last === step ? steps.length - 1 : steps.length;
    for (const [i, column] of this.columns.entries()) column[at] = point[i] ?? Number.NaN;
    if (steps.length > POINTS) this.thin();
  }

  /** Every second point goes. */
  private thin(): void {
    for (const column of this.columns) {
      const half = column.length - (column.length >> 1);
      for (let i = 0; i < half; i++) column[i] = column[2 * i];
      column.length = half;
    }
  }
}

/** At least one batch, then as many as `time` ms allow. */
function work(score: Score | null, time: number): void {
  if (score === null) return;
  const end = performance.now() + time;
  do score.advance();
  while (!score.isComplete && performance.now() < end);
}
