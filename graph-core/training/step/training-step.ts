/**
 * One training step as program: loss, gradients and update of every trainable parameter. Interpreter and
 * compiled loop both run this.
 */
import { differentiate } from '../../autodiff/differentiate.ts';
import type { DataShelf } from '../../datasets/data-shelf.ts';
import { allRows } from '../../datasets/example-rows.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import { isRefused, type Refused, refuse } from '../../graph/problem.ts';
import { changesInTraining } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import { type Flattened, flatten } from '../../program/flatten.ts';
import { liveValues } from '../../program/live-values.ts';
import type { Program } from '../../program/program.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { formatShape } from '../../tensor/shape.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import { emitUpdates } from '../../updates/update-plan.ts';
import { batchFeeds } from './batch-feeds.ts';
import { planTraining, type TrainingPlan } from './training-plan.ts';
import { cannotTrain } from './training-problem.ts';

/** What a step leaves to the next one: a parameter, or a tensor of the optimizer. Numbers are values. */
export interface StepVariable {
  /** A source of the program. */
  readonly value: number;
  /** Its next value. */
  readonly update: number;
  readonly start: Tensor;
  /** The parameter it is or belongs to. */
  readonly node: NodeId;
  /** Name in the optimizer's state; null for the parameter itself. */
  readonly state: string | null;
}

/** A trainable parameter that the loss depends on. */
export interface StepParameter extends StepVariable {
  readonly state: null;
  readonly gradient: number;
}

/** A step made ready to be run. */
export interface TrainingStep {
  readonly plan: TrainingPlan;
  readonly flattened: Flattened;
  /** The document's program with gradients and updates appended. */
  readonly program: Program;
  /** The learning rate that was chosen, before the schedule: a scalar source. */
  readonly rate: number;
  /** Steps done before this one: a scalar source. */
  readonly step: number;
  readonly loss: number;
  readonly parameters: readonly StepParameter[];
  /** All that changes from step to step: the parameters, then the state of the optimizer. */
  readonly variables: readonly StepVariable[];
  /** Batches in a pass over the data, 1 without; an incomplete last one is left out, the next shuffle mixes it in. */
  readonly stepsPerEpoch: number;
}

/** The step a document's training settings mean, or what keeps it from being trained. */
export function trainingStep(document: GraphDocument, shelf?: DataShelf): TrainingStep | Refused {
  const plan = planTraining(document, shelf);
  if (isRefused(plan)) return plan;
  const { feeding } = plan;
  const feeds = feeding === null ? undefined : batchFeeds(feeding, allRows(feeding.batch));
  const flattened = flatten(document, feeds);
  const loss = lossValue(plan, flattened);
  if (isRefused(loss)) return loss;
  const update = appendUpdate(plan, flattened, loss);
  const { settings } = plan;
  if (update.parameters.length === 0) {
    const message = `the loss ${nodeLabel(document, settings.loss)} depends on no trainable parameter`;
    const hint = 'wire a parameter into what it is computed from, or make inputs trainable';
    return refuse({ ...cannotTrain(settings.loss, message, hint), code: 'no-parameter' });
  }
  const unused = unusedInput(plan, flattened, loss);
  if (unused !== null) return unused;
  const stepsPerEpoch =
    feeding === null ? 1 : Math.max(1, Math.floor(feeding.dataset.size / feeding.batch));
  return { plan, flattened, loss, ...update, stepsPerEpoch };
}

/** The value of the loss, a single number. */
function lossValue({ document, settings }: TrainingPlan, flattened: Flattened): number | Refused {
  const { program, problems } = flattened;
  const label = nodeLabel(document, settings.loss);
  const loss = program.nodes.get(settings.loss);
  if (loss === undefined) {
    if (problems.length > 0) return refuse(...problems);
    return refuse(cannotTrain(settings.loss, `${label} has no value`, 'connect it'));
  }
  const { shape } = program.instructions[loss];
  if (shape.every((size) => size === 1)) return loss;
  const message = `the loss ${label} is ${formatShape(shape)}`;
  return refuse(cannotTrain(settings.loss, message, 'make it one number, with sum or mean'));
}

/** Appends the gradient and the update of every trainable parameter that the loss depends on. */
function appendUpdate(
  plan: TrainingPlan,
  { program, sources }: Flattened,
  loss: number,
): Pick<TrainingStep, 'program' | 'rate' | 'step' | 'parameters' | 'variables'> {
  const trainable = [...program.nodes].filter(([, value]) => {
    const { op, attrs } = program.instructions[value];
    return changesInTraining(opDef(op), attrs);
  });
  const { program: withGradient, gradients } = differentiate(
    program,
    loss,
    trainable.map(([, value]) => value),
  );
  const g = new ProgramBuilder(withGradient);
  const rate = g.source('constant', {}, []);
  const step = g.source('constant', {}, []);
  const update = emitUpdates(g, plan.update, { rate, step });
  const parameters: StepParameter[] = [];
  const states: StepVariable[] = [];
  for (const [node, value] of trainable) {
    const gradient = gradients.get(value);
    const start = sources.get(value);
    if (gradient === undefined || start === undefined) continue;
    const after = update(g.value(value), g.value(gradient));
    parameters.push({ node, state: null, value, gradient, update: after.w.id, start });
    for (const [state, { value, update }] of Object.entries(after.state)) {
      states.push({ node, state, value, update, start: zeros(start.shape) });
    }
  }
  return {
    program: g.finish(program),
    rate: rate.id,
    step: step.id,
    parameters,
    variables: [...parameters, ...states],
  };
}

/** Features or targets that the loss does not depend on: nothing would be learned from the data. */
function unusedInput(
  { document, settings, feeding }: TrainingPlan,
  { program, problems }: Flattened,
  loss: number,
): Refused | null {
  if (feeding === null) return null;
  const used = liveValues(program, [loss]);
  for (const role of ['features', 'targets'] as const) {
    const id = feeding.inputs[role];
    if (id === null) continue;
    const value = program.nodes.get(id);
    if (value === undefined) return refuse(...problems);
    if (used[value] === 1) continue;
    const [lossLabel, label] = [settings.loss, id].map((one) => nodeLabel(document, one));
    return refuse(
      cannotTrain(
        id,
        `the loss ${lossLabel} does not depend on the ${role} ${label}`,
        `wire ${label} into what the loss is computed from, or choose another input`,
      ),
    );
  }
  return null;
}
