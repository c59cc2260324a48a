/**
 * A training run as it is played: by the compiled loop once it has agreed with the interpreter on the first
 * steps, otherwise by the interpreter. Both begin at the same weights and see the same batches.
 */

import { RING_LENGTH } from '../../compiler/emit/memory-map.ts';
import { supportsFused } from '../../compiler/wasm/fused-support.ts';
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { isRefused, type Problem, type Refused } from '../../graph/problem.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TrainingPlan } from '../step/training-plan.ts';
import { type CompiledRun, everyGradient, type RunOptions, startCompiled } from './compiled-run.ts';
import { type InterpretedRun, type RunVariable, startInterpreted } from './interpreted-run.ts';
import { compareEngines, type Parity } from './parity.ts';
import { type Playing, playingOf, trapped } from './playing.ts';
import { RunHistory } from './run-history.ts';
import type { StepEngine } from './step-engine.ts';

/** Steps whose losses can be read back at once: the length of the loop's ring. */
export const MOST_STEPS = RING_LENGTH;

/** Time in which steps are done again from a kept state, in ms. */
const REPLAY_TIME = 15;

/** Where a run stands, as plain data. */
export interface RunState {
  /** Steps done since the initial weights. */
  readonly step: number;
  /** Passes over the data done. */
  readonly epoch: number;
  /** Loss of the batch of the last step, before its update; NaN before the first. */
  readonly loss: number;
  /** What does the steps: the compiled loop, or the interpreter where it cannot. */
  readonly engine: 'compiled' | 'interpreter';
  /** Whether products and sums are rounded once; null where the machine cannot. */
  readonly fused: boolean | null;
  /** Threads that do the steps. */
  readonly threads: number;
  /** How far loop and interpreter were apart before the run began; null when nothing was compiled. */
  readonly parity: Parity | null;
  /** Why nothing was compiled; empty when something was. */
  readonly refusal: string;
  /** What stopped the run: numbers that an operation could not work with. */
  readonly problems: readonly Problem[];
}

/** One run; its weights are those of the interpreter's tensors, brought up to date by `sync`. */
export class LiveRun {
  /** The interpreter's run: the oracle, and the home of the tensors that predictors share. */
  readonly reference: InterpretedRun;
  private now: Playing;
  /** Loss of the first batch before the first step, where curves begin; NaN when a number stopped it. */
  readonly initialLoss: number;
  /** What was, as far as it is kept: any step can be gone back to. */
  readonly history: RunHistory;
  /** The last step that was done with the rates as they are logged. */
  private reached = 0;
  /** Time of one step in ms, as measured. */
  private stepTime = 0;
  /** The step whose weights `weights` holds, and whose state the interpreter's run. */
  private synced = 0;
  private readonly options: RunOptions;
  /** The rate of the next step, before the schedule changes it. */
  private rateNow: number;

  private constructor(options: RunOptions, reference: InterpretedRun, playing: Playing) {
    this.options = options;
    this.rateNow = reference.plan.settings.rate;
    this.reference = reference;
    this.now = playing;
    const { variables, plan } = reference.definition;
    this.history = new RunHistory(variables, plan.settings.rate);
    this.initialLoss = this.engine.advance();
    this.rewindEngines();
  }

  /** A run at its initial weights, or what keeps it from starting. */
  static start(document: GraphDocument, options: RunOptions = {}): LiveRun | Refused {
    const reference = startInterpreted(document, options.shelf);
    if (isRefused(reference)) return reference;
    return new LiveRun(options, reference, playingOf(reference, options));
  }

  /** What does the steps at present. */
  get playing(): Playing {
    return this.now;
  }

  /** The same as one of two that do the same. */
  private get engine(): StepEngine {
    return this.now.kind === 'compiled' ? this.now.run : this.reference;
  }

  get plan(): TrainingPlan {
    return this.reference.plan;
  }

  /** Where it stands. */
  state(): RunState {
    const { step, epoch, loss, problems } = this;
    const { kind: engine, parity } = this.now;
    const refusal = this.now.kind === 'interpreter' && parity === null ? this.now.because : '';
    const fused = supportsFused() ? this.options.mode === 'fast' : null;
    const threads = this.now.kind === 'compiled' ? this.now.run.loop.threads : 1;
    return { step, epoch, loss, engine, fused, threads, parity, refusal, problems };
  }

