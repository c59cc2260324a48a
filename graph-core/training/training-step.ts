/**
 * One training step as program: loss, gradients and update of every trainable parameter. Interpreter and
 * compiled loop both run this.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { type Flattened, flatten } from '../program/flatten.ts';
import type { Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { emitGradientDescent } from './optimizers/gradient-descent.ts';
import { batchFeeds, planTraining, type TrainingPlan } from './training-plan.ts';

/** A trainable parameter that the loss depends on; numbers are values of the program. */
export interface StepParameter {
  readonly node: NodeId;
  readonly value: number;
  readonly gradient: number;
  /** Its next value. */
  readonly update: number;
  readonly start: Tensor;
}

/** A step made ready to be run. */
export interface TrainingStep {
  readonly plan: TrainingPlan;
  readonly flattened: Flattened;
  /** The document's program with gradients and updates appended. */
  readonly program: Program;
  /** The learning rate: a scalar source. */
  readonly rate: number;
  readonly loss: number;
  readonly parameters: readonly StepParameter[];
  /** Batches in a pass over the data; an incomplete last one is left out, the next shuffle mixes it in. */
  readonly stepsPerEpoch: number;
}

/** The step a document's training settings mean, or what keeps it from being trained. */
export function trainingStep(document: GraphDocument): TrainingStep | readonly Problem[] {
  const plan = planTraining(document);
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
  const parameters: StepParameter[] = [];
  for (const [node, value] of trained) {
    const gradient = gradients.get(value);
    const start = sources.get(value);
    if (gradient === undefined || start === undefined) continue;
    const update = emitGradientDescent(g, g.value(value), g.value(gradient), rate).id;
    parameters.push({ node, value, gradient, update, start });
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
    loss,
    parameters,
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
