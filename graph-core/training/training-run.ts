/**
 * One training run by the interpreter: loss, gradients and update are one program; a step is one run of
 * it on the next batch. Deterministic: the same document gives the same numbers, step by step.
 */
import { MAX_TOTAL_ELEMENTS } from '../evaluate/evaluation.ts';
import { Executor, elementsNeeded, type RunFault } from '../evaluate/executor.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import type { Flattened } from '../program/flatten.ts';
import type { Program } from '../program/program.ts';
import { RandomStream } from '../tensor/random.ts';
import { scalar, type Tensor } from '../tensor/tensor.ts';
import { type TrainingPlan, writeBatch } from './training-plan.ts';
import { refusal, type TrainingStep, trainingStep } from './training-step.ts';

/** A parameter in training: its tensor is shared by every executor of the run. */
interface TrainedParameter {
  readonly node: NodeId;
  readonly tensor: Tensor;
  readonly initial: Float64Array;
  /** Value number of its new value. */
  readonly update: number;
}

/** A run at some step; made by `startTraining`. */
export class TrainingRun {
  readonly plan: TrainingPlan;
  /** Steps done since the initial weights. */
  step = 0;
  /** Loss of the batch of the last step, before its update; NaN before the first. */
  loss = Number.NaN;
  /** Numbers an operation could not work with; the step that met them changed no weight. */
  problems: readonly Problem[] = [];
  private readonly executor: Executor;
  private readonly lossValue: number;
  private readonly parameters: readonly TrainedParameter[];
  private readonly features: Tensor;
  private readonly targets: Tensor;
  /** Batches in a pass over the data. */
  readonly stepsPerEpoch: number;
  private order: readonly number[] = [];
  private epochDrawn = -1;

  constructor(step: TrainingStep, executor: Executor, parameters: readonly TrainedParameter[]) {
    this.plan = step.plan;
    this.executor = executor;
    this.lossValue = step.loss;
    this.parameters = parameters;
    this.stepsPerEpoch = step.stepsPerEpoch;
    const { features, targets } = step.plan.settings;
    this.features = executor.value(assertNode(step.flattened, features));
    this.targets = executor.value(assertNode(step.flattened, targets));
  }

  /** Passes over the data done. */
  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  /** One training step; gives the loss before the update, NaN when `problems` kept it from being done. */
  advance(): number {
    const { batch } = this.plan;
    const epoch = this.epoch;
    if (epoch !== this.epochDrawn) {
      const draw = new RandomStream(this.plan.settings.seed, 'shuffle', epoch);
      this.order = draw.permutation(this.plan.dataset.size);
      this.epochDrawn = epoch;
    }
    const at = (this.step % this.stepsPerEpoch) * batch;
    writeBatch(this.plan, this.order.slice(at, at + batch), this.features.data, this.targets.data);
    this.problems = placed(this.executor.program, this.executor.run());
    if (this.problems.length > 0) {
      this.loss = Number.NaN;
      return this.loss;
    }
    this.loss = this.executor.value(this.lossValue).data[0];
    for (const { tensor, update } of this.parameters) {
      tensor.data.set(this.executor.value(update).data);
    }
    this.step++;
    return this.loss;
  }

  /** Back to the very same initial weights and the same order of batches. */
  rewind(): void {
    for (const { tensor, initial } of this.parameters) tensor.data.set(initial);
    this.step = 0;
    this.loss = Number.NaN;
    this.problems = [];
    this.epochDrawn = -1;
  }

  /** The parameters as they are now; tensors of the run, not copies. */
  weights(): ReadonlyMap<NodeId, Tensor> {
    return new Map(this.parameters.map(({ node, tensor }) => [node, tensor] as const));
  }
}

/** Sets a run up at its initial weights, or says what keeps it from starting. */
export function startTraining(document: GraphDocument): TrainingRun | readonly Problem[] {
  const step = trainingStep(document);
  if (!('program' in step)) return step;
  const { program, plan, loss, flattened } = step;
  const elements = elementsNeeded(program);
  if (elements > MAX_TOTAL_ELEMENTS) {
    return [
      refusal(
        plan.settings.loss,
        `a step needs ${elements} elements, the limit is ${MAX_TOTAL_ELEMENTS}`,
        'use a smaller batch or smaller layers',
      ),
    ];
  }
  const shared = new Map<number, Tensor>(flattened.sources);
  shared.set(step.rate, scalar(plan.settings.rate));
  const parameters = step.parameters.map(({ node, value, update, start }) => {
    const tensor = { shape: start.shape, data: start.data.slice() };
    shared.set(value, tensor);
    return { node, tensor, initial: start.data.slice(), update };
  });
  const executor = new Executor(program, shared, [loss, ...parameters.map(({ update }) => update)]);
  return new TrainingRun(step, executor, parameters);
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
