/** A training run inside the worker: what is asked of it, and what is reported. */
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { isRefused, type Refused } from '../../graph/problem.ts';
import { describeCompiled } from '../../training/look/compiled-description.ts';
import { FactorCurve } from '../../training/look/factor-curve.ts';
import { KernelClock } from '../../training/look/kernel-clock.ts';
import {
  type DatasetView,
  LearnedPictures,
  type Pictures,
} from '../../training/look/learned-pictures.ts';
import { LossCurve } from '../../training/look/loss-curve.ts';
import { LossNow } from '../../training/look/loss-now.ts';
import { RateWatch } from '../../training/look/rate-watch.ts';
import { ScoreBoard } from '../../training/look/score-board.ts';
import { type Gallery, UnitGallery } from '../../training/look/unit-gallery.ts';
import { type FirstStep, firstStep, type StepCondition } from '../../training/replay/first-step.ts';
import type { RunOptions } from '../../training/run/compiled-run.ts';
import { LiveRun } from '../../training/run/live-run.ts';
import { type Later, PacedRun } from '../../training/run/paced-run.ts';
import type {
  CompiledMessage,
  SpeedWish,
  TrainingAction,
  TrainingMessage,
} from '../messages/protocol.ts';
import { RunPast } from './run-past.ts';

/** Features up to which there is a picture of what is learned. */
const MOST_PICTURED = 2;

/** A way back that takes no longer than this, in ms, is gone at once; a longer one is told so often. */
const AT_ONCE = 40;
const PROGRESS_EVERY = 100;

/** Steps a second at which one sees a picture form: some seconds for a small lesson. */
const WATCHED_SPEED = 100;

/** What a session tells, whenever there is something to tell. */
export interface SessionEvents {
  readonly onReport: (message: TrainingMessage) => void;
  readonly onPictures: (gallery: Gallery) => void;
}

/** What a run with a data set shows besides its loss. */
interface Looks {
  readonly pictures: LearnedPictures;
  readonly gallery: UnitGallery;
  readonly scores: ScoreBoard;
}

/** What is drawn of a run that learns from no examples. */
const NO_PICTURES: Pictures = { boundary: null, fit: null, withheld: '' };

/** One run with its loss curve and, where it learns from examples, its scores and its pictures. */
export class TrainingSession {
  private readonly run: LiveRun;
  private readonly events: SessionEvents;
  private readonly later: Later;
  private readonly paced: PacedRun;
  /** Null without a data set. */
  private readonly looks: Looks | null;
  /** Null with one. */
  private readonly lossNow: LossNow | null;
  private readonly curve = new LossCurve();
  private readonly factorCurve = new FactorCurve();
  private readonly rateWatch: RateWatch;
  private readonly past: RunPast;
  private found: FirstStep | null = null;
  /** The learning rate before the schedule changes it. */
  private baseRate: number;
  /** When the last report was made. */
  private told = 0;
  /** Counts descriptions: a newer one, or the end, stops the measuring of the one before. */
  private described = 0;

  private constructor(run: LiveRun, events: SessionEvents, later: Later) {
    this.run = run;
    this.events = events;
    this.later = later;
    const isFed = run.plan.feeding !== null;
    this.looks = isFed
      ? {
          pictures: new LearnedPictures(run),
          gallery: new UnitGallery(run),
          scores: new ScoreBoard(run),
        }
      : null;
    this.lossNow = isFed ? null : new LossNow(run.reference);
    this.rateWatch = new RateWatch(run);
    const { curve, factorCurve, rateWatch } = this;
    this.past = new RunPast(run, { curve, factorCurve, rateWatch });
    this.baseRate = run.plan.settings.rate;
    this.paced = new PacedRun(run, later, {
      onLosses: (first, losses) => {
        this.past.record(first, losses);
      },
      onReport: () => {
        this.report();
        // A run that rests has all the time.
        const isDue = this.looks?.gallery.isDue(performance.now()) === true;
        if (this.paced.status === 'running' && isDue) this.draw();
      },
      onRest: () => this.settle(),
    });
    this.beginCurve();
  }

  /** A session at the initial weights, or the problems that keep it from starting. */
  static start(
    document: GraphDocument,
    events: SessionEvents,
    later: Later,
    options: RunOptions = {},
  ): TrainingSession | Refused {
    const run = LiveRun.start(document, options);
    return isRefused(run) ? run : new TrainingSession(run, events, later);
  }

  /** The run itself. */
  get played(): LiveRun {
    return this.run;
  }

  /** The examples, for plotting; null without a data set. */
  dataset(): DatasetView | null {
    return this.looks?.pictures.dataset() ?? null;
  }

  /** Nodes whose units can be pictured. */
  get picturable(): readonly NodeId[] {
    return this.looks?.gallery.nodes ?? [];
  }

  /** Plays at this speed from the next step on; the steps stay the same ones. */
  setSpeed(speed: SpeedWish): void {
    // Without examples there are a few numbers, which are as good to watch as a picture.
    const width = this.looks?.pictures.dataset().width ?? 0;
    const fitting = width <= MOST_PICTURED ? WATCHED_SPEED : 'full';
    this.paced.speed = speed === 'fitting' ? fitting : speed;
  }

