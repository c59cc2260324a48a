/**
 * A training run as it is played: by the compiled loop once it has agreed with the interpreter on the first
 * steps, otherwise by the interpreter. Both begin at the same weights and see the same batches.
 */

import { RING_LENGTH } from '../../compiler/emit/memory-map.ts';
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { supportsFused } from '../../compiler/wasm/fused-support.ts';
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { isRefused, type Problem, type Refused } from '../../graph/problem.ts';
import { elementCount } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TrainingPlan } from '../step/training-plan.ts';
import type { TrainingStep } from '../step/training-step.ts';
import {
  CompiledRun,
  compileTraining,
  everyGradient,
  type RunOptions,
  startCompiled,
} from './compiled-run.ts';
import { type InterpretedRun, type RunVariable, startInterpreted } from './interpreted-run.ts';
import { agrees, compareEngines, type Parity } from './parity.ts';
import type { StepEngine } from './step-engine.ts';

/** Instructions on tensors of more than one element that are compiled: some half a second's work. */
const MOST_INSTRUCTIONS = 3000;

/** Steps whose losses can be read back at once: the length of the loop's ring. */
export const MOST_STEPS = RING_LENGTH;

/** Pages of WebAssembly memory in a MiB. */
const PAGES_IN_MIB = 16;

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

/** What does the steps, with what is known about it. */
export type Playing =
  /** The compiled loop, which has agreed with the interpreter. */
  | { readonly kind: 'compiled'; readonly run: CompiledRun; readonly parity: Parity }
  /** The interpreter, and why; with the parity when a loop was compiled but differs. */
  | { readonly kind: 'interpreter'; readonly because: string; readonly parity: Parity | null };

/** One run; its weights are those of the interpreter's tensors, brought up to date by `sync`. */
export class LiveRun {
  /** The interpreter's run: the oracle, and the home of the tensors that predictors share. */
  readonly reference: InterpretedRun;
  private now: Playing;
  /** Loss of the first batch before the first step, where curves begin; NaN when a number stopped it. */
  readonly initialLoss: number;
  /** The step whose weights `weights` holds, and whose state the interpreter's run. */
  private synced = 0;
  private readonly options: RunOptions;

  private constructor(options: RunOptions, reference: InterpretedRun, playing: Playing) {
    this.options = options;
    this.reference = reference;
    this.now = playing;
    this.initialLoss = this.engine.advance();
    this.rewind();
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
    if (this.now.kind === 'interpreter') return this.interpret(steps);
    const { run } = this.now;
    try {
      return this.runCompiled(run, Math.min(steps, MOST_STEPS));
    } catch (error) {
      this.giveUp(run, error);
      return this.interpret(1);
    }
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
    this.synced = step;
    this.reference.restore(step, variables);
    if (this.now.kind === 'compiled') this.now.run.restore(step, variables);
  }

  /** Back to the very same initial weights and the same order of batches. */
  rewind(): void {
    this.synced = 0;
    this.reference.rewind();
    if (this.now.kind === 'compiled') this.now.run.rewind();
  }

  /**
   * The learning rate from the next step on, before the schedule changes it; nothing is compiled again.
   * Steps done so far keep the one they were done with.
   */
  set rate(rate: number) {
    // Steps that might have to be done again are done again from here.
    this.sync();
    this.reference.rate = rate;
    if (this.now.kind === 'compiled') this.now.run.rate = rate;
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

/** The compiled loop where it can be had and agrees with the interpreter on the first steps. */
function playingOf(reference: InterpretedRun, options: RunOptions): Playing {
  const interpreter = (because: string, parity: Parity | null = null): Playing => ({
    kind: 'interpreter',
    because,
    parity,
  });
  if (options.engine === 'interpreter') return interpreter('the interpreter was asked for');
  const run = compiledRun(reference.definition, options);
  if (typeof run === 'string') return interpreter(run);
  try {
    const parity = compareEngines(reference, run);
    if (typeof parity !== 'string' && agrees(parity)) return { kind: 'compiled', run, parity };
    run.loop.dismiss();
    if (typeof parity === 'string') return interpreter(parity);
    return interpreter('the compiled loop disagrees with it', parity);
  } catch (error) {
    run.loop.dismiss();
    reference.rewind();
    return interpreter(trapped(0, error));
  }
}

/** The compiled run, or why there is none: training goes on by the interpreter, and the reason is shown. */
function compiledRun(step: TrainingStep, options: RunOptions): CompiledRun | string {
  const large = step.program.instructions.filter(({ shape }) => elementCount(shape) > 1);
  if (large.length > MOST_INSTRUCTIONS) {
    return `a step has ${large.length} instructions on tensors, ${MOST_INSTRUCTIONS} are compiled`;
  }
  if (typeof WebAssembly === 'undefined') return 'this browser has no WebAssembly';
  let pages = 0;
  try {
    const compiled = compileTraining(step, options);
    pages = compiled.pages;
    return new CompiledRun(step, CompiledLoop.create(compiled, options.crew?.enlist));
  } catch (error) {
    // Only where there is something to be made an instance of can memory or permission be missing.
    if (pages === 0) return reasonOf(error);
    if (error instanceof RangeError) {
      return `the loop needs ${Math.ceil(pages / PAGES_IN_MIB)} MiB of memory, which are not to be had`;
    }
    return `WebAssembly is not allowed here: ${reasonOf(error)}`;
  }
}

/** Why a loop broke off. */
const trapped = (step: number, error: unknown): string =>
  `the compiled loop broke off after step ${step}: ${reasonOf(error)}`;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
