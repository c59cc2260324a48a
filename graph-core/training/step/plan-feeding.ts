/**
 * How the examples of a data set go into a graph: which input gets what in which shape, which node is the prediction,
 * and how it is read as a class. Everything that does not fit becomes a problem before anything runs.
 */

import type { DataShelf } from '../../datasets/data-shelf.ts';
import { DEFAULT_BATCH, type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import { inferDocument } from '../../infer/infer-document.ts';
import { type Comparison, findComparison, rolesOf } from '../../infer/target-comparison.ts';
import { elementCount, formatShape, type Shape } from '../../tensor/shape.ts';
import {
  declaredShape,
  type FeedBase,
  type FeedLayout,
  featureShape,
  targetShape,
} from './batch-feeds.ts';
import { type Decision, decisionFor, keepsTargets } from './decision.ts';
import { trainingProblem } from './training-problem.ts';

/** A data set made ready to be fed. */
export interface Feeding extends FeedLayout {
  /** The node compared with the targets, such as the logits; null when no node is. */
  readonly prediction: NodeId | null;
  /** How a prediction is read as a class; null when there are no classes, or nothing tells. */
  readonly decision: Decision | null;
  /** True when predictions are in the units of the targets in the data. */
  readonly keepsTargets: boolean;
  /** Why there is no prediction or decision, in a few words; empty otherwise. */
  readonly undecided: string;
}

/** How the data set of the settings is fed, or why it cannot be; its inputs are known to be inputs. */
export function planFeeding(
  document: GraphDocument,
  settings: FeedBase['settings'],
  shelf: DataShelf,
): Feeding | Refused {
  const data = shelf.prepare(settings.dataset);
  if (isRefused(data)) return data;
  const { training: dataset, title } = data;
  const wanted = Math.round(settings.batch ?? DEFAULT_BATCH);
  const batch = Math.max(1, Math.min(wanted, dataset.size));
  const { features = null, targets = null } = settings;
  const base: FeedBase = {
    document,
    settings,
    inputs: { features, targets },
    dataset,
    data,
    batch,
  };
  const compared = comparisonFor(base);
  const isFound = typeof compared !== 'string';
  const predicted = isFound ? predictedShape(base, compared.prediction) : null;
  const layout = targetLayout(base, isFound && compared.takesIndices, predicted);
  const laidOut = { ...base, layout };
  const isDirect = isFound && compared.target === targets;
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
    prediction: isFound ? compared.prediction : null,
    decision: typeof decision === 'string' ? null : decision,
    keepsTargets: isFound && keepsTargets(laidOut, compared),
    undecided: typeof decision === 'string' ? decision : '',
  };
}

/** The comparison of a loss; numbers to be fitted have to be compared with something in their own units. */
function comparisonFor({ document, settings, dataset }: FeedBase): Comparison | string {
  const roles = rolesOf(settings);
  if (roles === null) {
    return `no input gets the ${settings.features === undefined ? 'features' : 'targets'}`;
  }
  const comparison = findComparison(document, roles);
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
  feeding: FeedLayout,
  compared: Comparison | string,
  predicted: Shape | null,
): Decision | string | null {
  if (typeof compared === 'string') return compared;
  if (feeding.dataset.classes === null) return null;
  if (predicted === null || predicted.some((dim) => typeof dim === 'string')) {
    return `${nodeLabel(feeding.document, compared.prediction)} has no known size`;
  }
  return decisionFor(feeding, compared, elementCount(predicted.map(Number)) / feeding.batch);
}

/** As the input declares it, else in the shape of the prediction, so that the two can be compared. */
function targetLayout(
  { document, inputs, dataset }: FeedBase,
  takesIndices: boolean,
  predicted: Shape | null,
): FeedLayout['layout'] {
  const declared = inputs.targets === null ? null : declaredShape(document, inputs.targets);
  const shape = declared ?? (takesIndices ? null : predicted);
  if (shape === null || shape.length < 2) return 'vector';
  return shape[1] === 1 || dataset.classes === null ? 'column' : 'one-hot';
}

/** Declared shapes that a batch does not have. */
function shapeProblems(feeding: FeedLayout, title: string): Problem[] {
  const { document, inputs, batch } = feeding;
  const problems: Problem[] = [];
  for (const role of ['features', 'targets'] as const) {
    const id = inputs[role];
    if (id === null) continue;
    const declared = declaredShape(document, id);
    const given =
      role === 'features' ? featureShape(feeding, id, batch) : targetShape(feeding, batch);
    const fits =
      declared === null ||
      (declared.length === given.length &&
        declared.every((dim, axis) => typeof dim === 'string' || dim === given[axis]));
    if (fits) continue;
    problems.push({
      ...trainingProblem(
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
  { document, dataset }: FeedBase,
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
        ...trainingProblem(
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
      ...trainingProblem(
        'too-few-scores',
        `${title} has ${dataset.classes} classes, but ${label} has ${scores === 1 ? '1 score' : `${scores} scores`} for each example`,
        `make it ${dataset.classes} scores, or choose data with fewer classes`,
      ),
      node: prediction,
    },
  ];
}

/** The shape of a node on a batch; null where it cannot be inferred or has names. */
function predictedShape(base: FeedBase, prediction: NodeId): Shape | null {
  const { document, inputs, batch } = base;
  if (inputs.features === null) return null;
  const { features } = inputs;
  const node = document.nodes[features];
  const shape = featureShape(base, features, batch);
  const fed = { ...node, attrs: { ...node.attrs, value: null, shape } };
  const { nodes } = inferDocument({ ...document, nodes: { ...document.nodes, [features]: fed } });
  return nodes.get(prediction)?.shape ?? null;
}
