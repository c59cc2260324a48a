/**
 * One training run by the compiled loop: the same step, the same order of batches and the same initial
 * weights as `InterpretedRun`, in f32. Any number of steps is one call.
 */

import type { CompiledStep, CompileRequest } from '../../compiler/compile.ts';
import type { BatchSelection } from '../../compiler/lower/batches.ts';
import { compileOnce } from '../../compiler/run/code-cache.ts';
import { CompiledLoop, type Enlist } from '../../compiler/run/compiled-loop.ts';
import type { DataShelf } from '../../datasets/data-shelf.ts';
import { DEFAULT_SHUFFLE_SEED, type GraphDocument, type NodeId } from '../../graph/document.ts';
import { isRefused, type Refused } from '../../graph/problem.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { trainingNumbers } from '../step/batch-feeds.ts';
import { masksOf } from '../step/masks.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { type TrainingStep, trainingStep } from '../step/training-step.ts';
import type { StepEngine } from './step-engine.ts';

/** Threads that may share the work of a run. */
export interface Crew {
  /** How many, with the one that asks. */
  readonly threads: number;
  /** Calls another one; it comes when it is ready. */
  readonly enlist: Enlist;
}

/** What a run may use. */
export interface RunOptions {
  readonly mode?: CompileRequest['mode'];
  /** Threads there are, and how to call the others; one when absent. */
  readonly crew?: Crew | undefined;
  /** What is to do the steps: the compiled loop where it agrees with the interpreter, when absent. */
  readonly engine?: 'compiled' | 'interpreter' | undefined;
  /** Where data files are found. */
  readonly shelf?: DataShelf;
}

/** How to compile a run. */
export interface CompiledRunOptions extends RunOptions {
  /** Value numbers of the step's program to be read while it runs; loss and parameters always can be. */
  readonly watch?: (step: TrainingStep) => Iterable<number>;
  /** Every kernel a function of its own, to be measured. */
  readonly separateKernels?: boolean;
}

/** A run at some step; made by `startCompiled`. */
export class CompiledRun implements StepEngine {
  readonly definition: TrainingStep;
  readonly loop: CompiledLoop;

  constructor(definition: TrainingStep, loop: CompiledLoop) {
    this.definition = definition;
    this.loop = loop;
    const { flattened, plan } = definition;
    const drawn = new Set(masksOf(definition.program).map(({ value }) => value));
    for (const [value, { data }] of flattened.sources) {
      if (!drawn.has(value)) loop.write(value, data);
    }
    const numbersOf = plan.feeding === null ? new Map() : trainingNumbers(plan.feeding);
    for (const [node, numbers] of numbersOf) loop.writeData(node, numbers);
    this.rate = plan.settings.rate;
    this.rewind();
  }

  /** Steps done since the initial weights. */
  get step(): number {
    return this.loop.steps;
  }

  /** Passes over the data done. */
  get epoch(): number {
    return Math.floor(this.step / this.definition.stepsPerEpoch);
  }

  /** Loss of the batch of the last step, before its update; NaN before the first. */
  get loss(): number {
    return this.step === 0 ? Number.NaN : this.loop.lossOf(this.step - 1);
  }

  /** The learning rate from the next step on, before the schedule changes it. */
  set rate(rate: number) {
    this.loop.write(this.definition.rate, [rate]);
  }

  /** Does so many steps; gives the loss of the last one. */
  advance(steps = 1): number {
    this.loop.run(steps);
    return this.loss;
  }

  /** Back to the very same initial weights and the same order of batches. */
  rewind(): void {
    for (const { value, start } of this.definition.variables) this.loop.write(value, start.data);
    this.loop.rewind();
  }

  /** Back to a step it has been at, with the variables of then; the same batches follow. */
  restore(step: number, variables: ReadonlyMap<number, Tensor>): void {
    this.rewind();
    for (const [value, { data }] of variables) this.loop.write(value, data);
    this.loop.steps = step;
  }

  /** The parameters as they are now; copies. */
  weights(): ReadonlyMap<NodeId, Tensor> {
    return new Map(
      this.definition.parameters.map(({ node, value }) => [node, this.loop.read(value)] as const),
    );
  }

  /** Parameters and state of the optimizer by value number; copies. */
  variables(): ReadonlyMap<number, Tensor> {
    return new Map(
      this.definition.variables.map(({ value }) => [value, this.loop.read(value)] as const),
    );
  }
}

/** To watch the gradient of every parameter. */
export const everyGradient = ({ parameters }: TrainingStep): number[] =>
  parameters.map(({ gradient }) => gradient);

/** The step of a training run, compiled. */
export function compileTraining(
  definition: TrainingStep,
  { mode, watch, crew, separateKernels }: CompiledRunOptions = {},
): CompiledStep {
  const { program, plan, flattened, variables, rate, step, loss } = definition;
  const masks = new Map(masksOf(program).map(({ value, draw }) => [value, draw]));
  const given = [...flattened.sources.keys()].filter((value) => !masks.has(value));
  return compileOnce({
    program,
    sources: [...given, rate, ...variables.map(({ value }) => value)],
    step,
    masks,
    updates: new Map(variables.map(({ value, update }) => [value, update])),
    outputs: watch?.(definition) ?? [],
    loss,
    ...(plan.feeding === null ? {} : { batches: selectionOf(definition, plan.feeding) }),
    ...(mode === undefined ? {} : { mode }),
    threads: crew?.threads ?? 1,
    ...(separateKernels === undefined ? {} : { separateKernels }),
  });
}

/** Which rows the loop takes for which sources. */
function selectionOf({ flattened, stepsPerEpoch }: TrainingStep, feeding: Feeding): BatchSelection {
  const { dataset, batch, settings, inputs } = feeding;
  const rows = new Map<number, string>();
  for (const node of [inputs.features, inputs.targets]) {
    const value = node === null ? undefined : flattened.program.nodes.get(node);
    if (node !== null && value !== undefined) rows.set(value, node);
  }
  const seed = settings.seed ?? DEFAULT_SHUFFLE_SEED;
  return { size: dataset.size, batch, perEpoch: stepsPerEpoch, seed, rows };
}

/** Sets a compiled run up at its initial weights, or says what keeps it from starting. */
export function startCompiled(
  document: GraphDocument,
  options: CompiledRunOptions = {},
): CompiledRun | Refused {
  const step = trainingStep(document, options.shelf);
  if (isRefused(step)) return step;
  const compiled = compileTraining(step, options);
  return new CompiledRun(step, CompiledLoop.create(compiled, options.crew?.enlist));
}
