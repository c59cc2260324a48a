/** How examples are fed to a graph: in which shapes, and where which numbers go. */

import { allRows } from '../../datasets/example-rows.ts';
import type { Dataset, Numbers } from '../../datasets/generated/dataset.ts';
import type { TrainingData } from '../../datasets/training-data.ts';
import type { GraphDocument, NodeId, TrainingSettings } from '../../graph/document.ts';
import { completeAttrs } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import type { Feeds } from '../../program/flatten.ts';
import { elementCount, type Shape } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** What a plan is made from before the layout of the targets is known. */
export interface PlanBase {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
  /** The examples learned from. */
  readonly dataset: Dataset;
  /** Where they come from, and those held out. */
  readonly data: TrainingData;
  /** Examples per step, at most all of them. */
  readonly batch: number;
}

/** What of a plan says how examples are fed. */
export interface PlanLayout extends PlanBase {
  /** How targets are laid out for the graph: [batch], [batch, 1] or [batch, classes]. */
  readonly layout: 'vector' | 'column' | 'one-hot';
}

/** Feeds for the examples `rows`: features [rows, width] (or [rows]) and targets as the graph wants them. */
export function batchFeeds(plan: PlanLayout, rows: ArrayLike<number>): Feeds {
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
  plan: Pick<PlanLayout, 'dataset' | 'layout'>,
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
  { dataset, layout }: Pick<PlanLayout, 'dataset' | 'layout'>,
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
export function trainingNumbers(plan: PlanLayout): ReadonlyMap<NodeId, Numbers> {
  const { dataset, settings } = plan;
  const targets = new Float32Array(elementCount(targetShape(plan, dataset.size)));
  writeTargets(plan, allRows(dataset.size), targets);
  return new Map<NodeId, Numbers>([
    [settings.features, dataset.features],
    [settings.targets, targets],
  ]);
}

/**
 * The shape of `count` rows of features: [count, width], or as declared where that holds as many numbers: a
 * plain list for a single feature, images for pixels.
 */
export function featureShape({ document, settings, dataset }: PlanBase, count: number): number[] {
  const inner = declaredShape(document, settings.features)?.slice(1);
  if (inner === undefined || inner.some((dim) => typeof dim === 'string')) {
    return [count, dataset.width];
  }
  const sizes = inner.map(Number);
  return [count, ...(elementCount(sizes) === dataset.width ? sizes : [dataset.width])];
}

/** The shape of `count` rows of targets. */
export function targetShape({ dataset, layout }: PlanLayout, count: number): number[] {
  if (layout === 'vector') return [count];
  return [count, layout === 'column' ? 1 : (dataset.classes ?? 1)];
}

/** The shape an input declares; null without. */
export function declaredShape(document: GraphDocument, id: NodeId): Shape | null {
  const node = document.nodes[id];
  const definition = node === undefined ? null : opDef(node.op);
  if (node === undefined || definition === null) return null;
  const { shape } = completeAttrs(definition, node.attrs);
  return Array.isArray(shape) ? (shape as Shape) : null;
}
