/**
 * One training run by the interpreter: loss, gradients and update are one program; a step is one run of
 * it on the next batch. Deterministic: the same document gives the same numbers, step by step.
 */

import type { DataShelf } from '../../datasets/data-shelf.ts';
import { DEFAULT_SHUFFLE_SEED, type GraphDocument, type NodeId } from '../../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../../graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import { Executor, elementsNeeded, type RunFault } from '../../interpret/executor.ts';
import { fillMask } from '../../ops/kit/random-mask.ts';
import type { Flattened } from '../../program/flatten.ts';
import type { Program } from '../../program/program.ts';
import { RandomStream } from '../../tensor/random.ts';
import { scalar, type Tensor, zeros } from '../../tensor/tensor.ts';
import { type BatchTensors, writeBatch } from '../step/batch-feeds.ts';
import { type Mask, masksOf } from '../step/masks.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import type { TrainingPlan } from '../step/training-plan.ts';
import { cannotTrain } from '../step/training-problem.ts';
import { type StepVariable, type TrainingStep, trainingStep } from '../step/training-step.ts';
import type { StepEngine } from './step-engine.ts';

/** A parameter or a tensor of the optimizer, shared by every executor of the run. */
export interface RunVariable extends StepVariable {
  readonly tensor: Tensor;
}

/** A mask and the tensor that gets the one of each step. */
interface DrawnMask extends Mask {
  readonly tensor: Tensor;
}

/** A run at some step; made by `startInterpreted`. */
export class InterpretedRun implements StepEngine {
  readonly plan: TrainingPlan;
  /** Steps done since the initial weights. */
  step = 0;
  /** Loss of the batch of the last step, before its update; NaN before the first. */
  loss = Number.NaN;
  /** Numbers an operation could not work with; the step that met them changed no weight. */
  problems: readonly Problem[] = [];
  private readonly executor: Executor;
  readonly definition: TrainingStep;
  /** All that changes from step to step; the tensors are those of the run. */
  readonly state: readonly RunVariable[];
  private readonly masks: readonly DrawnMask[];
  /** What the batch of each step is written into. */
  private readonly fed: BatchTensors;
  /** Batches in a pass over the data. */
  readonly stepsPerEpoch: number;
  private order: readonly number[] = [];
  private epochDrawn = -1;

  constructor(
    step: TrainingStep,
    executor: Executor,
    state: readonly RunVariable[],
    masks: readonly DrawnMask[],
  ) {
    this.plan = step.plan;
    this.definition = step;
    this.executor = executor;
    this.state = state;
    this.masks = masks;
    this.stepsPerEpoch = step.stepsPerEpoch;
    const inputs = step.plan.feeding?.inputs;
    const tensorOf = (node: NodeId | null | undefined): Tensor | null =>
      node == null ? null : executor.value(assertNode(step.flattened, node));
    this.fed = { features: tensorOf(inputs?.features), targets: tensorOf(inputs?.targets) };
  }

  /** Passes over the data done. */
  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  /** Does so many steps, fewer when one met a problem: then the loss is NaN, and `problems` tells. */
  advance(steps = 1): number {
    for (let i = 0; i < steps; i++) {
      this.doStep();
      if (this.problems.length > 0) break;
    }
    return this.loss;
  }

  private doStep(): void {
    const { feeding } = this.plan;
    if (feeding !== null) writeBatch(feeding, this.rowsOf(feeding, this.step), this.fed);
    this.executor.value(this.definition.step).data[0] = this.step;
    for (const { tensor, draw } of this.masks) fillMask(tensor.data, draw, this.step);
    this.problems = placed(this.executor.program, this.executor.run());
    if (this.problems.length > 0) {
      this.loss = Number.NaN;
      return;
    }
    this.loss = this.executor.value(this.definition.loss).data[0];
    for (const { tensor, update } of this.state) {
      tensor.data.set(this.executor.value(update).data);
    }
    this.step++;
  }

  /** The examples of the step after `step` others, by their places among those learned from; none without a data set. */
  rows(step: number): readonly number[] {
    return this.plan.feeding === null ? [] : this.rowsOf(this.plan.feeding, step);
  }