  /** Steps done since the initial weights. */
  get step(): number {
    return this.engine.step;
  }

  /** Passes over the data done. */
  get epoch(): number {
    return this.engine.epoch;
  }

  /** Loss of the batch of the last step, before its update; NaN before the first. */
  get loss(): number {
    return this.engine.loss;
  }

  /** Numbers an operation could not work with, as the interpreter met them. */
  get problems(): readonly Problem[] {
    return this.reference.problems;
  }

  /**
   * Does up to `steps` steps and gives their losses. It ends early, right after the step, when a loss is
   * no finite number or an operation met a problem. A loop that breaks off is given up: the run is put back
   * to the last `sync`, from where the interpreter goes on.
   */
  advance(steps: number): readonly number[] {
    const most = Math.min(steps, MOST_STEPS);
    const losses: number[] = [];
    this.keep();
    while (losses.length < most) {
      const room = Math.min(most - losses.length, this.history.room(this.step));
      const done = this.doSteps(room);
      for (const loss of done) losses.push(loss);
      this.keep();
      if (done.length < room || !Number.isFinite(done[done.length - 1])) break;
    }
    this.reached = Math.max(this.reached, this.step);
    return losses;
  }

  private doSteps(steps: number): readonly number[] {
    if (this.now.kind === 'interpreter') return this.interpret(steps);
    const { run } = this.now;
    try {
      return this.runCompiled(run, steps);
    } catch (error) {
      this.giveUp(run, error);
      return this.interpret(1);
    }
  }

  /** The last step that was done; beyond `step` where the run was put back. */
  get lastStep(): number {
    return this.reached;
  }

  /** Steps that `seek` leaves to be done again, in this many ms as measured. */
  get stepDuration(): number {
    return this.stepTime;
  }

  /**
   * Puts the run at the last state kept at or before `step`, which was done before; advancing to it from there gives the
   * same bits. A run that is between the two already stays where it is.
   */
  seek(step: number): void {
    const state = this.history.before(step);
    const isNear = this.step <= step && this.step >= (state?.step ?? 0);
    if (isNear) return;
    if (state === null) {
      this.rewindEngines();
    } else this.restoreEngines(state.step, this.history.unpack(state));
    this.applyRate();
  }

  /** Puts the run at a step that was done before, all at once. */
  goTo(step: number): void {
    this.seek(step);
    while (this.step < step && this.advance(step - this.step).length > 0);
  }

  /** Keeps the state of now where it is one to keep, and takes the rate of the next step. */
  private keep(): void {
    const { history, step } = this;
    if (history.isDue(step)) {
      const precision = this.now.kind === 'compiled' ? 'f32' : 'f64';
      history.keep(step, this.engine.variables(), precision);
    }
    this.applyRate();
  }

  private applyRate(): void {
    const rate = this.history.rateAt(this.step);
    if (rate === this.rateNow) return;
    this.rateNow = rate;
    this.reference.rate = rate;
    if (this.now.kind === 'compiled') this.now.run.rate = rate;
  }

  /** Told how long a step takes, in ms: states are kept so that one is back within `REPLAY_TIME`. */
  measured(time: number): void {
    this.stepTime = this.stepTime === 0 ? time : 0.8 * this.stepTime + 0.2 * time;
    this.history.suit(REPLAY_TIME / Math.max(1e-6, this.stepTime));
  }

  /** Lets other threads go. */
  end(): void {
    if (this.now.kind === 'compiled') this.now.run.loop.dismiss();
  }

  /** Brings the tensors of `weights` up to date; what was predicted before is of earlier weights. */
  sync(): void {
    if (this.now.kind === 'interpreter') return;
    const { run } = this.now;
    this.synced = run.step;
    const shared = this.reference.variables();
    for (const [value, { data }] of run.variables()) shared.get(value)?.data.set(data);
  }

  /** The parameters as of the last `sync`. */
  weights(): ReadonlyMap<NodeId, Tensor> {
    return this.reference.weights();
  }

