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
import { completeAttrs } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Feeds } from '../program/flatten.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Dataset } from './datasets/dataset.ts';
import { datasetDef } from './datasets/registry.ts';

/** Examples a data set may have; generated before anything is shown. */
export const MAX_EXAMPLES = 100_000;

/** A document made ready to be trained. */
export interface TrainingPlan {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
  readonly dataset: Dataset;
  /** The node compared with the targets, such as the logits; null when no node is. */
  readonly prediction: NodeId | null;
  /** Above this a single output means class 1: 0 for logits, else a half. */
  readonly threshold: number;
  /** How targets are laid out for the graph. */
  readonly layout: 'vector' | 'column' | 'one-hot';
}

/** The plan, or what keeps the document from being trained. */
export function planTraining(document: GraphDocument): TrainingPlan | readonly Problem[] {
  const { training: settings } = document;
  if (settings === undefined) {
    return [problem('no-training', 'no loss is chosen yet', 'choose the loss node and the data')];
  }
  const definition = datasetDef(settings.dataset.kind);
  if (definition === null) {
    return [
      problem(
        'unknown-dataset',
        `${settings.dataset.kind} is no data set of this version`,
        'choose one from the list',
      ),
    ];
  }
  const problems = roleProblems(document, settings);
  if (problems.length > 0) return problems;
  const size = Math.min(MAX_EXAMPLES, Math.max(1, Math.round(settings.dataset.size)));
  const dataset = definition.generate({ ...settings.dataset, size });
  const compared = comparedNode(document, settings.targets);
  return {
    document,
    settings,
    dataset,
    prediction: compared?.prediction ?? null,
    threshold: compared?.port === 'logits' ? 0 : 0.5,
    layout: targetLayout(declaredShape(document, settings.targets)),
  };
}

/** Feeds for the examples `rows`: features [rows, width] (or [rows]) and targets as the graph wants them. */
export function batchFeeds(plan: TrainingPlan, rows: ArrayLike<number>): Feeds {
  const { dataset, settings, layout } = plan;
  const count = rows.length;
  const features = new Float64Array(count * dataset.width);
  const classes = layout === 'one-hot' ? (dataset.classes ?? 1) : 1;
  const targets = new Float64Array(count * classes);
  const shape = layout === 'vector' ? [count] : [count, classes];
  const feeds = new Map<NodeId, Tensor>([
    [settings.features, { shape: featureShape(plan, count), data: features }],
    [settings.targets, { shape, data: targets }],
  ]);
  writeBatch(plan, rows, features, targets);
  return feeds;
}

/** Writes the examples `rows` into the tensors that `batchFeeds` made for as many rows. */
export function writeBatch(
  { dataset, layout }: TrainingPlan,
  rows: ArrayLike<number>,
  features: Float64Array,
  targets: Float64Array,
): void {
  const { width } = dataset;
  if (layout === 'one-hot') targets.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    for (let j = 0; j < width; j++) features[i * width + j] = dataset.features[row * width + j];
    if (layout === 'one-hot') targets[i * (dataset.classes ?? 1) + dataset.targets[row]] = 1;
    else targets[i] = dataset.targets[row];
  }
}

/** The shape of `count` rows of features: a column or a plain list for a single feature. */
export function featureShape(
  { document, settings, dataset }: TrainingPlan,
  count: number,
): number[] {
  const declared = declaredShape(document, settings.features);
  return declared?.length === 1 && dataset.width === 1 ? [count] : [count, dataset.width];
}

function targetLayout(declared: Shape | null): TrainingPlan['layout'] {
  if (declared === null || declared.length < 2) return 'vector';
  return declared[1] === 1 ? 'column' : 'one-hot';
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

/** The node whose value is compared with the targets: the other operand where the targets arrive. */
function comparedNode(
  document: GraphDocument,
  targets: NodeId,
): { readonly prediction: NodeId; readonly port: string } | null {
  const wires = adjacency(document);
  for (const edge of wires.outgoing.get(targets) ?? []) {
    for (const other of wires.incoming.get(document.edges[edge].to) ?? []) {
      const { from, port } = document.edges[other];
      if (from !== targets) return { prediction: from, port };
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
