/** Numbers over the steps of a run in bounded memory: when there are many, several become one point. */

/** Points kept behind the first one, besides the last loss; every second one goes when there are more. */
const POINTS = 497;

/** A curve, point by point. */
export interface LossPoints {
  /** Steps done before the batch. */
  readonly step: Float64Array<ArrayBuffer>;
  /** Mean loss of the batches since the point before; the last one is the loss of the last batch. */
  readonly loss: Float64Array<ArrayBuffer>;
}

/** A curve of means that ends in the last loss as it is; a mean that ends at the same step gives way. Copies. */
export function endingIn(
  steps: readonly number[],
  losses: readonly number[],
  last: { readonly step: number; readonly loss: number } | null,
): LossPoints {
  if (last === null) return { step: Float64Array.from(steps), loss: Float64Array.from(losses) };
  const means = steps[steps.length - 1] === last.step ? steps.length - 1 : steps.length;
  return {
    step: Float64Array.from([...steps.slice(0, means), last.step]),
    loss: Float64Array.from([...losses.slice(0, means), last.loss]),
  };
}

/**
 * Mean loss of recent batches over the steps done before them; several to a point once there are many. The
 * first point, the loss before the first step, stays as it is; the last one is the last loss as it is, which is
 * the number told elsewhere.
 */
export class LossCurve {
  private steps: number[] = [];
  private losses: number[] = [];
  private stride = 1;
  private sum = 0;
  private count = 0;
  /** The last loss and its step; null where there is none. */
  private last: { readonly step: number; readonly loss: number } | null = null;

  /** Adds the loss of a batch with the weights after `step` steps. */
  record(step: number, loss: number): void {
    this.sum += loss;
    this.count++;
    this.last = { step, loss };
    if (this.count < this.stride) return;
    this.steps.push(step);
    this.losses.push(this.sum / this.count);
    this.sum = 0;
    this.count = 0;
    if (this.steps.length > POINTS) this.thin();
  }

  /** Forgets the losses from `step` steps on: the run was put back to there. */
  cut(step: number): void {
    if (this.last !== null && this.last.step < step) return;
    this.last = null;
    while (this.steps[this.steps.length - 1] >= step) this.steps.length--;
    this.losses.length = this.steps.length;
    this.sum = 0;
    this.count = 0;
  }

  /** Forgets everything. */
  clear(): void {
    this.steps = [];
    this.losses = [];
    this.last = null;
    this.stride = 1;
    this.sum = 0;
    this.count = 0;
  }

  /** The curve so far; copies. */
  points(): LossPoints {
    return endingIn(this.steps, this.losses, this.last);
  }

  /** Joins neighboring points, so that the curve covers the whole run. */
  private thin(): void {
    const steps = this.steps.slice(0, 1);
    const losses = this.losses.slice(0, 1);
    for (let i = 1; i + 1 < this.steps.length; i += 2) {
      steps.push(this.steps[i + 1]);
      losses.push((this.losses[i] + this.losses[i + 1]) / 2);
    }
    this.steps = steps;
    this.losses = losses;
    this.stride *= 2;
  }
}
