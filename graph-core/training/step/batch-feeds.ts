/** How examples are fed to a graph: in which shapes, and where which numbers go. */

import { allRows } from '../../datasets/example-rows.ts';
import type { Dataset, Numbers } from '../../datasets/generated/dataset.ts';
import type { TrainingData } from '../../datasets/training-data.ts';
import type {
  DatasetSettings,
  GraphDocument,
  NodeId,
  TrainingSettings,
} from '../../graph/document.ts';
import { completeAttrs } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import type { Feeds } from '../../program/flatten.ts';
import { elementCount, type Shape } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** The inputs that a data set is fed to; at least one of them is there. */
export interface FedInputs {
  readonly features: NodeId | null;
  readonly targets: NodeId | null;
}

/** What feeding is made from before the layout of the targets is known. */
export interface FeedBase {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings & { readonly dataset: DatasetSettings };
  readonly inputs: FedInputs;
  /** The examples learned from. */
  readonly dataset: Dataset;
  /** Where they come from, and those held out. */
  readonly data: TrainingData;
  /** Examples per step, at most all of them. */
  readonly batch: number;
}

/** How examples are fed. */
export interface FeedLayout extends FeedBase {
  /** How targets are laid out for the graph: [batch], [batch, 1] or [batch, classes]. */
  readonly layout: 'vector' | 'column' | 'one-hot';
}

/** Feeds for the examples `rows`: features [rows, width] (or [rows]) and targets as the graph wants them. */
export function batchFeeds(feeding: FeedLayout, rows: ArrayLike<number>): Feeds {
  const { dataset, inputs } = feeding;
  const count = rows.length;
  const feeds = new Map<NodeId, Tensor>();
  if (inputs.features !== null) {
    const data = new Float64Array(count * dataset.width);
    writeFeatures(feeding, rows, data);
    feeds.set(inputs.features, { shape: featureShape(feeding, inputs.features, count), data });
  }
  if (inputs.targets !== null) {
    const shape = targetShape(feeding, count);
    const data = new Float64Array(elementCount(shape));
    writeTargets(feeding, rows, data);
    feeds.set(inputs.targets, { shape, data });
  }
  return feeds;
}

/** The tensors of a program that a batch is written into; null for an input that is not fed. */
export interface BatchTensors {
  readonly features: Tensor | null;
  readonly targets: Tensor | null;
}

/** Writes the examples `rows` into tensors of the shapes that `batchFeeds` makes for as many rows. */
export function writeBatch(
  feeding: Pick<FeedLayout, 'dataset' | 'layout'>,
  rows: ArrayLike<number>,
  { features, targets }: BatchTensors,
): void {
  if (features !== null) writeFeatures(feeding, rows, features.data);
  if (targets !== null) writeTargets(feeding, rows, targets.data);
}

function writeFeatures(
  { dataset }: Pick<FeedLayout, 'dataset'>,
  rows: ArrayLike<number>,
  features: Float64Array,
): void {
  const { width, features: all } = dataset;
  for (let i = 0; i < rows.length; i++) {
    const [from, to] = [rows[i] * width, i * width];
    for (let j = 0; j < width; j++) features[to + j] = all[from + j];
  }
}

function writeTargets(
  { dataset, layout }: Pick<FeedLayout, 'dataset' | 'layout'>,
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
export function trainingNumbers(feeding: FeedLayout): ReadonlyMap<NodeId, Numbers> {
  const { dataset, inputs } = feeding;
  const numbers = new Map<NodeId, Numbers>();
  if (inputs.features !== null) numbers.set(inputs.features, dataset.features);
  if (inputs.targets !== null) {
    const targets = new Float32Array(elementCount(targetShape(feeding, dataset.size)));
    writeTargets(feeding, allRows(dataset.size), targets);
    numbers.set(inputs.targets, targets);
  }
  return numbers;
}

/**
 * The shape of `count` rows of features: [count, width], or as declared where that holds as many numbers: a
 * plain list for a single feature, images for pixels.
 */
export function featureShape(
  { document, dataset }: FeedBase,
  features: NodeId,
  count: number,
): number[] {
  const inner = declaredShape(document, features)?.slice(1);
  if (inner === undefined || inner.some((dim) => typeof dim === 'string')) {
    return [count, dataset.width];
  }
  const sizes = inner.map(Number);
  return [count, ...(elementCount(sizes) === dataset.width ? sizes : [dataset.width])];
}

/** The shape of `count` rows of targets. */
export function targetShape({ dataset, layout }: FeedLayout, count: number): number[] {
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
