/**
 * One training step as program: loss, gradients and update of every trainable parameter. Interpreter and
 * compiled loop both run this.
 */
import { differentiate } from '../../autodiff/differentiate.ts';
import type { DataShelf } from '../../datasets/data-shelf.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import type { Problem } from '../../graph/problem.ts';
import { type Flattened, flatten } from '../../program/flatten.ts';
import type { Program } from '../../program/program.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { formatShape } from '../../tensor/shape.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import { emitUpdates } from '../../updates/update-plan.ts';
import { batchFeeds } from './batch-feeds.ts';
import { planTraining, type TrainingPlan } from './training-plan.ts';

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
  /** Batches in a pass over the data; an incomplete last one is left out, the next shuffle mixes it in. */
  readonly stepsPerEpoch: number;
}

/** The step a document's training settings mean, or what keeps it from being trained. */
export function trainingStep(
  document: GraphDocument,
  shelf?: DataShelf,
): TrainingStep | readonly Problem[] {
  const plan = planTraining(document, shelf);
  if (!('dataset' in plan)) return plan;
  const { settings, dataset, batch } = plan;
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
  const step = g.source('constant', {}, []);
  const update = emitUpdates(g, plan.update, { rate, step });
  const parameters: StepParameter[] = [];
  const states: StepVariable[] = [];
  for (const [node, value] of trained) {
    const gradient = gradients.get(value);
    const start = sources.get(value);
    if (gradient === undefined || start === undefined) continue;
    const after = update(g.value(value), g.value(gradient));
    parameters.push({ node, state: null, value, gradient, update: after.w.id, start });
    for (const [state, { value, update }] of Object.entries(after.state)) {
      states.push({ node, state, value, update, start: zeros(start.shape) });
    }
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
  const used = valuesBehind(program, loss);
  for (const role of ['features', 'targets'] as const) {
    const value = program.nodes.get(settings[role]);
    if (value === undefined) return problems;
    if (used.has(value)) continue;
    const [lossLabel, label] = [settings.loss, settings[role]].map((id) => nodeLabel(document, id));
    return [
      refusal(
        settings[role],
        `the loss ${lossLabel} does not depend on the ${role} ${label}`,
        `wire ${label} into what the loss is computed from, or choose another input`,
      ),
    ];
  }
  return {
    plan,
    flattened,
    program: g.finish(program),
    rate: rate.id,
    step: step.id,
    loss,
    parameters,
    variables: [...parameters, ...states],
    stepsPerEpoch: Math.max(1, Math.floor(dataset.size / batch)),
  };
}

/** Everything `target` is computed from. */
function valuesBehind({ instructions }: Program, target: number): Set<number> {
  const found = new Set([target]);
  for (let id = target; id >= 0; id--) {
    if (found.has(id)) for (const input of instructions[id].inputs) found.add(input);
  }
  return found;
}

/** Why a node keeps the document from being trained. */
export function refusal(node: NodeId, message: string, hint: string): Problem {
  return { code: 'cannot-train', node, message: `training: ${message}`, hint };
}
