/**
 * Alone or together: with other programs on the machine, threads can cost more than they bring. Both ways
 * give the same numbers, so both are tried from time to time and the quicker one is taken.
 */

/** Does up to so many steps and gives how many. */
export type Steps = (steps: number) => number;

/** Time of one trial, in ms. */
const TRIAL = 4;
/** Trials of each way before it is decided; the quickest counts. */
const TRIALS = 4;
/** Time after which the ways are tried again, in ms. */
const DECIDED_FOR = 3000;

/** Chooses between two ways of doing the same steps. */
export class Pace {
  /** Whether the next steps are done together. */
  together = false;
  private readonly ways: readonly [Steps, Steps | null];
  private best: [number, number] = [Infinity, Infinity];
  /** Trials left, and what the present one did so far. */
  private trials = 0;
  private piece = 1;
  private steps = 0;
  private time = 0;
  private decided = -Infinity;
  private given = false;

  constructor(alone: Steps, together: Steps | null) {
    this.ways = [alone, together];
  }

  /** From now on only alone. */
  alone(): void {
    this.given = true;
    this.together = false;
  }

  /** Does up to so many steps; `complete` tells whether the other threads are there. */
  run(steps: number, complete: boolean): number {
    const [alone, together] = this.ways;
    if (together === null || this.given || !complete) return alone(steps);
    let done = 0;
    while (done < steps) {
      if (this.trials === 0 && performance.now() - this.decided > DECIDED_FOR) {
        this.best = [Infinity, Infinity];
        this.beginTrial(2 * TRIALS);
      }
      const made = this.trials > 0 ? this.trial(steps - done) : this.chosen(steps - done);
      done += made;
      if (made === 0) break;
    }
    return done;
  }

  private chosen(steps: number): number {
    const [alone, together] = this.ways;
    return this.together && together !== null ? together(steps) : alone(steps);
  }

  /** A few steps of the present trial. */
  private trial(most: number): number {
    const which = this.trials % 2;
    const way = this.ways[which] ?? this.ways[0];
    const start = performance.now();
    const made = way(Math.min(this.piece, most));
    this.time += performance.now() - start;
    this.steps += made;
    this.piece *= 2;
    if (this.time < TRIAL) return made;
    this.best[which] = Math.min(this.best[which], this.time / this.steps);
    this.beginTrial(this.trials - 1);
    if (this.trials === 0) {
      this.decided = performance.now();
      this.together = this.best[1] < this.best[0];
    }
    return made;
  }

  private beginTrial(left: number): void {
    this.trials = left;
    this.piece = 1;
    this.steps = 0;
    this.time = 0;
  }
}
