/**
 * The past of a run in a session: every loss, the curve of the run that was left for another, and the way back to any of
 * its steps. A long way is gone in slices; whatever else is asked ends it where it is.
 */
import type { FactorCurve } from '../../training/look/factor-curve.ts';
import type { LossCurve } from '../../training/look/loss-curve.ts';
import type { RateWatch } from '../../training/look/rate-watch.ts';
import type { LeftCurve } from '../../training/replay/left-curve.ts';
import { LossTape } from '../../training/replay/loss-tape.ts';
import type { LiveRun } from '../../training/run/live-run.ts';

/** What keeps the losses of a run for its curves. */
export interface LossKeepers {
  readonly curve: LossCurve;
  readonly factorCurve: FactorCurve;
  readonly rateWatch: RateWatch;
}

/** What is kept besides the states of the run. */
export class RunPast {
  readonly tape = new LossTape();
  private readonly run: LiveRun;
  private readonly keepers: LossKeepers;
  private leftCurve: LeftCurve | null = null;
  private wanted: number | null = null;

  constructor(run: LiveRun, keepers: LossKeepers) {
    this.run = run;
    this.keepers = keepers;
  }

  /** The curve that was left; null where no rate was changed in the past. */
  get left(): LeftCurve | null {
    return this.leftCurve;
  }

  /** The step that the run is on its way to; null where it rests or plays. */
  get target(): number | null {
    return this.wanted;
  }

  /** Takes losses of steps that were not done before; those that were are told already. */
  record(first: number, losses: readonly number[]): void {
    const known = Math.max(0, this.tape.length - first);
    if (known >= losses.length) return;
    const [from, fresh] = [first + known, losses.slice(known)];
    this.tape.record(from, fresh);
    const { curve, factorCurve, rateWatch } = this.keepers;
    curve.cut(from);
    factorCurve.cut(from);
    factorCurve.record(from, fresh);
    for (const [i, loss] of fresh.entries()) {
      curve.record(from + i, loss);
      rateWatch.record(from + i, loss);
    }
  }

  /** Another rate holds from here on: what was beyond is kept as the curve that was left. */
  fork(rate: number): void {
    const { step, lastStep } = this.run;
    if (step >= lastStep) return;
    const { curve, factorCurve } = this.keepers;
    this.leftCurve = { step, rate, curve: curve.points() };
    this.tape.cut(step);
    curve.cut(step);
    factorCurve.cut(step);
  }

  /** Forgets everything. */
  clear(): void {
    this.tape.cut(0);
    this.leftCurve = null;
    this.wanted = null;
  }

  /** Begins the way to a step that was done before. */
  head(step: number): void {
    this.wanted = Math.max(0, Math.min(step, this.run.lastStep));
    this.run.seek(this.wanted);
  }

  /** Goes on for `time` ms; false where the step is reached, or nothing leads there. */
  goOn(time: number): boolean {
    const { run, wanted } = this;
    if (wanted === null) return false;
    const end = performance.now() + time;
    let chunk = 64;
    while (run.step < wanted) {
      if (run.advance(Math.min(chunk, wanted - run.step)).length === 0) break;
      chunk = Math.min(1024, 2 * chunk);
      if (performance.now() >= end && run.step < wanted) return true;
    }
    this.wanted = null;
    return false;
  }

  /** Stays where it is. */
  stop(): void {
    this.wanted = null;
  }
}
