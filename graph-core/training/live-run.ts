/**
 * A training run as it is played: by the compiled loop once it has agreed with the interpreter on the first
 * steps, otherwise by the interpreter. Both begin at the same weights and see the same batches.
 */

import { CompiledLoop } from '../compiler/compiled-loop.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { elementCount } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { CompiledRun, compileTraining } from './compiled-run.ts';
import type { TrainingPlan } from './training-plan.ts';
import { startTraining, type TrainingRun } from './training-run.ts';
import { trainingStep } from './training-step.ts';

/** What both engines gave after the same steps. */
export interface Parity {
  /** Steps compared. */
  readonly steps: number;
  /** Largest |difference| / max(1, |value|) of the losses. */
  readonly loss: number;
  /** The same of all parameters after the last step. */
  readonly parameters: number;
  /** What f32 is expected to keep: above it the engines disagree. */
  readonly bound: number;
}

/** Steps that both engines do before the compiled loop is trusted. */
const PARITY_STEPS = 8;

/** Rounding in f32 is 6e-8 an operation; sums over layers and steps stay well below this. */
const PARITY_BOUND = 1e-4;

/**
 * Instructions on tensors of more than one element that are compiled; fusing takes time that grows with
 * their square, some half a second for these.
 */
const MOST_INSTRUCTIONS = 500;

/** Steps whose losses can be read back at once: the length of the loop's ring. */
const MOST_STEPS = 1024;

/** One run; its weights are those of the interpreter's tensors, brought up to date by `sync`. */
export class LiveRun {
  /** The interpreter's run: the oracle, and the home of the tensors that predictors share. */
  readonly reference: TrainingRun;
  /** Null while the interpreter plays. */
  readonly compiled: CompiledRun | null;
  /** How far the engines were apart; null when nothing was compiled. */
  readonly parity: Parity | null;
  /** Why nothing was compiled; empty when something was. */
  readonly refusal: string;
  /** The step whose weights `weights` holds. */
  private synced = 0;

  private constructor(reference: TrainingRun, compiled: CompiledRun | null, outcome: Outcome) {
    this.reference = reference;
    this.parity = typeof outcome === 'string' ? null : outcome;
    this.refusal = typeof outcome === 'string' ? outcome : '';
    this.compiled = this.parity !== null && agrees(this.parity) ? compiled : null;
  }

  /** A run at its initial weights, or what keeps it from starting. */
  static start(document: GraphDocument): LiveRun | readonly Problem[] {
    const reference = startTraining(document);
    if (!('plan' in reference)) return reference;
    const compiled = compiledRun(document);
    if (typeof compiled === 'string') return new LiveRun(reference, null, compiled);
    return new LiveRun(reference, compiled, compare(reference, compiled));
  }

  get plan(): TrainingPlan {
    return this.reference.plan;
  }

  /** Steps done since the initial weights. */
  get step(): number {
    return (this.compiled ?? this.reference).step;
  }

  /** Passes over the data done. */
  get epoch(): number {
    return (this.compiled ?? this.reference).epoch;
  }

  /** Loss of the batch of the last step, before its update; NaN before the first. */
  get loss(): number {
    return (this.compiled ?? this.reference).loss;
  }

  /** Numbers an operation could not work with, as the interpreter met them. */
  get problems(): readonly Problem[] {
    return this.reference.problems;
  }

  /**
   * Does up to `steps` steps and gives their losses. It ends early, right after the step, when a loss is
   * no finite number or an operation met a problem.
   */
  advance(steps: number): readonly number[] {
    return this.compiled === null
      ? this.interpret(steps)
      : this.runCompiled(this.compiled, Math.min(steps, MOST_STEPS));
  }

  /** Brings the tensors of `weights` up to date; what was predicted before is of earlier weights. */
  sync(): void {
    if (this.compiled === null) return;
    this.synced = this.compiled.step;
    const shared = this.reference.weights();
    for (const [node, { data }] of this.compiled.weights()) shared.get(node)?.data.set(data);
  }

  /** The parameters as of the last `sync`. */
  weights(): ReadonlyMap<NodeId, Tensor> {
    return this.reference.weights();
  }

  /** Back to the very same initial weights and the same order of batches. */
  rewind(): void {
    this.synced = 0;
    this.reference.rewind();
    this.compiled?.rewind();
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
    compiled.restore(this.synced, this.reference.weights());
    while (compiled.step < step) compiled.advance(Math.min(MOST_STEPS, step - compiled.step));
  }
}

/** How far the engines were apart, or why nothing was compiled. */
type Outcome = Parity | string;

/** The compiled run, or why there is none: training goes on by the interpreter, and the reason is shown. */
function compiledRun(document: GraphDocument): CompiledRun | string {
  const step = trainingStep(document);
  if (!('program' in step)) return 'the graph has problems';
  const large = step.program.instructions.filter(({ shape }) => elementCount(shape) > 1);
  if (large.length > MOST_INSTRUCTIONS) {
    return `a step has ${large.length} instructions on tensors, ${MOST_INSTRUCTIONS} are compiled`;
  }
  try {
    return new CompiledRun(step, CompiledLoop.create(compileTraining(step)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Runs both for a few steps from the same weights, compares, and rewinds them. When a number stops the
 * interpreter, it plays, and says so again.
 */
function compare(reference: TrainingRun, compiled: CompiledRun): Outcome {
  let loss = 0;
  let steps = 0;
  while (steps < PARITY_STEPS) {
    const expected = reference.advance();
    if (reference.problems.length > 0) {
      reference.rewind();
      return 'a number stopped the first steps';
    }
    loss = Math.max(loss, difference(compiled.advance(1), expected));
    steps++;
    if (!Number.isFinite(expected)) break;
  }
  let parameters = 0;
  const expected = reference.weights();
  for (const [node, { data }] of compiled.weights()) {
    const wanted = expected.get(node)?.data ?? [];
    for (let i = 0; i < wanted.length; i++) {
      parameters = Math.max(parameters, difference(data[i], wanted[i]));
    }
  }
  reference.rewind();
  compiled.rewind();
  return { steps, loss, parameters, bound: PARITY_BOUND };
}

/** |a - b| / max(1, |b|); 0 where both are the same kind of no number. */
function difference(a: number, b: number): number {
  if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  const apart = Math.abs(a - b) / Math.max(1, Math.abs(b));
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
}

/** True when the engines are as close as f32 allows. */
export function agrees({ loss, parameters, bound }: Parity): boolean {
  return loss <= bound && parameters <= bound;
}
