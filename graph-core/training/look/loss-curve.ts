/** Numbers over the steps of a run in bounded memory: when there are many, several become one point. */

/** Points kept behind the first one; every second one goes when there are more. */
const POINTS = 498;

/** A curve, point by point. */
export interface LossPoints {
  /** Steps done before the batch. */
  readonly step: Float64Array<ArrayBuffer>;
  /** Mean loss of the batches since the point before. */
  readonly loss: Float64Array<ArrayBuffer>;
}

/**
 * Mean loss of recent batches over the steps done before them; several to a point once there are many. The
 * first point, the loss before the first step, stays as it is.
 */
export class LossCurve {
  private steps: number[] = [];
  private losses: number[] = [];
  private stride = 1;
  private sum = 0;
  private count = 0;

  /** Adds the loss of a batch with the weights after `step` steps. */
  record(step: number, loss: number): void {
    this.sum += loss;
    this.count++;
    if (this.count < this.stride) return;
    this.steps.push(step);
    this.losses.push(this.sum / this.count);
    this.sum = 0;
    this.count = 0;
    if (this.steps.length > POINTS) this.thin();
  }

  /** Forgets the losses from `step` steps on: the run was put back to there. */
  cut(step: number): void {
    const { length } = this.steps;
    while (this.steps[this.steps.length - 1] >= step) this.steps.length--;
    if (this.steps.length === length) return;
    this.losses.length = this.steps.length;
    this.sum = 0;
    this.count = 0;
  }

  /** Forgets everything. */
  clear(): void {
    this.steps = [];
    this.losses = [];
    this.stride = 1;
    this.sum = 0;
    this.count = 0;
  }

  /** The curve so far; copies. */
  points(): LossPoints {
    return { step: new Float64Array(this.steps), loss: new Float64Array(this.losses) };
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