  /**
   * Compares the gradients as well: both engines do the first steps once more, in runs of their own, by a
   * loop that leaves its gradients to be read.
   */
  compareGradients(): void {
    const { parity: before } = this.now;
    if (before === null || before.gradients !== null) return;
    const { shelf, mode } = this.options;
    const reference = startInterpreted(this.plan.document, shelf);
    const compiled = startCompiled(this.plan.document, {
      watch: everyGradient,
      ...(shelf === undefined ? {} : { shelf }),
      ...(mode === undefined ? {} : { mode }),
    });
    if (isRefused(reference) || isRefused(compiled)) return;
    const parity = compareEngines(reference, compiled, 'with gradients');
    if (typeof parity === 'string') return;
    // The rest stays as the loop that trains gave it.
    const gradients = new Map(parity.rows.map(({ node, gradient }) => [node, gradient] as const));
    const rows = before.rows.map((row) => ({
      ...row,
      gradient: gradients.get(row.node) ?? null,
    }));
    this.now = { ...this.now, parity: { ...before, gradients: parity.gradients, rows } };
  }

  /** The learning rate of the next step, before the schedule changes it. */
  get rate(): number {
    return this.rateNow;
  }

  /** Batches in a pass over the data. */
  get stepsPerEpoch(): number {
    return this.reference.stepsPerEpoch;
  }

  /** Parameters and state of the optimizer as they are now; tensors of the run, not copies. */
  variables(): readonly RunVariable[] {
    this.sync();
    return this.reference.state;
  }

  /** Goes to a step with the variables it had then, by value number; the same steps follow. */
  restore(step: number, variables: ReadonlyMap<number, Tensor>): void {
    this.restoreEngines(step, variables);
    // What was before is another run's.
    this.history.forget();
    this.reached = step;
  }

  private restoreEngines(step: number, variables: ReadonlyMap<number, Tensor>): void {
    this.synced = step;
    this.reference.restore(step, variables);
    if (this.now.kind === 'compiled') this.now.run.restore(step, variables);
  }

  /** Back to the very same initial weights and the same order of batches; the rate is the one of now from the start. */
  rewind(): void {
    this.rewindEngines();
    this.history.begin(this.rateNow);
    this.reached = 0;
  }

  private rewindEngines(): void {
    this.synced = 0;
    this.reference.rewind();
    if (this.now.kind === 'compiled') this.now.run.rewind();
  }

  /**
   * The learning rate from the next step on, before the schedule changes it; nothing is compiled again.
   * Steps done so far keep the one they were done with; steps that were done beyond this one are forgotten.
   */
  set rate(rate: number) {
    // Steps that might have to be done again are done again from here.
    this.sync();
    this.history.changeRate(this.step, rate);
    this.reached = this.step;
    this.applyRate();
  }

  private giveUp(compiled: CompiledRun, error: unknown): void {
    const because = trapped(compiled.step, error);
    this.now = { kind: 'interpreter', because, parity: null };
    // The interpreter's tensors are as of the last `sync`; copies, because restoring writes to them.
    const lastSynced = new Map(
      [...this.reference.variables()].map(([value, { shape, data }]) => [
        value,
        { shape, data: data.slice() },
      ]),
    );
    this.reference.restore(this.synced, lastSynced);
    compiled.loop.dismiss();
  }

  private interpret(steps: number): number[] {
    const losses: number[] = [];
    for (let i = 0; i < steps; i++) {
      const loss = this.reference.advance();
      if (this.reference.problems.length > 0) break;
      losses.push(loss);
      if (!Number.isFinite(loss)) break;
    }
    return losses;
  }

  private runCompiled(compiled: CompiledRun, steps: number): number[] {
    const from = compiled.step;
    compiled.advance(steps);
    const losses: number[] = [];
    for (let step = from; step < compiled.step; step++) {
      const loss = compiled.loop.lossOf(step);
      losses.push(loss);
      if (Number.isFinite(loss)) continue;
      // The loop ran on. It is put back before this step, which the interpreter does first: it can say why.
      this.runTo(compiled, step);
      this.sync();
      this.reference.step = step;
      this.reference.advance();
      if (this.reference.problems.length > 0) losses.pop();
      else compiled.advance(1);
      break;
    }
    return losses;
  }

  /** Does the steps since the last `sync` again until `step` are done: the same ones, bit by bit. */
  private runTo(compiled: CompiledRun, step: number): void {
    compiled.restore(this.synced, this.reference.variables());
    while (compiled.step < step) compiled.advance(Math.min(MOST_STEPS, step - compiled.step));
  }
}
