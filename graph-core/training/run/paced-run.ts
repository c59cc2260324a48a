/**
 * A run that is played beside other work: in slices short enough that a pause is heard at once, with a report at
 * most twenty times a second.
 */
import { type LiveRun, MOST_STEPS } from './live-run.ts';
import { StepBeat } from './step-beat.ts';

/** Length of one slice of steps, in ms. */
const SLICE = 12;
/** Shortest time between two reports, in ms. */
const REPORT_EVERY = 50;
/** Reports of large nets cost more: there are so few that they take at most one part in so many of the time. */
const REPORT_SHARE = 10;

/** At beats as long as this, in ms, every step is reported: pictures and wires follow each. */
const FOLLOWED_BEAT = 40;

/** Runs slices later, after some ms or at once; the worker passes a macrotask so that messages come between. */
export type Later = (task: () => void, after?: number) => void;

/** Steps a second at which a run plays, so that it can be watched; `full`: as many as the machine does. */
export type RunSpeed = number | 'full';

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
  private measured = 0;
  private wanted: RunSpeed = 'full';
  /** When steps are due; null at full speed and for steps that were asked for. */
  private beat: StepBeat | null = null;
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
    return this.measured;
  }

  /** Steps a second at which it plays. */
  get speed(): RunSpeed {
    return this.wanted;
  }

  /** Plays at this speed from now on; steps stay the same ones. */
  set speed(speed: RunSpeed) {
    if (speed === this.wanted) return;
    this.wanted = speed;
    if (this.state !== 'running' || Number.isFinite(this.last)) return;
    const now = performance.now();
    this.beat = speed === 'full' ? null : new StepBeat(speed, now, 'a beat later');
    const turn = ++this.turn;
    this.later(() => this.slice(turn, this.run.step, now));
  }

  /** Plays until `last` steps are done, those at full speed: they were asked for to be done, not to be watched. */
  play(last = Number.POSITIVE_INFINITY): void {
    this.state = 'running';
    this.last = last;
    this.turn++;
    this.reported = performance.now();
    this.beat =
      this.wanted === 'full' || Number.isFinite(last)
        ? null
        : new StepBeat(this.wanted, this.reported, 'at once');
    this.slice(this.turn, this.run.step, this.reported);
  }

  /** Steps asked for while others are being done come after them. */
  doSteps(steps: number): void {
    if (this.state === 'diverged') return;
    const counted = this.state === 'running' && Number.isFinite(this.last);
    this.play((counted ? this.last : this.run.step) + steps);
  }

  /** Rests, also where it had diverged: the run was put back to a step that it can go on from. */
  rest(): void {
    this.state = 'paused';
    this.turn++;
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
    let due = this.beat?.due(now) ?? Number.POSITIVE_INFINITY;
    while (due > 0) {
      const start = now;
      const step = this.run.step;
      if (!this.advance(Math.min(this.chunk, this.last - step, due))) break;
      due -= this.run.step - step;
      this.beat?.did(this.run.step - step);
      now = performance.now();
      if (this.run.step > step) this.run.measured((now - start) / (this.run.step - step));
      // As many steps in a call as fill a part of a slice: a pause is heard between slices.
      if (now - start < SLICE / 8) this.chunk = Math.min(MOST_STEPS, this.chunk * 2);
      else if (now - start > SLICE / 2) this.chunk = Math.max(1, this.chunk >> 1);
      if (now >= end) break;
    }
    now = performance.now();
    if (this.isReportDue(now, this.run.step - stepBefore)) {
      if (now > since) this.measured = ((this.run.step - stepBefore) * 1000) / (now - since);
      this.watcher.onReport();
      this.reported = performance.now();
      this.reportCost = this.reported - now;
      stepBefore = this.run.step;
      since = this.reported;
    }
    if (this.state !== 'running') this.watcher.onRest();
    else {
      const wait = this.beat?.wait(performance.now()) ?? 0;
      this.later(() => this.slice(turn, stepBefore, since), Math.max(0, wait));
    }
  }

  private isReportDue(now: number, steps: number): boolean {
    if (this.state !== 'running') return true;
    // A timer may be early: there is nothing to tell yet.
    if (steps === 0) return false;
    const interval = this.beat?.interval ?? 0;
    if (interval >= FOLLOWED_BEAT && interval >= 2 * this.reportCost) return true;
    return now - this.reported >= Math.max(REPORT_EVERY, REPORT_SHARE * this.reportCost);
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
