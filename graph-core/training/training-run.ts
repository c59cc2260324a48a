/**
 * One training run by the interpreter: loss, gradients and update are one program; a step is one run of
 * it on the next batch. Deterministic: the same document gives the same numbers, step by step.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import { MAX_TOTAL_ELEMENTS } from '../evaluate/evaluation.ts';
import { Executor, elementsNeeded, type RunFault } from '../evaluate/executor.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { type Flattened, flatten } from '../program/flatten.ts';
import type { Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { RandomStream } from '../tensor/random.ts';
import { formatShape } from '../tensor/shape.ts';
import { scalar, type Tensor } from '../tensor/tensor.ts';
import { emitGradientDescent } from './optimizers/gradient-descent.ts';
import { batchFeeds, planTraining, type TrainingPlan, writeBatch } from './training-plan.ts';

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
  private order: readonly number[] = [];
  private epochDrawn = -1;

  constructor(plan: TrainingPlan, flattened: Flattened, executor: Executor, roles: RunRoles) {
    this.plan = plan;
    this.executor = executor;
    this.lossValue = roles.loss;
    this.parameters = roles.parameters;
    this.features = executor.value(assertNode(flattened, plan.settings.features));
    this.targets = executor.value(assertNode(flattened, plan.settings.targets));
  }

  /** Batches in a pass over the data; an incomplete last batch is left out, the next shuffle mixes it in. */
  get stepsPerEpoch(): number {
    return Math.max(1, Math.floor(this.plan.dataset.size / this.plan.batch));
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

interface RunRoles {
  readonly loss: number;
  readonly parameters: readonly TrainedParameter[];
}

/** Sets a run up at its initial weights, or says what keeps it from starting. */
export function startTraining(document: GraphDocument): TrainingRun | readonly Problem[] {
  const plan = planTraining(document);
  if (!('dataset' in plan)) return plan;
  const { settings, batch } = plan;
  const flattened = flatten(
    document,
    batchFeeds(
      plan,
      Array.from({ length: batch }, (_, i) => i),
    ),
  );
  const { program, problems, sources } = flattened;
  const loss = program.nodes.get(settings.loss);
  if (loss === undefined) {
    return problems.length > 0
      ? problems
      : [
          refusal(
            settings.loss,
            `${nodeLabel(document, settings.loss)} has no value`,
            'connect it',
          ),
        ];
  }
  const lossShape = program.instructions[loss].shape;
  if (lossShape.some((size) => size !== 1)) {
    return [
      refusal(
        settings.loss,
        `the loss ${nodeLabel(document, settings.loss)} is ${formatShape(lossShape)}`,
        'make it one number, with sum or mean',
      ),
    ];
  }
  const trained = [...program.nodes].filter(([, value]) => {
    const { op, attrs } = program.instructions[value];
    return op === 'parameter' && attrs.trainable !== false;
  });
  const { program: withGradient, gradients } = differentiate(
    program,
    loss,
    trained.map(([, value]) => value),
  );
  const g = new ProgramBuilder(withGradient);
  const rate = g.source('constant', {}, []);
  const parameters: TrainedParameter[] = [];
  const shared = new Map<number, Tensor>(sources);
  shared.set(rate.id, scalar(settings.rate));
  for (const [node, value] of trained) {
    const gradient = gradients.get(value);
    const start = sources.get(value);
    if (gradient === undefined || start === undefined) continue;
    const tensor = { shape: start.shape, data: start.data.slice() };
    shared.set(value, tensor);
    const update = emitGradientDescent(g, g.value(value), g.value(gradient), rate).id;
    parameters.push({ node, tensor, initial: start.data.slice(), update });
  }
  if (parameters.length === 0) {
    return [
      refusal(
        settings.loss,
        `the loss ${nodeLabel(document, settings.loss)} depends on no trainable parameter`,
        'wire a parameter into what it is computed from',
      ),
    ];
  }
  const whole = g.finish(program);
  const elements = elementsNeeded(whole);
  if (elements > MAX_TOTAL_ELEMENTS) {
    return [
      refusal(
        settings.loss,
        `a step needs ${elements} elements, the limit is ${MAX_TOTAL_ELEMENTS}`,
        'use a smaller batch or smaller layers',
      ),
    ];
  }
  const executor = new Executor(whole, shared, [loss, ...parameters.map(({ update }) => update)]);
  for (const role of ['features', 'targets'] as const) {
    const value = program.nodes.get(settings[role]);
    if (value === undefined) return problems;
    if (executor.values[value] !== undefined) continue;
    const [lossLabel, label] = [settings.loss, settings[role]].map((id) => nodeLabel(document, id));
    return [
      refusal(
        settings[role],
        `the loss ${lossLabel} does not depend on the ${role} ${label}`,
        `wire ${label} into what the loss is computed from, or choose another input`,
      ),
    ];
  }
  return new TrainingRun(plan, flattened, executor, { loss, parameters });
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

function refusal(node: NodeId, message: string, hint: string): Problem {
  return { code: 'cannot-train', node, message: `training: ${message}`, hint };
}

function assertNode(flattened: Flattened, node: NodeId): number {
  const value = flattened.program.nodes.get(node);
  if (value === undefined) throw new Error(`internal: node ${node} has no value`);
  return value;
}
