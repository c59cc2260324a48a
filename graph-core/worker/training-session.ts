/**
 * A training run inside the worker: plays in slices short enough that a pause is heard at once, and
 * reports at most twenty times a second.
 */
import type { GraphDocument } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { LiveRun } from '../training/live-run.ts';
import { accuracyOf, Predictor } from '../training/predictor.ts';
import type {
  BoundaryMessage,
  DatasetMessage,
  FitMessage,
  TrainingAction,
  TrainingMessage,
} from './protocol.ts';

/** Length of one slice of steps, in ms. */
const SLICE = 12;
/** Shortest time between two reports, in ms. */
const REPORT_EVERY = 50;
/** Most steps done in one call. */
const MOST_CHUNK = 1024;
/** Points kept of the loss curve; every second one goes when it is full. */
const CURVE_POINTS = 500;
/** Grid points along each side of the decision boundary. */
const GRID = 64;
/** Examples that accuracy is computed for at a time. */
const ACCURACY_ROWS = 1024;
/** Points along the curve of a network with one input. */
const FIT_POINTS = 161;

/** Runs slices later; the worker passes a macrotask so that messages come between. */
export type Later = (task: () => void) => void;

/** One run with its loss curve and its pictures. */
export class TrainingSession {
  private readonly run: LiveRun;
  private readonly report: (message: TrainingMessage) => void;
  private readonly later: Later;
  private readonly all: Predictor | null;
  private readonly grid: Predictor | null;
  private readonly gridFeatures: Float64Array<ArrayBuffer>;
  private status: TrainingMessage['status'] = 'paused';
  private curve: number[] = [];
  private curveStride = 1;
  private lossSum = 0;
  private lossCount = 0;
  private reported = 0;
  private rate = 0;
  /** Steps done in one call. */
  private chunk = 1;
  /** Counts plays: a slice still waiting from before a pause must not go on beside the new ones. */
  private turn = 0;

  private constructor(run: LiveRun, report: (message: TrainingMessage) => void, later: Later) {
    this.run = run;
    this.report = report;
    this.later = later;
    const { dataset } = run.plan;
    this.all = Predictor.forRows(run.reference, Math.min(dataset.size, ACCURACY_ROWS));
    this.gridFeatures = gridFeatures(dataset.width, extentOf(dataset.features, dataset.width));
    const rows = this.gridFeatures.length / dataset.width;
    this.grid = rows === 0 ? null : Predictor.forRows(run.reference, rows);
  }

  /** A session at the initial weights, or the problems that keep it from starting. */
  static start(
    document: GraphDocument,
    report: (message: TrainingMessage) => void,
    later: Later,
  ): TrainingSession | readonly Problem[] {
    const run = LiveRun.start(document);
    return 'plan' in run ? new TrainingSession(run, report, later) : run;
  }

  /** The examples, for plotting. */
  dataset(): DatasetMessage {
    const { width, classes, features, targets } = this.run.plan.dataset;
    return { width, classes, features: features.slice(), targets: targets.slice() };
  }

  /** Plays, pauses, does so many steps, or goes back to the initial weights. */
  act(action: TrainingAction): void {
    if (this.status === 'diverged' && action !== 'rewind') return;
    if (action === 'play') {
      if (this.status === 'running') return;
      this.status = 'running';
      this.turn++;
      this.reported = performance.now();
      this.slice(this.turn, this.run.step, this.reported);
      return;
    }
    if (action === 'pause') {
      if (this.status === 'running') this.status = 'paused';
    } else if (action === 'rewind') {
      this.status = 'paused';
      this.run.rewind();
      this.curve = [];
      this.curveStride = 1;
      this.lossSum = 0;
      this.lossCount = 0;
    } else {
      this.status = 'paused';
      const end = this.run.step + action.steps;
      while (this.run.step < end && this.advance(end - this.run.step));
    }
    this.report(this.message());
  }

  /** Stops for good. */
  end(): void {
    this.status = 'paused';
  }

  /** The state of the run as data. */
  message(): TrainingMessage {
    this.run.sync();
    const parameters: Record<string, Float64Array<ArrayBuffer>> = {};
    for (const [node, { data }] of this.run.weights()) parameters[node] = Float64Array.from(data);
    return {
      status: this.status,
      step: this.run.step,
      epoch: this.run.epoch,
      curve: Float64Array.from(this.curve),
      loss: this.run.loss,
      accuracy: this.all === null ? null : accuracyOf(this.run.reference, this.all),
      parameters,
      boundary: this.boundary(),
      fit: this.fit(),
      rate: this.rate,
      problems: this.run.problems,
      engine: this.run.compiled === null ? 'interpreter' : 'compiled',
      parity: this.run.parity,
      refusal: this.run.refusal,
    };
  }