  /** Does what was asked for; a run that has diverged can only begin again. */
  act(action: TrainingAction): void {
    this.past.stop();
    if (typeof action === 'object') {
      if ('seek' in action) {
        this.seek(action.seek);
        return;
      }
      if ('find' in action) this.find(action.find);
      else if ('rate' in action) this.changeRate(action.rate);
      else if ('speed' in action) this.setSpeed(action.speed);
      else if ('pictured' in action) {
        this.looks?.gallery.show(action.pictured, action.magnified);
        if (this.paced.status !== 'running') this.settle();
        return;
      } else {
        this.paced.doSteps(action.steps);
        return;
      }
    } else {
      switch (action) {
        case 'play':
          if (this.paced.status === 'paused') this.paced.play();
          return;
        case 'pause':
          if (this.paced.status === 'diverged') return;
          this.paced.pause();
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
    this.report();
    if (this.paced.status !== 'running') this.settle();
  }

  /** Goes to a step that was done, at once where it is near, else in slices that are reported. */
  private seek(step: number): void {
    this.paced.rest();
    this.past.head(step);
    const arrive = (): void => {
      this.report();
      this.settle();
    };
    if (!this.past.goOn(AT_ONCE)) {
      arrive();
      return;
    }
    this.report();
    this.paced.whileResting((time) => {
      if (!this.past.goOn(time)) {
        arrive();
        return 'done';
      }
      if (performance.now() - this.told > PROGRESS_EVERY) this.report();
      return 'more';
    });
  }

  private find(condition: StepCondition): void {
    this.paced.rest();
    const scores = this.looks?.scores.result() ?? null;
    this.found = firstStep(this.run, condition, { tape: this.past.tape, scores });
  }

  /** While the run rests, draws its units, looks at the examples that its report had no time for, and reports again. */
  settle(): void {
    const { looks } = this;
    if (looks === null || (looks.gallery.isComplete && looks.scores.isComplete)) return;
    this.paced.whileResting((time) => {
      if (this.draw()) return 'more';
      if (looks.scores.isComplete) return 'done';
      if (!looks.scores.complete(time)) return 'more';
      this.report();
      return 'done';
    });
  }

  /** Describes the compiled loop at once; what measures its kernels is made and works between other tasks. */
  describe(report: (message: CompiledMessage) => void): void {
    const { playing } = this.run;
    if (playing.kind === 'interpreter') return;
    const compiled = playing.run;
    const description = describeCompiled(compiled.definition, compiled.loop.compiled);
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
    this.paced.end();
  }

  /** The state of the run as data. */
  message(): TrainingMessage {
    this.run.sync();
    const { looks } = this;
    looks?.scores.refresh();
    const parameters: Record<string, Float64Array<ArrayBuffer>> = {};
    for (const [node, { data }] of this.run.weights()) parameters[node] = Float64Array.from(data);
    return {
      ...(looks?.pictures.draw() ?? NO_PICTURES),
      ...this.run.state(),
      loss: this.lossBefore(this.run.step),
      status: this.paced.status,
      rate: this.paced.rate,
      speed: this.paced.speed,
      curve: this.curve.points(),
      factorCurve: this.factorCurve.points(),
      rateWarning: this.rateWatch.warning(this.baseRate),
      scores: looks?.scores.result() ?? null,
      lossNow: this.lossNow?.compute() ?? null,
      parameters,
      lastStep: this.run.lastStep,
      target: this.past.target,
      rates: this.run.history.rateChanges,
      left: this.past.left,
      found: this.found,
      shownByInterpreter:
        looks === null
          ? ''
          : looks.scores.refusal || looks.pictures.refusal || looks.gallery.refusal,
    };
  }

  /** Loss of the last step that was done; the loop itself knows only those it did last. */
  private lossBefore(step: number): number {
    return step > 0 && step <= this.past.tape.length ? this.past.tape.at(step - 1) : this.run.loss;
  }

  private report(): void {
    this.events.onReport(this.message());
    this.told = performance.now();
  }

  /** Draws some of the units that are looked at; false when all are drawn. */
  private draw(): boolean {
    const gallery = this.looks?.gallery.draw() ?? null;
    if (gallery !== null && gallery.pictures.length > 0) this.events.onPictures(gallery);
    return gallery !== null;
  }

  private rewind(): void {
    this.paced.rewind();
    this.past.clear();
    this.found = null;
    this.beginCurve();
    this.looks?.scores.clear();
    this.looks?.gallery.clear();
  }

  /** At the loss before the first step. */
  private beginCurve(): void {
    const { initialLoss } = this.run;
    this.curve.clear();
    this.factorCurve.clear();
    this.rateWatch.clear();
    if (!Number.isFinite(initialLoss)) return;
    this.curve.record(0, initialLoss);
    this.factorCurve.record(0, [initialLoss]);
  }

  private changeRate(rate: number): void {
    this.past.fork(this.run.history.rateAt(this.run.lastStep));
    this.looks?.scores.cut(this.run.step);
    this.run.rate = rate;
    this.baseRate = rate;
    this.rateWatch.changeRate();
    if (this.paced.status === 'diverged') this.rewind();
  }
}
