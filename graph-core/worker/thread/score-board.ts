/**
 * Loss and accuracy of the rows learned from and of those held out. While the run plays, a report looks at
 * as many examples as fit into a few milliseconds, always the same sample, or at none where they cannot be
 * looked at in parts; once it rests, at all.
 */

import { Score } from '../../training/look/score.ts';
import type { LiveRun } from '../../training/run/live-run.ts';
import type { ScoresMessage } from '../messages/protocol.ts';

/** Time for the examples of a report while the run plays, in ms: for training rows, for test rows. */
const BUDGET = { training: 2, test: 3 } as const;

/** Points kept of the scores over the steps; every second one goes when there are more. */
const POINTS = 400;

/** One point: step, loss and accuracy on training rows, on test rows. */
const FIELDS = 5;

/** The scores of one run. */
export class ScoreBoard {
  private readonly run: LiveRun;
  private readonly training: Score;
  private readonly test: Score | null;
  private scored = -1;
  private points: number[] = [];

  constructor(run: LiveRun) {
    this.run = run;
    const { data } = run.plan;
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

  /** Forgets the run so far. */
  clear(): void {
    this.scored = -1;
    this.points = [];
  }

  /** Why scores are counted by the interpreter although they were compiled; empty otherwise. */
  get refusal(): string {
    return this.training.result().refusal || (this.test?.result().refusal ?? '');
  }

  /** What was found, and how it went over the steps. */
  message(): ScoresMessage {
    return {
      training: this.training.result(),
      test: this.test?.result() ?? null,
      history: Float64Array.from(this.points),
    };
  }

  /** Writes the point of this step, over the one that is there. */
  private note(): void {
    const [training, test] = [this.training.result(), this.test?.result()];
    const point = [training.loss, training.accuracy, test?.loss, test?.accuracy];
    const { step } = this.run;
    if (this.points[this.points.length - FIELDS] === step) this.points.length -= FIELDS;
    this.points.push(step, ...point.map((number) => number ?? Number.NaN));
    if (this.points.length <= POINTS * FIELDS) return;
    this.points = this.points.filter((_, i) => Math.floor(i / FIELDS) % 2 === 0);
  }
}

/** At least one batch, then as many as `time` ms allow. */
function work(score: Score | null, time: number): void {
  if (score === null) return;
  const end = performance.now() + time;
  do score.advance();
  while (!score.isComplete && performance.now() < end);
}
