/**
 * A run that is played beside other work: in slices short enough that a pause is heard at once, with a report at
 * most twenty times a second.
 */
import { type LiveRun, MOST_STEPS } from './live-run.ts';

/** Length of one slice of steps, in ms. */
const SLICE = 12;
/** Shortest time between two reports, in ms. */
const REPORT_EVERY = 50;
/** Reports of large nets cost more: there are so few that they take at most one part in so many of the time. */
const REPORT_SHARE = 10;

/** Runs slices later; the worker passes a macrotask so that messages come between. */
export type Later = (task: () => void) => void;

/** What a run is at; one that has diverged can only begin again. */
export type RunStatus = 'paused' | 'running' | 'diverged';

/** What is told of a run that is played. */
export interface RunWatcher {
  /** Steps were done, the first of them with the weights after `first` steps. */
  readonly onLosses: (first: number, losses: readonly number[]) => void;
  /** It is time to report. */
  readonly onReport: () => void;
  /** The run has come to rest by itself, after its report. */
  readonly onRest: () => void;
}

/** Plays one run. */
export class PacedRun {
  private readonly run: LiveRun;
  private readonly later: Later;
  private readonly watcher: RunWatcher;
  private state: RunStatus = 'paused';
  private reported = 0;
  /** Time the last report took, in ms. */
  private reportCost = 0;
  private speed = 0;
  /** The step at which a run that plays pauses by itself. */
  private last = Number.POSITIVE_INFINITY;
  /** Steps done in one call. */
  private chunk = 1;
  /** Counts plays and rests: a slice still waiting from before must not go on beside the new ones. */
  private turn = 0;

  constructor(run: LiveRun, later: Later, watcher: RunWatcher) {
    this.run = run;
    this.later = later;
    this.watcher = watcher;
  }

  get status(): RunStatus {
    return this.state;
  }

  /** Steps per second, measured while running. */
  get rate(): number {
    return this.speed;
  }

  /** Plays until `last` steps are done; few of them are done at once. */
  play(last = Number.POSITIVE_INFINITY): void {
    this.state = 'running';
    this.last = last;
    this.turn++;
    this.reported = performance.now();
    this.slice(this.turn, this.run.step, this.reported);
  }

  /** Steps asked for while others are being done come after them. */
  doSteps(steps: number): void {
    if (this.state === 'diverged') return;
    const counted = this.state === 'running' && Number.isFinite(this.last);
    this.play((counted ? this.last : this.run.step) + steps);
  }

  /** Stops before the next slice. */
  pause(): void {
    if (this.state === 'running') this.state = 'paused';
  }

  /** Back to the initial weights, paused. */
  rewind(): void {
    this.state = 'paused';
    this.run.rewind();
  }

  /** While the run rests, does pieces of some `SLICE` ms of other work, until one says that nothing is left. */
  whileResting(piece: (time: number) => 'more' | 'done'): void {
    const turn = ++this.turn;
    const next = (): void => {
      if (this.state === 'running' || turn !== this.turn) return;
      if (piece(SLICE) === 'more') this.later(next);
    };
    this.later(next);
  }

  /** Stops for good. */
  end(): void {
    this.run.end();
    this.state = 'paused';
    this.turn++;
  }

  private slice(turn: number, stepBefore: number, since: number): void {
    if (this.state !== 'running' || turn !== this.turn) return;
    const end = performance.now() + SLICE;
    let now = performance.now();
    do {
      const start = now;
      if (!this.advance(Math.min(this.chunk, this.last - this.run.step))) break;
      now = performance.now();
      // As many steps in a call as fill a part of a slice: a pause is heard between slices.
      if (now - start < SLICE / 8) this.chunk = Math.min(MOST_STEPS, this.chunk * 2);
      else if (now - start > SLICE / 2) this.chunk = Math.max(1, this.chunk >> 1);
    } while (now < end);
    now = performance.now();
    const pause = Math.max(REPORT_EVERY, REPORT_SHARE * this.reportCost);
    if (this.state !== 'running' || now - this.reported >= pause) {
      if (now > since) this.speed = ((this.run.step - stepBefore) * 1000) / (now - since);
      this.watcher.onReport();
      this.reported = performance.now();
      this.reportCost = this.reported - now;
      stepBefore = this.run.step;
      since = this.reported;
    }
    if (this.state === 'running') this.later(() => this.slice(turn, stepBefore, since));
    else this.watcher.onRest();
  }

  /** Up to `steps` steps; false when one met a problem, or a loss that is no number: the run stops there. */
  private advance(steps: number): boolean {
    const losses = this.run.advance(steps);
    this.watcher.onLosses(this.run.step - losses.length, losses);
    if (this.run.problems.length > 0) {
      this.state = 'paused';
      return false;
    }
    if (losses.length === 0 || !Number.isFinite(losses[losses.length - 1])) {
      this.state = 'diverged';
      return false;
    }
    if (this.run.step < this.last) return true;
    this.state = 'paused';
    return false;
  }
}
