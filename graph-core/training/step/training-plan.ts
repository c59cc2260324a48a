/**
 * What a document's training settings mean: which node is the loss, which input gets what, which node is
 * the prediction. Everything that does not fit becomes a problem before anything runs.
 */

import { DataShelf } from '../../datasets/data-shelf.ts';
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type TrainingSettings,
} from '../../graph/document.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import { inferDocument } from '../../infer/infer-document.ts';
import { type Comparison, findComparison } from '../../infer/target-comparison.ts';
import { elementCount, formatShape, type Shape } from '../../tensor/shape.ts';
import { planUpdate, type UpdatePlan } from '../../updates/update-plan.ts';
import {
  declaredShape,
  featureShape,
  type PlanBase,
  type PlanLayout,
  targetShape,
} from './batch-feeds.ts';
import { type Decision, decisionFor, keepsTargets } from './decision.ts';

/** A document made ready to be trained. */
export interface TrainingPlan extends PlanLayout {
  /** The node compared with the targets, such as the logits; null when no node is. */
  readonly prediction: NodeId | null;
  /** How a prediction is read as a class; null when there are no classes, or nothing tells. */
  readonly decision: Decision | null;
  /** True when predictions are in the units of the targets in the data. */
  readonly keepsTargets: boolean;
  /** Why there is no prediction or decision, in a few words; empty otherwise. */
  readonly undecided: string;
  /** How weights change. */
  readonly update: UpdatePlan;
}

/** The plan, or what keeps the document from being trained; data files are taken from `shelf`. */
export function planTraining(
  document: GraphDocument,
  shelf = new DataShelf(),
): TrainingPlan | Refused {
  const { training: settings } = document;
  if (settings === undefined) {
    return refuse(
      problem('no-training', 'no loss is chosen yet', 'choose the loss node and the data'),
    );
  }
  const problems = roleProblems(document, settings);
  const update = planUpdate(settings);
  if (isRefused(update)) return refuse(...problems, ...update.refused);
  if (problems.length > 0) return refuse(...problems);
  const data = shelf.prepare(settings.dataset);
  if (isRefused(data)) return data;
  const { training: dataset, title } = data;
  const batch = Math.max(1, Math.min(Math.round(settings.batch), dataset.size));
  const base = { document, settings, dataset, data, batch };
  const compared = comparisonFor(base);
  const isFound = typeof compared !== 'string';
  const predicted = isFound ? predictedShape(base, compared.prediction, settings.features) : null;
  const layout = targetLayout(base, isFound && compared.takesIndices, predicted);
  const laidOut = { ...base, layout };
  const isDirect = isFound && compared.target === settings.targets;
  // What the targets became on their way says nothing about their number of classes.
  const takesIndices = isFound && isDirect && compared.takesIndices;
  const misfits = [
    ...shapeProblems(laidOut, title),
    ...(isDirect ? classProblems(base, title, compared.prediction, takesIndices, predicted) : []),
  ];
  if (misfits.length > 0) return refuse(...misfits);
  const decision = decisionOf(laidOut, compared, predicted);
  return {
    ...laidOut,
    update,
    prediction: isFound ? compared.prediction : null,
    decision: typeof decision === 'string' ? null : decision,
    keepsTargets: isFound && keepsTargets(laidOut, compared),
    undecided: typeof decision === 'string' ? decision : '',
  };
}

/** The comparison of a loss; numbers to be fitted have to be compared with something in their own units. */
function comparisonFor({ document, settings, dataset }: PlanBase): Comparison | string {
  const comparison = findComparison(document, settings);
  if (
    typeof comparison === 'string' ||
    dataset.classes !== null ||
    comparison.relation === 'difference'
  ) {
    return comparison;
  }
  const [target, prediction] = [comparison.target, comparison.prediction].map((id) =>
    nodeLabel(document, id),
  );
  return `${target} is not compared with ${prediction} by a loss operation or by subtracting`;
}

function decisionOf(
  plan: PlanLayout,
  compared: Comparison | string,
  predicted: Shape | null,
): Decision | string | null {
  if (typeof compared === 'string') return compared;
  if (plan.dataset.classes === null) return null;
  if (predicted === null || predicted.some((dim) => typeof dim === 'string')) {
    return `${nodeLabel(plan.document, compared.prediction)} has no known size`;
  }
  return decisionFor(plan, compared, elementCount(predicted.map(Number)) / plan.batch);
}

