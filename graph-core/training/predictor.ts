/** What the network of a training run says about given features, with the weights as they are now. */
import { MAX_TOTAL_ELEMENTS } from '../evaluate/evaluation.ts';
import { elementsNeeded } from '../evaluate/executor.ts';
import { type NodeId, nodeLabel } from '../graph/document.ts';
import { flatten } from '../program/flatten.ts';
import { elementCount } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { batchFeeds } from './batch-feeds.ts';
import type { Decision } from './decision.ts';
import { type Forward, forwardOf, refusalOf } from './forward.ts';
import { lossRows } from './loss-rows.ts';
import { meanMasks } from './masks.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { TrainingRun } from './training-run.ts';

/** Computes the prediction, or another node, for a fixed number of rows; shares the weights of its run. */
export class Predictor {
  private readonly forward: Forward;
  private readonly output: number;
  private readonly features: Tensor;
  private readonly plan: TrainingPlan;
  /** Rows per prediction. */
  readonly rows: number;
  /** Outputs per row. */
  readonly width: number;

  private constructor(
    plan: TrainingPlan,
    forward: Forward,
    output: number,
    features: Tensor,
    rows: number,
  ) {
    this.plan = plan;
    this.forward = forward;
    this.output = output;
    this.features = features;
    this.rows = rows;
    this.width = elementCount(forward.value(output).shape) / rows;
  }

  /**
   * A predictor of `node` for so many rows; null when it has no row for each row of features, when a row has
   * to do with others, or when so many take too much memory.
   */
  static forRows(
    run: TrainingRun,
    rows: number,
    node: NodeId | null = run.plan.prediction,
  ): Predictor | null {
    const { plan } = run;
    if (node === null) return null;
    const feeds = batchFeeds(plan, new Array<number>(rows).fill(0));
    const { program, sources } = flatten(plan.document, feeds);
    const output = program.nodes.get(node);
    const features = program.nodes.get(plan.settings.features);
    if (output === undefined || features === undefined) return null;
    if (program.instructions[output].shape[0] !== rows) return null;
    if (!lossRows(plan).rowByRow(node)) return null;
    if (elementsNeeded(program) > MAX_TOTAL_ELEMENTS) return null;
    const shared = new Map([...sources, ...meanMasks(program)]);
    for (const [node, tensor] of run.weights()) {
      const value = program.nodes.get(node);
      if (value !== undefined) shared.set(value, tensor);
    }
    // `features` is kept alive as an output: a prediction that ignores it is still a prediction.
    const forward = forwardOf(program, shared, [output, features]);
    return new Predictor(plan, forward, output, forward.value(features), rows);
  }

  /** Outputs [rows, width] for features [rows, features], both row-major; valid until the next call. */
  predict(features: ArrayLike<number>): Float64Array {
    this.features.data.set(features);
    this.forward.run();
    return this.forward.value(this.output).data;
  }

  /** Why the interpreter predicts although the net was compiled; empty otherwise. */
  get refusal(): string {
    return refusalOf(this.forward);
  }

  /** The class that row `row` of the last outputs stands for. */
  classOf(outputs: Float64Array, row: number): number {
    const { decision } = this.plan;
    if (decision === null) throw new Error('internal: no class is decided');
    return decidedClass(outputs, row, this.width, decision);
  }

  /** How far the class is ahead, in [0, 1]: 0 on the boundary. */
  confidenceOf(outputs: Float64Array, row: number): number {
    if (this.width === 1) {
      return Math.tanh(Math.abs(outputs[row] - (this.plan.decision?.threshold ?? 0)) * 2);
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
export function whyNoPredictor(plan: TrainingPlan, rows: number): string {
  const { document, prediction, batch } = plan;
  if (prediction === null) return plan.undecided;
  const label = nodeLabel(document, prediction);
  const { kind, rowByRow } = lossRows(plan);
  if (kind === 'batches') {
    return `the graph takes exactly ${batch} rows at once; declare its first size as N`;
  }
  if (!rowByRow(prediction)) {
    return `what ${label} says about a row depends on the other rows of its batch; a picture needs a row by itself`;
  }
  return `${rows} points take too much memory; use smaller layers`;
}
