/**
 * A training run inside the worker: plays in slices short enough that a pause is heard at once, and
 * reports at most twenty times a second.
 */
import type { GraphDocument } from '../../graph/document.ts';
import { isRefused, type Refused } from '../../graph/problem.ts';
import { describeCompiled } from '../../training/look/compiled-description.ts';
import { KernelClock } from '../../training/look/kernel-clock.ts';
import type { RunOptions } from '../../training/run/compiled-run.ts';
import { LiveRun } from '../../training/run/live-run.ts';
import type {
  CompiledMessage,
  DatasetMessage,
  TrainingAction,
  TrainingMessage,
} from '../messages/protocol.ts';
import { LearnedPictures } from './learned-pictures.ts';
import { LossCurve } from './loss-curve.ts';
import { ScoreBoard } from './score-board.ts';

/** Length of one slice of steps, in ms. */
const SLICE = 12;
/** Shortest time between two reports, in ms. */
const REPORT_EVERY = 50;
/** Reports of large nets cost more: there are so few that they take at most one part in so many of the time. */
const REPORT_SHARE = 10;
/** Most steps done in one call. */
const MOST_CHUNK = 1024;
/** Runs slices later; the worker passes a macrotask so that messages come between. */
export type Later = (task: () => void) => void;

/** One run with its loss curve and its pictures. */
export class TrainingSession {
  private readonly run: LiveRun;
  private readonly report: (message: TrainingMessage) => void;
  private readonly later: Later;
  private readonly pictures: LearnedPictures;
  private readonly scores: ScoreBoard;
  private readonly curve = new LossCurve();
  private status: TrainingMessage['status'] = 'paused';
  private reported = 0;
  /** Time the last report took, in ms. */
  private reportCost = 0;
  private rate = 0;
  /** The step at which a run that plays pauses by itself. */
  private last = Number.POSITIVE_INFINITY;
  /** Steps done in one call. */
  private chunk = 1;
  /** Counts plays and rests: a slice still waiting from before must not go on beside the new ones. */
  private turn = 0;

  /** Counts descriptions: a newer one, or the end, stops the measuring of the one before. */
  private described = 0;

  private constructor(run: LiveRun, report: (message: TrainingMessage) => void, later: Later) {
    this.run = run;
    this.report = report;
    this.later = later;
    this.pictures = new LearnedPictures(run);
    this.scores = new ScoreBoard(run);
    this.beginCurve();
  }

  /** A session at the initial weights, or the problems that keep it from starting. */
  static start(
    document: GraphDocument,
    report: (message: TrainingMessage) => void,
    later: Later,
    options: RunOptions = {},
  ): TrainingSession | Refused {
    const run = LiveRun.start(document, options);
    return isRefused(run) ? run : new TrainingSession(run, report, later);
  }

  /** The examples, for plotting. */
  dataset(): DatasetMessage {
    return this.pictures.dataset();
  }

  /** Does what was asked for; a run that has diverged can only begin again. */
  act(action: TrainingAction): void {
    if (typeof action === 'object') {
      if ('rate' in action) this.changeRate(action.rate);
      else if ('units' in action) this.pictures.watch(action.units);
      else {
        this.doSteps(action.steps);
        return;
      }
    } else {
      switch (action) {
        case 'play':
          if (this.status === 'paused') this.play(Number.POSITIVE_INFINITY);
          return;
        case 'pause':
          if (this.status === 'diverged') return;
          this.status = 'paused';
          break;
        case 'rewind':
          this.rewind();
          break;
        case 'compare-gradients':
          this.run.compareGradients();
          break;
        default:
          action satisfies never;
      }
    }
    this.report(this.message());
    if (this.status !== 'running') this.settle();
  }

  /** While the run rests, looks at the examples that its report had no time for, and reports again. */
  settle(): void {
    if (this.scores.isComplete) return;
    const turn = ++this.turn;
    this.later(() => this.completeScores(turn));
  }

  /** Plays until `last` steps are done; few of them are done at once. */
  private play(last: number): void {
    this.status = 'running';
    this.last = last;
    this.turn++;
    this.reported = performance.now();
    this.slice(this.turn, this.run.step, this.reported);
  }

  private rewind(): void {
    this.status = 'paused';
    this.run.rewind();
    this.beginCurve();
    this.scores.clear();
  }

  /** At the loss before the first step. */
  private beginCurve(): void {
    const { initialLoss } = this.run;
    this.curve.clear();
    if (Number.isFinite(initialLoss)) this.curve.record(0, initialLoss);
  }

