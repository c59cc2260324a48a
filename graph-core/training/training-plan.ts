/**
 * What a document's training settings mean: which node is the loss, which input gets what, which node is
 * the prediction. Everything that does not fit becomes a problem before anything runs.
 */

import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type TrainingSettings,
} from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { adjacency } from '../graph/topological-order.ts';
import { inferDocument } from '../infer/infer-document.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Feeds } from '../program/flatten.ts';
import { elementCount, formatShape, type Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { DataShelf } from './data-shelf.ts';
import type { Dataset, Numbers } from './datasets/dataset.ts';
import { allRows } from './examples.ts';
import type { TrainingData } from './training-data.ts';
import { planUpdate, type UpdatePlan } from './update-plan.ts';

/** A document made ready to be trained. */
export interface TrainingPlan {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
  /** The examples learned from. */
  readonly dataset: Dataset;
  /** Where they come from, and those held out. */
  readonly data: TrainingData;
  /** The node compared with the targets, such as the logits; null when no node is. */
  readonly prediction: NodeId | null;
  /** Above this a single output means class 1: 0 for logits, else a half. */
  readonly threshold: number;
  /** How targets are laid out for the graph: [batch], [batch, 1] or [batch, classes]. */
  readonly layout: 'vector' | 'column' | 'one-hot';
  /** Examples per step, at most all of them. */
  readonly batch: number;
  /** How weights change. */
  readonly update: UpdatePlan;
}

/** The plan, or what keeps the document from being trained; data files are taken from `shelf`. */
export function planTraining(
  document: GraphDocument,
  shelf = new DataShelf(),
): TrainingPlan | readonly Problem[] {
  const { training: settings } = document;
  if (settings === undefined) {
    return [problem('no-training', 'no loss is chosen yet', 'choose the loss node and the data')];
  }
  const problems = roleProblems(document, settings);
  const update = planUpdate(settings);
  if (!('optimizer' in update)) return [...problems, ...update];
  if (problems.length > 0) return problems;
  const data = shelf.prepare(settings.dataset);
  if (!('training' in data)) return data;
  const { training: dataset, title } = data;
  const batch = Math.max(1, Math.min(Math.round(settings.batch), dataset.size));
  const compared = comparedNode(document, settings.targets);
  const base = { document, settings, dataset, data, batch };
  const predicted =
    compared === null ? null : predictedShape(base, compared.prediction, settings.features);
  const plan: TrainingPlan = {
    ...base,
    update,
    prediction: compared?.prediction ?? null,
    threshold: compared?.port === 'logits' ? 0 : 0.5,
    layout: targetLayout(base, compared?.takesIndices === true, predicted),
  };
  const misfits = [
    ...shapeProblems(plan, title),
    ...classProblems(plan, title, compared?.takesIndices === true, predicted),
  ];
  return misfits.length > 0 ? misfits : plan;
}

/** Feeds for the examples `rows`: features [rows, width] (or [rows]) and targets as the graph wants them. */
export function batchFeeds(plan: TrainingPlan, rows: ArrayLike<number>): Feeds {
  const { dataset, settings } = plan;
  const count = rows.length;
  const features = new Float64Array(count * dataset.width);
  const shape = targetShape(plan, count);
  const targets = new Float64Array(elementCount(shape));
  const feeds = new Map<NodeId, Tensor>([
    [settings.features, { shape: featureShape(plan, count), data: features }],
    [settings.targets, { shape, data: targets }],
  ]);
  writeBatch(plan, rows, features, targets);
  return feeds;
}

/** Writes the examples `rows` into the tensors that `batchFeeds` made for as many rows. */
export function writeBatch(
  plan: Pick<TrainingPlan, 'dataset' | 'layout'>,
  rows: ArrayLike<number>,
  features: Float64Array,
  targets: Float64Array,
): void {
  const { width, features: all } = plan.dataset;
  for (let i = 0; i < rows.length; i++) {
    const [from, to] = [rows[i] * width, i * width];
    for (let j = 0; j < width; j++) features[to + j] = all[from + j];
  }
  writeTargets(plan, rows, targets);
}

function writeTargets(
  { dataset, layout }: Pick<TrainingPlan, 'dataset' | 'layout'>,
  rows: ArrayLike<number>,
  targets: Float32Array | Float64Array,
): void {
  if (layout === 'one-hot') targets.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const target = dataset.targets[rows[i]];
    if (layout === 'one-hot') targets[i * (dataset.classes ?? 1) + target] = 1;
    else targets[i] = target;
  }
}

