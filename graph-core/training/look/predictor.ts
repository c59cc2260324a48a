/** What the network of a training run says about given features, with the weights as they are now. */

import { type NodeId, nodeLabel } from '../../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../../graph/limits.ts';
import { Executor, elementsNeeded } from '../../interpret/executor.ts';
import { flatten } from '../../program/flatten.ts';
import { elementCount } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Forward, forwardOf, type Proof, refusalOf } from '../run/forward.ts';
import type { InterpretedRun } from '../run/interpreted-run.ts';
import { largestDifference } from '../run/parity.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import type { Decision } from '../step/decision.ts';
import { meanMasks } from '../step/masks.ts';
import type { TrainingPlan } from '../step/training-plan.ts';
import { lossRows } from './loss-rows.ts';

/** Points of a picture that are held against the interpreter. */
const SAMPLE = 256;

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
    run: InterpretedRun,
    rows: number,
    node: NodeId | null = run.plan.prediction,
  ): Predictor | null {
    const { plan } = run;
    if (node === null) return null;
    const { program, sources, output, features } = programFor(run, rows, node);
    if (output === undefined || features === undefined) return null;
    if (program.instructions[output].shape[0] !== rows) return null;
    if (!lossRows(plan).rowByRow(node)) return null;
    if (elementsNeeded(program) > MAX_TOTAL_ELEMENTS) return null;
    // `features` is kept alive as an output: a prediction that ignores it is still a prediction.
    const given = sources.get(features);
    const proof = given && sampleProof(run, node, { rows, output, features: given });
    const forward = forwardOf(program, sources, [output, features], proof);
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

/** The program of a node for so many rows with the weights of the run; the numbers are values. */
function programFor(run: InterpretedRun, rows: number, node: NodeId) {
  const { plan } = run;
  const { program, sources } = flatten(
    plan.document,
    batchFeeds(plan, new Array<number>(rows).fill(0)),
  );
  const shared = new Map([...sources, ...meanMasks(program)]);
  for (const [id, tensor] of run.weights()) {
    const value = program.nodes.get(id);
    if (value !== undefined) shared.set(value, tensor);
  }
  const [output, features] = [node, plan.settings.features].map((id) => program.nodes.get(id));
  return { program, sources: shared, output, features };
}

interface Picture {
  readonly rows: number;
  readonly output: number;
  readonly features: Tensor;
}

/** Holds a picture against the interpreter at points spread over it: each row comes from itself alone. */
function sampleProof(run: InterpretedRun, node: NodeId, picture: Picture): Proof | undefined {
  const { rows } = picture;
  if (rows <= SAMPLE) return undefined;
  return (found) => {
    const { program, sources, output, features } = programFor(run, SAMPLE, node);
    const given = features === undefined ? undefined : sources.get(features);
    if (output === undefined || given === undefined) return Number.POSITIVE_INFINITY;
    const executor = new Executor(program, sources, [output]);
    // From the first to the last, some 16 apart and at times 17: points of every column of a grid come.
    const places = Array.from({ length: SAMPLE }, (_, i) =>
      Math.floor((i * (rows - 1)) / (SAMPLE - 1)),
    );
    copyRows(picture.features, places, given);
    executor.run();
    const { shape, data } = executor.value(output);
    const picked: Tensor = { shape, data: new Float64Array(data.length) };
    copyRows(found(picture.output), places, picked);
    return largestDifference(picked, executor.value(output));
  };
}

/** Copies whole rows by their places. */
function copyRows(from: Tensor, places: readonly number[], to: Tensor): void {
  const width = to.data.length / places.length;
  for (const [i, place] of places.entries()) {
    to.data.set(from.data.subarray(place * width, (place + 1) * width), i * width);
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
