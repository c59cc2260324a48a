/**
 * How well the network of a run does on a set of examples: loss, accuracy, confusion matrix, worked off in
 * pieces. Loss is the mean over batches as large as those of training, so that a loss that sums over its
 * batch compares with the loss curve; an incomplete last batch counts for the accuracy only.
 */
import { MAX_TOTAL_ELEMENTS } from '../evaluate/evaluation.ts';
import { elementsNeeded } from '../evaluate/executor.ts';
import { flatten } from '../program/flatten.ts';
import { RandomStream } from '../tensor/random.ts';
import type { Dataset } from './datasets/dataset.ts';
import { type Forward, forwardOf, refusalOf } from './forward.ts';
import { meanMasks } from './masks.ts';
import { decidedClass } from './predictor.ts';
import { batchFeeds, type TrainingPlan, writeBatch } from './training-plan.ts';
import type { TrainingRun } from './training-run.ts';

/** Classes up to which a confusion matrix is counted. */
const MOST_CONFUSED = 100;

/** What was found on the examples looked at so far. */
export interface ScoreResult {
  /** NaN before the first whole batch. */
  readonly loss: number;
  /** Share classified rightly; null where nothing is classified. */
  readonly accuracy: number | null;
  /** Examples looked at, and how many there are. */
  readonly rows: number;
  readonly of: number;
  /** [classes, classes]: how many of a true class (row) were taken for a class (column); null without. */
  readonly confusion: Uint32Array<ArrayBuffer> | null;
}

/** Scores one set of examples with the weights the run has now. */
export class Score {
  private readonly plan: TrainingPlan;
  private readonly examples: Dataset;
  private readonly forward: Forward;
  private readonly loss: number;
  /** Null when no node is compared with the targets row by row, or with numbers. */
  private readonly output: number | null;
  private readonly nodes: { readonly features: number; readonly targets: number };
  /** Rows at a time. */
  private readonly batch: number;
  /** In which order examples are looked at: the first ones speak for all, however the data is sorted. */
  private readonly order: readonly number[];
  private done = 0;
  private batches = 0;
  private lossSum = 0;
  private right = 0;
  private confusion: Uint32Array<ArrayBuffer> | null = null;

  private constructor(
    plan: TrainingPlan,
    examples: Dataset,
    forward: Forward,
    values: Values,
    batch: number,
  ) {
    this.plan = plan;
    this.examples = examples;
    this.forward = forward;
    this.loss = values.loss;
    this.output = values.output;
    this.nodes = values;
    this.batch = batch;
    this.order = new RandomStream(0, 'test', 1).permutation(examples.size);
    this.begin();
  }

  /** A score of `examples`; null when a batch takes too much memory. */
  static of(run: TrainingRun, examples: Dataset): Score | null {
    const { plan } = run;
    const batch = Math.min(plan.batch, examples.size);
    const { program, sources } = flatten(
      plan.document,
      batchFeeds(plan, new Array<number>(batch).fill(0)),
    );
    const [loss, features, targets] = [
      plan.settings.loss,
      plan.settings.features,
      plan.settings.targets,
    ].map((node) => program.nodes.get(node));
    if (loss === undefined || features === undefined || targets === undefined) return null;
    if (elementsNeeded(program) > MAX_TOTAL_ELEMENTS) return null;
    const predicted = plan.prediction === null ? undefined : program.nodes.get(plan.prediction);
    const rowwise = predicted !== undefined && program.instructions[predicted].shape[0] === batch;
    const output = rowwise && examples.classes !== null ? predicted : null;
    const shared = new Map([...sources, ...meanMasks(program)]);
    for (const [node, tensor] of run.weights()) {
      const value = program.nodes.get(node);
      if (value !== undefined) shared.set(value, tensor);
    }
    const outputs = [loss, features, targets, ...(output === null ? [] : [output])];
    const forward = forwardOf(program, shared, outputs);
    return new Score(plan, examples, forward, { loss, features, targets, output }, batch);
  }

  /** Forgets what was counted: the weights have changed. */
  begin(): void {
    const { classes } = this.examples;
    this.done = 0;
    this.batches = 0;
    this.lossSum = 0;
    this.right = 0;
    this.confusion =
      this.output === null || classes === null || classes > MOST_CONFUSED
        ? null
        : new Uint32Array(classes * classes);
  }

  /** True when every example was looked at. */
  get isComplete(): boolean {
    return this.done >= this.examples.size;
  }

  /** Looks at the next batch. */
  advance(): void {
    if (this.isComplete) return;
    const { examples, forward, plan, batch } = this;
    // The last batch overlaps the one before it, so that all have the same number of rows.
    const start = Math.min(this.done, examples.size - batch);
    const rows = this.order.slice(start, start + batch);
    const [features, targets] = [this.nodes.features, this.nodes.targets].map(
      (value) => forward.value(value).data,
    );
    writeBatch({ dataset: examples, layout: plan.layout }, rows, features, targets);
    forward.run();
    if (start === this.done) {
      this.lossSum += forward.value(this.loss).data[0];
      this.batches++;
    }
    if (this.output !== null) this.count(forward.value(this.output), this.done - start, start);
    this.done = start + batch;
  }

  /** Why the interpreter counts although the loss was compiled; empty otherwise. */
  get refusal(): string {
    return refusalOf(this.forward);
  }

  /** What was found so far. */
  result(): ScoreResult {
    return {
      loss: this.lossSum / this.batches,
      accuracy: this.output === null ? null : this.right / this.done,
      rows: this.done,
      of: this.examples.size,
      confusion: this.confusion?.slice() ?? null,
    };
  }

  private count({ data }: { readonly data: Float64Array }, first: number, start: number): void {
    const { examples, plan, batch, confusion } = this;
    const width = data.length / batch;
    const classes = examples.classes ?? 0;
    for (let i = first; i < batch; i++) {
      const found = decidedClass(data, i, width, plan.threshold);
      const truth = examples.targets[this.order[start + i]];
      if (found === truth) this.right++;
      // Scores for classes that no example has are a mistake like any other, without a column.
      if (confusion !== null && found < classes) confusion[truth * classes + found]++;
    }
  }
}

interface Values {
  readonly loss: number;
  readonly features: number;
  readonly targets: number;
  readonly output: number | null;
}

/** The complete score of `examples`; null when a batch takes too much memory. */
export function scoreOf(run: TrainingRun, examples: Dataset): ScoreResult | null {
  const score = Score.of(run, examples);
  if (score === null) return null;
  while (!score.isComplete) score.advance();
  return score.result();
}