  private slice(turn: number, stepBefore: number, since: number): void {
    if (this.status !== 'running' || turn !== this.turn) return;
    const end = performance.now() + SLICE;
    let now = performance.now();
    do {
      const start = now;
      if (!this.advance(this.chunk)) break;
      now = performance.now();
      // As many steps in a call as fill a part of a slice: a pause is heard between slices.
      if (now - start < SLICE / 8) this.chunk = Math.min(MOST_CHUNK, this.chunk * 2);
      else if (now - start > SLICE / 2) this.chunk = Math.max(1, this.chunk >> 1);
    } while (now < end);
    now = performance.now();
    if (this.status !== 'running' || now - this.reported >= REPORT_EVERY) {
      if (now > since) this.rate = ((this.run.step - stepBefore) * 1000) / (now - since);
      this.report(this.message());
      this.reported = performance.now();
      stepBefore = this.run.step;
      since = this.reported;
    }
    if (this.status === 'running') this.later(() => this.slice(turn, stepBefore, since));
  }

  /** Up to `steps` steps; false when one met a problem, or a loss that is no number: the run stops there. */
  private advance(steps: number): boolean {
    const losses = this.run.advance(steps);
    const first = this.run.step - losses.length;
    for (const [i, loss] of losses.entries()) this.record(first + i + 1, loss);
    if (this.run.problems.length > 0) {
      this.status = 'paused';
      return false;
    }
    if (losses.length > 0 && Number.isFinite(losses[losses.length - 1])) return true;
    this.status = 'diverged';
    return false;
  }

  /** Adds a loss to the curve, several to a point once there are many. */
  private record(step: number, loss: number): void {
    this.lossSum += loss;
    this.lossCount++;
    if (this.lossCount < this.curveStride) return;
    this.curve.push(step, this.lossSum / this.lossCount);
    this.lossSum = 0;
    this.lossCount = 0;
    if (this.curve.length >= 2 * CURVE_POINTS) this.thinCurve();
  }

  /** Joins neighboring points, so that the curve covers the whole run in bounded memory. */
  private thinCurve(): void {
    const joined: number[] = [];
    for (let i = 0; i + 3 < this.curve.length; i += 4) {
      joined.push(this.curve[i + 2], (this.curve[i + 1] + this.curve[i + 3]) / 2);
    }
    this.curve = joined;
    this.curveStride *= 2;
  }

  private boundary(): BoundaryMessage | null {
    const { dataset } = this.run.plan;
    if (this.grid === null || dataset.width !== 2 || dataset.classes === null) return null;
    const outputs = this.grid.predict(this.gridFeatures);
    const classes = new Uint8Array(GRID * GRID);
    const confidence = new Float32Array(GRID * GRID);
    for (let i = 0; i < classes.length; i++) {
      classes[i] = this.grid.classOf(outputs, i);
      confidence[i] = this.grid.confidenceOf(outputs, i);
    }
    const extent = extentOf(dataset.features, 2);
    return { width: GRID, height: GRID, extent, classes, confidence };
  }

  private fit(): FitMessage | null {
    const { dataset } = this.run.plan;
    if (this.grid === null || dataset.width !== 1 || this.grid.width !== 1) return null;
    return {
      x: this.gridFeatures.slice(),
      y: Float64Array.from(this.grid.predict(this.gridFeatures)),
    };
  }
}

/** The square (or interval) around all examples with a margin of a tenth. */
function extentOf(
  features: Float64Array,
  width: number,
): readonly [number, number, number, number] {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < features.length; i++) {
    const axis = width === 1 ? 0 : i % width;
    if (axis > 1) continue;
    low[axis] = Math.min(low[axis], features[i]);
    high[axis] = Math.max(high[axis], features[i]);
  }
  const span = Math.max(high[0] - low[0], width > 1 ? high[1] - low[1] : 0, 1e-6) * 1.2;
  const center = [(low[0] + high[0]) / 2, width > 1 ? (low[1] + high[1]) / 2 : 0];
  return [center[0] - span / 2, center[0] + span / 2, center[1] - span / 2, center[1] + span / 2];
}

/** Grid points for a plane, points along the axis for a line, none for more features. */
function gridFeatures(
  width: number,
  [left, right, bottom, top]: readonly [number, number, number, number],
): Float64Array<ArrayBuffer> {
  if (width === 1) {
    return Float64Array.from(
      { length: FIT_POINTS },
      (_, i) => left + ((right - left) * i) / (FIT_POINTS - 1),
    );
  }
  if (width !== 2) return new Float64Array(0);
  const features = new Float64Array(GRID * GRID * 2);
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const at = 2 * (row * GRID + column);
      features[at] = left + ((right - left) * (column + 0.5)) / GRID;
      features[at + 1] = bottom + ((top - bottom) * (row + 0.5)) / GRID;
    }
  }
  return features;
}
