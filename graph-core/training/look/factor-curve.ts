/** Losses over the steps for an axis on which equal distances are equal factors: the beginning is never thinned out. */
import { endingIn, type LossPoints } from './loss-curve.ts';

/** Up to here every loss is a point of its own; from here on a point ends a sixteenth farther than the one before. */
const EXACT = 32;
const FACTOR = 17 / 16;

/** The first step that does not belong to a point that begins at `step`. */
const endOf = (step: number): number =>
  step < EXACT ? step + 1 : Math.max(step + 1, Math.floor(step * FACTOR));

/** Mean losses of batches between steps that grow by a factor; some 400 points in a thousand million steps. */
export class FactorCurve {
  private readonly steps: number[] = [];
  private readonly losses: number[] = [];
  /** Where the point that is gathered ends. */
  private end = 1;
  private sum = 0;
  private count = 0;
  /** The last loss and its step; null where there is none. */
  private last: { readonly step: number; readonly loss: number } | null = null;

  /** Adds losses of batches, the first with the weights after `first` steps; millions a second come. */
  record(first: number, losses: readonly number[]): void {
    let i = 0;
    while (i < losses.length) {
      const until = Math.min(losses.length, Math.max(i + 1, this.end - first));
      this.count += until - i;
      let { sum } = this;
      for (; i < until; i++) sum += losses[i];
      this.sum = sum;
      const step = first + i - 1;
      if (step + 1 < this.end) break;
      this.steps.push(step);
      this.losses.push(this.sum / this.count);
      this.startAt(step + 1);
    }
    if (losses.length > 0) {
      this.last = { step: first + losses.length - 1, loss: losses[losses.length - 1] };
    }
  }

  /** Forgets the losses from `step` steps on: the run was put back to there. */
  cut(step: number): void {
    if (this.last !== null && this.last.step < step) return;
    this.last = null;
    while (this.steps[this.steps.length - 1] >= step) this.steps.length--;
    this.losses.length = this.steps.length;
    this.startAt((this.steps[this.steps.length - 1] ?? -1) + 1);
  }

  /** Forgets everything. */
  clear(): void {
    this.steps.length = 0;
    this.losses.length = 0;
    this.last = null;
    this.startAt(0);
  }

  /** The curve so far; copies. The last point is the last loss as it is. */
  points(): LossPoints {
    return endingIn(this.steps, this.losses, this.last);
  }

  private startAt(step: number): void {
    this.end = endOf(step);
    this.sum = 0;
    this.count = 0;
  }
}