  /** Steps asked for while others are being done come after them. */
  private doSteps(steps: number): void {
    if (this.status === 'diverged') return;
    const counted = this.status === 'running' && Number.isFinite(this.last);
    this.play((counted ? this.last : this.run.step) + steps);
  }

  private changeRate(rate: number): void {
    this.run.rate = rate;
    if (this.status === 'diverged') this.rewind();
  }

  /** Describes the compiled loop at once; what measures its kernels is made and works between other tasks. */
  describe(report: (message: CompiledMessage) => void): void {
    const { compiled } = this.run;
    if (compiled === null) return;
    const description = describeCompiled(compiled.trained, compiled.loop.compiled);
    const { kernels } = compiled.loop.compiled.kernels;
    report({ description, microseconds: new Float64Array(kernels.length).fill(Number.NaN) });
    const turn = ++this.described;
    const measure = (clock: KernelClock): void => {
      if (turn !== this.described || !clock.measure()) return;
      report({ description: null, microseconds: clock.microseconds.slice() });
      this.later(() => measure(clock));
    };
    this.later(() => {
      if (turn === this.described) measure(new KernelClock(compiled));
    });
  }

  /** Stops for good. */
  end(): void {
    this.described++;
    this.run.end();
    this.status = 'paused';
    this.turn++;
  }

  /** The state of the run as data. */
  message(): TrainingMessage {
    this.run.sync();
    this.scores.refresh();
    const parameters: Record<string, Float64Array<ArrayBuffer>> = {};
    for (const [node, { data }] of this.run.weights()) parameters[node] = Float64Array.from(data);
    const [boundary, fit, units] = [
      this.pictures.boundary(),
      this.pictures.fit(),
      this.pictures.units(),
    ];
    return {
      status: this.status,
      step: this.run.step,
      epoch: this.run.epoch,
      curve: this.curve.numbers(),
      loss: this.run.loss,
      scores: this.scores.message(),
      parameters,
      boundary,
      fit,
      units,
      withheld: this.pictures.withheld,
      rate: this.rate,
      problems: this.run.problems,
      engine: this.run.compiled === null ? 'interpreter' : 'compiled',
      fused: this.run.fused,
      threads: this.run.threads,
      parity: this.run.parity,
      refusal: this.run.refusal,
      shownByInterpreter: this.scores.refusal || this.pictures.refusal,
    };
  }

  private completeScores(turn: number): void {
    if (this.status === 'running' || turn !== this.turn) return;
    if (this.scores.complete(SLICE)) this.report(this.message());
    else this.later(() => this.completeScores(turn));
  }

  private slice(turn: number, stepBefore: number, since: number): void {
    if (this.status !== 'running' || turn !== this.turn) return;
    const end = performance.now() + SLICE;
    let now = performance.now();
    do {
      const start = now;
      if (!this.advance(Math.min(this.chunk, this.last - this.run.step))) break;
      now = performance.now();
      // As many steps in a call as fill a part of a slice: a pause is heard between slices.
      if (now - start < SLICE / 8) this.chunk = Math.min(MOST_CHUNK, this.chunk * 2);
      else if (now - start > SLICE / 2) this.chunk = Math.max(1, this.chunk >> 1);
    } while (now < end);
    now = performance.now();
    const pause = Math.max(REPORT_EVERY, REPORT_SHARE * this.reportCost);
    if (this.status !== 'running' || now - this.reported >= pause) {
      if (now > since) this.rate = ((this.run.step - stepBefore) * 1000) / (now - since);
      this.report(this.message());
      this.reported = performance.now();
      this.reportCost = this.reported - now;
      stepBefore = this.run.step;
      since = this.reported;
    }
    if (this.status === 'running') this.later(() => this.slice(turn, stepBefore, since));
    else this.settle();
  }

  /** Up to `steps` steps; false when one met a problem, or a loss that is no number: the run stops there. */
  private advance(steps: number): boolean {
    const losses = this.run.advance(steps);
    const first = this.run.step - losses.length;
    this.curve.cut(first);
    for (const [i, loss] of losses.entries()) this.curve.record(first + i, loss);
    if (this.run.problems.length > 0) {
      this.status = 'paused';
      return false;
    }
    if (losses.length === 0 || !Number.isFinite(losses[losses.length - 1])) {
      this.status = 'diverged';
      return false;
    }
    if (this.run.step < this.last) return true;
    this.status = 'paused';
    return false;
  }
}
