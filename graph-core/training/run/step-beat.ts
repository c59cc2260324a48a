/** When the steps of a run are due that is played at so many steps a second. */

/** What a busy machine did not manage within so many ms is not made up for: a run never rushes. */
const MOST_BEHIND = 100;

/** Counts steps that are done against those that are due. */
export class StepBeat {
  /** Steps a second. */
  readonly speed: number;
  private from: number;
  private done: number;

  /** From `now` on, in ms; the first step is due at once, or one beat later. */
  constructor(speed: number, now: number, first: 'at once' | 'a beat later') {
    this.speed = speed;
    this.from = now;
    this.done = first === 'at once' ? -1 : 0;
  }

  /** Time between two steps, in ms. */
  get interval(): number {
    return 1000 / this.speed;
  }

  /** Steps that are due and not done. */
  due(now: number): number {
    const late = this.wait(now) - this.interval;
    if (late < -MOST_BEHIND - this.interval) this.from -= late + MOST_BEHIND + this.interval;
    return Math.max(0, this.beats(now) - this.done);
  }

  /** So many steps were done. */
  did(steps: number): void {
    this.done += steps;
  }

  /** Time until the next step is due, in ms; below 0 where it is late. */
  wait(now: number): number {
    return this.from + (this.done + 1) * this.interval - now;
  }

  private beats(now: number): number {
    // A clock of whole ms must not lose a beat to rounding.
    return Math.floor((now - this.from) / this.interval + 1e-9);
  }
}
