/** Numbers over the steps of a run in bounded memory: when there are many, several become one point. */

/** Points kept behind the first one; every second one goes when there are more. */
const POINTS = 498;

/**
 * Mean loss of recent batches over the steps done before them; several to a point once there are many. The
 * first point, the loss before the first step, stays as it is.
 */
export class LossCurve {
  private points: number[] = [];
  private stride = 1;
  private sum = 0;
  private count = 0;

  /** Adds the loss of a batch with the weights after `step` steps. */
  record(step: number, loss: number): void {
    this.sum += loss;
    this.count++;
    if (this.count < this.stride) return;
    this.points.push(step, this.sum / this.count);
    this.sum = 0;
    this.count = 0;
    if (this.points.length > 2 * POINTS) this.thin();
  }

  /** Forgets the losses from `step` steps on: the run was put back to there. */
  cut(step: number): void {
    const { length } = this.points;
    while (this.points[this.points.length - 2] >= step) this.points.length -= 2;
    if (this.points.length === length) return;
    this.sum = 0;
    this.count = 0;
  }

  /** Forgets everything. */
  clear(): void {
    this.points = [];
    this.stride = 1;
    this.sum = 0;
    this.count = 0;
  }

  /** Step and loss alternate. */
  numbers(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.points);
  }

  /** Joins neighboring points, so that the curve covers the whole run. */
  private thin(): void {
    const joined = this.points.slice(0, 2);
    for (let i = 2; i + 3 < this.points.length; i += 4) {
      joined.push(this.points[i + 2], (this.points[i + 1] + this.points[i + 3]) / 2);
    }
    this.points = joined;
    this.stride *= 2;
  }
}