/** All examples learned from as the graph wants them: what `writeBatch` takes rows of. */
export function trainingNumbers(plan: TrainingPlan): ReadonlyMap<NodeId, Numbers> {
  const { dataset, settings } = plan;
  const targets = new Float32Array(elementCount(targetShape(plan, dataset.size)));
  writeTargets(plan, allRows(dataset.size), targets);
  return new Map<NodeId, Numbers>([
    [settings.features, dataset.features],
    [settings.targets, targets],
  ]);
}

/** What a plan is made from before the layout of the targets is known. */
type PlanBase = Pick<TrainingPlan, 'document' | 'settings' | 'dataset' | 'data' | 'batch'>;

/**
 * The shape of `count` rows of features: [count, width], or as declared where that holds as many numbers: a
 * plain list for a single feature, images for pixels.
 */
function featureShape({ document, settings, dataset }: PlanBase, count: number): number[] {
  const inner = declaredShape(document, settings.features)?.slice(1);
  if (inner === undefined || inner.some((dim) => typeof dim === 'string')) {
    return [count, dataset.width];
  }
  const sizes = inner.map(Number);
  return [count, ...(elementCount(sizes) === dataset.width ? sizes : [dataset.width])];
}

function targetShape({ dataset, layout }: TrainingPlan, count: number): number[] {
  if (layout === 'vector') return [count];
  return [count, layout === 'column' ? 1 : (dataset.classes ?? 1)];
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
function shapeProblems(plan: TrainingPlan, title: string): Problem[] {
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
  { document, dataset, prediction }: TrainingPlan,
  title: string,
  takesIndices: boolean,
  predicted: Shape | null,
): Problem[] {
  const list = predicted?.length === 1 && !takesIndices;
  const scores = list ? 1 : predicted?.[predicted.length - 1];
  if (prediction === null || typeof scores !== 'number') return [];
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

interface ComparedNode {
  readonly prediction: NodeId;
  /** The port it arrives at, beside the targets. */
  readonly port: string;
  /** The targets arrive as class indices. */
  readonly takesIndices: boolean;
}

/** The node whose value is compared with the targets: the other operand where the targets arrive. */
function comparedNode(document: GraphDocument, targets: NodeId): ComparedNode | null {
  const wires = adjacency(document);
  for (const edge of wires.outgoing.get(targets) ?? []) {
    const { to, port: arrival } = document.edges[edge];
    for (const other of wires.incoming.get(to) ?? []) {
      const { from, port } = document.edges[other];
      if (from === targets) continue;
      const reader = document.nodes[to];
      const definition = opDef(reader.op);
      const takesIndices =
        definition !== null &&
        portsOf(definition, completeAttrs(definition, reader.attrs)).some(
          ({ name, role }) => name === arrival && role === 'index',
        );
      return { prediction: from, port, takesIndices };
    }
  }
  return null;
}

function declaredShape(document: GraphDocument, id: NodeId): Shape | null {
  const node = document.nodes[id];
  const definition = node === undefined ? null : opDef(node.op);
  if (node === undefined || definition === null) return null;
  const { shape } = completeAttrs(definition, node.attrs);
  return Array.isArray(shape) ? (shape as Shape) : null;
}

function problem(code: string, message: string, hint: string): Problem {
  return { code, message: `training: ${message}`, hint };
}