  private rowsOf({ batch, dataset, settings }: Feeding, step: number): readonly number[] {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (epoch !== this.epochDrawn) {
      const draw = new RandomStream(settings.seed ?? DEFAULT_SHUFFLE_SEED, 'shuffle', epoch);
      this.order = draw.permutation(dataset.size);
      this.epochDrawn = epoch;
    }
    const at = (step % this.stepsPerEpoch) * batch;
    return this.order.slice(at, at + batch);
  }

  /** The learning rate from the next step on, before the schedule changes it. */
  set rate(rate: number) {
    this.executor.value(this.definition.rate).data[0] = rate;
  }

  /** Back to the very same initial weights and the same order of batches. */
  rewind(): void {
    for (const { tensor, start } of this.state) tensor.data.set(start.data);
    this.step = 0;
    this.loss = Number.NaN;
    this.problems = [];
    this.epochDrawn = -1;
  }

  /** Back to a step it has been at, with the variables of then; the same batches follow. */
  restore(step: number, variables: ReadonlyMap<number, Tensor>): void {
    this.rewind();
    for (const { value, tensor } of this.state) {
      const given = variables.get(value);
      if (given !== undefined) tensor.data.set(given.data);
    }
    this.step = step;
  }

  /** The parameters as they are now; tensors of the run, not copies. */
  weights(): ReadonlyMap<NodeId, Tensor> {
    const parameters = this.state.filter(({ state }) => state === null);
    return new Map(parameters.map(({ node, tensor }) => [node, tensor] as const));
  }

  /** Parameters and state of the optimizer by value number; tensors of the run, not copies. */
  variables(): ReadonlyMap<number, Tensor> {
    return new Map(this.state.map(({ value, tensor }) => [value, tensor] as const));
  }

  /** The gradient of each parameter in the last step; tensors of the run, not copies. */
  gradients(): ReadonlyMap<NodeId, Tensor> {
    return new Map(
      this.definition.parameters.map(
        ({ node, gradient }) => [node, this.executor.value(gradient)] as const,
      ),
    );
  }
}

/** Sets a run up at its initial weights, or says what keeps it from starting. */
export function startInterpreted(
  document: GraphDocument,
  shelf?: DataShelf,
): InterpretedRun | Refused {
  const step = trainingStep(document, shelf);
  if (isRefused(step)) return step;
  const { program, plan, loss, flattened } = step;
  const elements = elementsNeeded(program);
  if (elements > MAX_TOTAL_ELEMENTS) {
    return refuse(
      cannotTrain(
        plan.settings.loss,
        `a step needs ${elements} elements, the limit is ${MAX_TOTAL_ELEMENTS}`,
        'use a smaller batch or smaller layers',
      ),
    );
  }
  const shared = new Map<number, Tensor>(flattened.sources);
  shared.set(step.rate, scalar(plan.settings.rate));
  shared.set(step.step, scalar(0));
  const state = step.variables.map((variable) => {
    const { shape, data } = variable.start;
    const tensor = { shape, data: data.slice() };
    shared.set(variable.value, tensor);
    return { ...variable, tensor };
  });
  const masks = masksOf(program).map((mask) => {
    const tensor = zeros(mask.shape);
    shared.set(mask.value, tensor);
    return { ...mask, tensor };
  });
  // Rate and step are written to whether or not the update looks at them.
  const outputs = [loss, step.rate, step.step, ...state.map(({ update }) => update)];
  return new InterpretedRun(step, new Executor(program, shared, outputs), state, masks);
}

/** The first fault of each node, where it is. */
function placed({ instructions }: Program, faults: readonly RunFault[]): Problem[] {
  const byNode = new Map<NodeId | null, Problem>();
  for (const { value, fault } of faults) {
    const { node } = instructions[value];
    if (!byNode.has(node)) byNode.set(node, node === null ? fault : { ...fault, node });
  }
  return [...byNode.values()];
}

function assertNode(flattened: Flattened, node: NodeId): number {
  const value = flattened.program.nodes.get(node);
  if (value === undefined) throw new Error(`internal: node ${node} has no value`);
  return value;
}