/** As the input declares it, else in the shape of the prediction, so that the two can be compared. */
function targetLayout(
  { document, settings, dataset }: PlanBase,
  takesIndices: boolean,
  predicted: Shape | null,
): TrainingPlan['layout'] {
  const shape = declaredShape(document, settings.targets) ?? (takesIndices ? null : predicted);
  if (shape === null || shape.length < 2) return 'vector';
  return shape[1] === 1 || dataset.classes === null ? 'column' : 'one-hot';
}

/** Declared shapes that a batch does not have. */
function shapeProblems(plan: PlanLayout, title: string): Problem[] {
  const { document, settings, batch } = plan;
  const problems: Problem[] = [];
  for (const role of ['features', 'targets'] as const) {
    const id = settings[role];
    const declared = declaredShape(document, id);
    const given = role === 'features' ? featureShape(plan, batch) : targetShape(plan, batch);
    const fits =
      declared === null ||
      (declared.length === given.length &&
        declared.every((dim, axis) => typeof dim === 'string' || dim === given[axis]));
    if (fits) continue;
    problems.push({
      ...problem(
        'batch-shape',
        `${nodeLabel(document, id)} is declared ${formatShape(declared)}, but a batch of ${role} of ${title} is ${formatShape(given)}`,
        `declare ${nodeLabel(document, id)} as ${formatShape(['N', ...given.slice(1)])}, or choose other data`,
      ),
      node: id,
      repair: { attr: 'shape', value: ['N', ...given.slice(1)] },
    });
  }
  return problems;
}

/** Class indices that name no score. */
function classProblems(
  { document, dataset }: PlanBase,
  title: string,
  prediction: NodeId,
  takesIndices: boolean,
  predicted: Shape | null,
): Problem[] {
  const list = predicted?.length === 1 && !takesIndices;
  const scores = list ? 1 : predicted?.[predicted.length - 1];
  if (typeof scores !== 'number') return [];
  // A single output tells two classes apart; one-hot targets are checked by the loss itself.
  if (!takesIndices && (dataset.classes === null || scores > 1)) return [];
  const label = nodeLabel(document, prediction);
  if (dataset.classes === null) {
    return [
      {
        ...problem(
          'no-classes',
          `${title} has numbers to be fitted, but ${label} is compared with classes`,
          'choose data with classes, or a loss of numbers such as the mean squared error',
        ),
        node: prediction,
      },
    ];
  }
  if (dataset.classes <= Math.max(scores, takesIndices ? 1 : 2)) return [];
  return [
    {
      ...problem(
        'too-few-scores',
        `${title} has ${dataset.classes} classes, but ${label} has ${scores === 1 ? '1 score' : `${scores} scores`} for each example`,
        `make it ${dataset.classes} scores, or choose data with fewer classes`,
      ),
      node: prediction,
    },
  ];
}

/** The shape of a node on a batch; null where it cannot be inferred or has names. */
function predictedShape(base: PlanBase, prediction: NodeId, features: NodeId): Shape | null {
  const { document, batch } = base;
  const node = document.nodes[features];
  const shape = featureShape(base, batch);
  const fed = { ...node, attrs: { ...node.attrs, value: null, shape } };
  const { nodes } = inferDocument({ ...document, nodes: { ...document.nodes, [features]: fed } });
  return nodes.get(prediction)?.shape ?? null;
}

function roleProblems(document: GraphDocument, settings: TrainingSettings): Problem[] {
  const problems: Problem[] = [];
  if (document.nodes[settings.loss] === undefined) {
    problems.push(
      problem(
        'no-loss',
        `the loss node ${settings.loss} does not exist`,
        'choose another loss node',
      ),
    );
  }
  for (const role of ['features', 'targets'] as const) {
    const id = settings[role];
    const node = document.nodes[id];
    if (node === undefined) {
      problems.push(
        problem('no-input', `the ${role} node ${id} does not exist`, 'choose another input node'),
      );
    } else if (node.op !== 'input') {
      problems.push({
        ...problem(
          'no-input',
          `${nodeLabel(document, id)} gets the ${role} but is no input`,
          'choose an input node',
        ),
        node: id,
      });
    }
  }
  if (settings.features === settings.targets) {
    problems.push(
      problem(
        'same-input',
        'features and targets are the same input',
        'choose two different inputs',
      ),
    );
  }
  return problems;
}

function problem(code: string, message: string, hint: string): Problem {
  return { code, message: `training: ${message}`, hint };
}
