/** What the network of a training run says about given features, with the weights as they are now. */

import { type NodeId, nodeLabel } from '../../graph/document.ts';
import type { InterpretedRun } from '../run/interpreted-run.ts';
import type { Decision } from '../step/decision.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { lossRows } from './loss-rows.ts';
import { NodeOutputs } from './node-outputs.ts';

/** Computes the prediction, or another node, for a fixed number of rows; shares the weights of its run. */
export class Predictor {
  private readonly outputs: NodeOutputs;
  private readonly node: NodeId;
  private readonly feeding: Feeding;
  /** Outputs per row. */
  readonly width: number;

  private constructor(feeding: Feeding, outputs: NodeOutputs, node: NodeId) {
    this.feeding = feeding;
    this.outputs = outputs;
    this.node = node;
    this.width = outputs.widthOf(node);
  }

  /** A predictor of `node` for so many rows; null where there are no outputs of it. */
  static forRows(
    run: InterpretedRun,
    rows: number,
    node: NodeId | null = assertFeeding(run.plan).prediction,
  ): Predictor | null {
    const outputs = node === null ? null : NodeOutputs.forRows(run, rows, [node]);
    return node === null || outputs === null
      ? null
      : new Predictor(assertFeeding(run.plan), outputs, node);
  }

  /** Outputs [rows, width] for features [rows, features], both row-major; valid until the next call. */
  predict(features: ArrayLike<number>): Float64Array {
    this.outputs.compute(features);
    return this.outputs.of(this.node);
  }

  /** Why the interpreter predicts although the net was compiled; empty otherwise. */
  get refusal(): string {
    return this.outputs.refusal;
  }

  /** The class that row `row` of the last outputs stands for. */
  classOf(outputs: Float64Array, row: number): number {
    const { decision } = this.feeding;
    if (decision === null) throw new Error('internal: no class is decided');
    return decidedClass(outputs, row, this.width, decision);
  }

  /** How far the class is ahead, in [0, 1]: 0 on the boundary. */
  confidenceOf(outputs: Float64Array, row: number): number {
    if (this.width === 1) {
      return Math.tanh(Math.abs(outputs[row] - (this.feeding.decision?.threshold ?? 0)) * 2);
    }
    const from = row * this.width;
    let first = Number.NEGATIVE_INFINITY;
    let second = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < this.width; j++) {
      const score = outputs[from + j];
      if (score > first) {
        second = first;
        first = score;
      } else if (score > second) second = score;
    }
    return Math.tanh((first - second) / 2);
  }
}

/** The class that row `row` of outputs [rows, width] stands for; a single output decides at a threshold. */
export function decidedClass(
  outputs: Float64Array,
  row: number,
  width: number,
  { threshold, above }: Decision,
): number {
  if (width === 1) return outputs[row] > threshold ? above : 1 - above;
  let best = 0;
  for (let j = 1; j < width; j++) {
    if (outputs[row * width + j] > outputs[row * width + best]) best = j;
  }
  return best;
}

/** Why there is no predictor of the prediction for so many rows, in a few words. */
export function whyNoPredictor(feeding: Feeding, rows: number): string {
  const { document, prediction, batch } = feeding;
  if (prediction === null) return feeding.undecided;
  const label = nodeLabel(document, prediction);
  const { kind, rowByRow } = lossRows(feeding);
  if (kind === 'batches') {
    return `the graph takes exactly ${batch} rows at once; declare its first size as N`;
  }
  if (!rowByRow(prediction)) {
    return `what ${label} says about a row depends on the other rows of its batch; a picture needs a row by itself`;
  }
  return `${rows} points take too much memory; use smaller layers`;
}
