/**
 * How well the network of a run does on a set of examples: loss, accuracy, confusion matrix, worked off in
 * pieces. The loss is that of all examples as one batch, whatever the size of the batches trained on.
 */

import { allRows } from '../../datasets/example-rows.ts';
import type { Dataset } from '../../datasets/generated/dataset.ts';
import { MAX_TOTAL_ELEMENTS } from '../../graph/limits.ts';
import { elementsNeeded } from '../../interpret/executor.ts';
import { type Feeds, flatten } from '../../program/flatten.ts';
import { RandomStream } from '../../tensor/random.ts';
import { type Forward, forwardOf, refusalOf } from '../run/forward.ts';
import type { InterpretedRun } from '../run/interpreted-run.ts';
import { type BatchTensors, batchFeeds, writeBatch } from '../step/batch-feeds.ts';
import type { Decision } from '../step/decision.ts';
import { meanMasks } from '../step/masks.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { type LossRows, lossRows } from './loss-rows.ts';
import { decidedClass } from './predictor.ts';

/** Classes up to which a confusion matrix is counted. */
const MOST_CONFUSED = 100;
/** Elements of a slice, weights not counted: some 1 ms of work. */
const SLICE_ELEMENTS = 2 ** 17;
/** Fewer rows make no slice quicker that has weights to be read. */
const LEAST_ROWS = 32;
/** Elements of a piece that is looked at while the run plays: some 20 ms of work. */
const QUICK_ELEMENTS = 2 ** 21;

/** What was found on the examples looked at so far. */
export interface ScoreResult {
  /** Of all examples as one batch; of those looked at, scaled to all where it adds up, until `rows` is `of`. */
  readonly loss: number;
  /** Share classified rightly; null where nothing is classified. */
  readonly accuracy: number | null;
  /** Examples looked at, and how many there are. */
  readonly rows: number;
  readonly of: number;
  /** [classes, classes]: how many of a true class (row) were taken for a class (column); null without. */
  readonly confusion: Uint32Array<ArrayBuffer> | null;
  /** What the loss is, where it is not that of all examples; empty otherwise. */
  readonly note: string;
  /** Why the interpreter counted although the loss was compiled; empty otherwise. */
  readonly refusal: string;
}

/** Scores one set of examples with the weights the run has now. */
export class Score {
  private readonly run: InterpretedRun;
  private readonly feeding: Feeding;
  private readonly examples: Dataset;
  private readonly kind: LossRows['kind'];
  /** Rows at a time; the last piece may have fewer. */
  private readonly slice: number;
  /** Programs by their number of rows, made when they are needed. */
  private readonly pieces = new Map<number, Piece>();
  /** In which order examples are looked at: the first ones speak for all, however the data is sorted. */
  private readonly order: ArrayLike<number>;
  private readonly note: string;
  /** False when a piece takes so long that a run that plays must not wait for it. */
  readonly isQuick: boolean;
  private done = 0;
  /** Of the loss, weighted by rows where it is a mean; and the rows it is of. */
  private lossSum = 0;
  private lossRows = 0;
  private right = 0;
  private classified = false;
  private confusion: Uint32Array<ArrayBuffer> | null = null;

  private constructor(run: InterpretedRun, examples: Dataset) {
    this.run = run;
    const feeding = assertFeeding(run.plan);
    this.feeding = feeding;
    this.examples = examples;
    const kind = kindFor(feeding, examples.size);
    this.kind = kind;
    // A loss that takes all rows at once may depend on their order.
    this.order =
      kind === 'at-once'
        ? allRows(examples.size)
        : new RandomStream(0, 'test', 1).permutation(examples.size);
    const slice = sliceRows(feeding, examples.size, kind);
    const needed = slice === 0 ? 0 : elementsOf(feeding, slice, kind);
    const isTooLarge = typeof needed === 'string' || needed > MAX_TOTAL_ELEMENTS;
    this.slice = isTooLarge ? 0 : slice;
    this.isQuick = isTooLarge || needed <= QUICK_ELEMENTS;
    if (isTooLarge) this.note = memoryNote(needed, slice, examples.size);
    else this.note = kind === 'batches' ? batchNote(feeding.batch, examples.size) : '';
    this.begin();
  }

  /** A score of `examples`; where they take too much memory at once, its note says so. */
  static of(run: InterpretedRun, examples: Dataset): Score {
    return new Score(run, examples);
  }

  /** Forgets what was counted: the weights have changed. */
  begin(): void {
    this.done = 0;
    this.lossRows = 0;
    this.lossSum = 0;
    this.right = 0;
    this.confusion = null;
  }

  /** True when every example was looked at that can be. */
  get isComplete(): boolean {
    return this.slice === 0 || this.done >= this.examples.size;
  }

  /** Looks at the next piece. */
  advance(): void {
    if (this.isComplete) return;
    const { examples, feeding, kind } = this;
    const remaining = examples.size - this.done;
    // Batches of one size overlap at the end: the rows count for the accuracy, the loss is of whole ones.
    const count = kind === 'batches' ? this.slice : Math.min(this.slice, remaining);
    const start = Math.min(this.done, examples.size - count);
    const { forward, loss, inputs, output } = this.piece(count);
    const rows = Array.from({ length: count }, (_, i) => this.order[start + i]);
    writeBatch({ dataset: examples, layout: feeding.layout }, rows, inputs);
    forward.run();
    if (start === this.done) {
      const [batchLoss] = forward.value(loss).data;
      this.lossSum += kind === 'sum' ? batchLoss : batchLoss * count;
      this.lossRows += count;
    }
    const { decision } = feeding;
    if (output !== null && decision !== null) {
      this.count(forward.value(output), rows, { first: this.done - start, decision });
    }
    this.done = start + count;
  }

  private get refusal(): string {
    for (const { forward } of this.pieces.values()) {
      const refusal = refusalOf(forward);
      if (refusal !== '') return refusal;
    }
    return '';
  }

  /** What was found so far. */
  result(): ScoreResult {
    const { size } = this.examples;
    return {
      loss: (this.lossSum / this.lossRows) * (this.kind === 'sum' ? size : 1),
      accuracy: this.classified && this.done > 0 ? this.right / this.done : null,
      rows: this.done,
      of: size,
      confusion: this.confusion?.slice() ?? null,
      note: this.note,
      refusal: this.refusal,
    };
  }

  private count(
    { data }: { readonly data: Float64Array },
    rows: readonly number[],
    { first, decision }: { readonly first: number; readonly decision: Decision },
  ): void {
    const { examples } = this;
    const width = data.length / rows.length;
    const classes = examples.classes ?? 0;
    this.classified = true;
    if (classes <= MOST_CONFUSED) this.confusion ??= new Uint32Array(classes * classes);
    for (let i = first; i < rows.length; i++) {
      const decided = decidedClass(data, i, width, decision);
      const truth = examples.targets[rows[i]];
      if (decided === truth) this.right++;
      // Scores for classes that no example has are a mistake like any other, without a column.
      if (this.confusion !== null && decided < classes) this.confusion[truth * classes + decided]++;
    }
  }

  private piece(rows: number): Piece {
    const made = this.pieces.get(rows) ?? pieceOf(this.run, rows, this.feeding.decision !== null);
    this.pieces.set(rows, made);
    return made;
  }
}

/** The program of the loss for a number of rows; the rest are value numbers. */
interface Piece {
  readonly forward: Forward;
  readonly loss: number;
  /** What a batch is written into. */
  readonly inputs: BatchTensors;
  /** Null when no node is compared with the targets row by row, or with numbers. */
  readonly output: number | null;
}

function pieceOf(run: InterpretedRun, rows: number, isClassified: boolean): Piece {
  const feeding = assertFeeding(run.plan);
  const { program, sources } = flatten(feeding.document, emptyBatch(feeding, rows));
  const assertValue = (node: string): number => {
    const value = program.nodes.get(node);
    if (value === undefined) throw new Error(`internal: ${node} has no value for ${rows} rows`);
    return value;
  };
  const { settings, prediction, inputs } = feeding;
  const predicted = prediction === null ? null : assertValue(prediction);
  const rowwise = predicted !== null && program.instructions[predicted].shape[0] === rows;
  const output = rowwise && isClassified ? predicted : null;
  const shared = new Map([...sources, ...meanMasks(program)]);
  for (const [node, tensor] of run.weights()) {
    const value = program.nodes.get(node);
    if (value !== undefined) shared.set(value, tensor);
  }
  const loss = assertValue(settings.loss);
  const [features, targets] = [inputs.features, inputs.targets].map((node) =>
    node === null ? null : assertValue(node),
  );
  const outputs = [loss, features, targets, output].filter((value) => value !== null);
  const forward = forwardOf(program, shared, outputs);
  const tensorOf = (value: number | null) => (value === null ? null : forward.value(value));
  return {
    forward,
    loss,
    inputs: { features: tensorOf(features), targets: tensorOf(targets) },
    output,
  };
}

/** How the loss of `size` rows is computed: a graph for even numbers of rows only, say, may take them all. */
function kindFor(feeding: Feeding, size: number): LossRows['kind'] {
  const { kind } = lossRows(feeding);
  const isTried = kind === 'batches' && size * feeding.dataset.width <= QUICK_ELEMENTS;
  const needed = isTried ? elementsOf(feeding, size, 'at-once') : null;
  return typeof needed === 'number' && needed <= MAX_TOTAL_ELEMENTS ? 'at-once' : kind;
}

/** Rows of a piece; 0 where no piece fits. */
function sliceRows(feeding: Feeding, size: number, kind: LossRows['kind']): number {
  const { elementsPerRow } = lossRows(feeding);
  switch (kind) {
    case 'batches':
      return feeding.batch <= size ? feeding.batch : 0;
    case 'at-once':
      return size;
    case 'mean':
    case 'sum': {
      const most = Math.max(LEAST_ROWS, Math.floor(SLICE_ELEMENTS / Math.max(1, elementsPerRow)));
      return Math.ceil(size / Math.ceil(size / most));
    }
    default:
      kind satisfies never;
      return 0;
  }
}

function batchNote(batch: number, size: number): string {
  if (batch === size) return '';
  const graph = `the graph takes exactly ${batch} rows at once`;
  if (batch > size) return `${graph}, there are ${size}: declare its first size as N`;
  const beyond = size % batch;
  const rest = beyond === 0 ? '' : `, ${beyond} rows are left out of it`;
  return `${graph}: the loss is the mean over batches of ${batch}${rest}`;
}

/** Elements that the program for so many rows needs, or the problem that keeps it from being made. */
function elementsOf(feeding: Feeding, rows: number, kind: LossRows['kind']): number | string {
  const { elements, elementsPerRow } = lossRows(feeding);
  if (kind !== 'at-once') return elements + rows * elementsPerRow;
  const { program, problems } = flatten(feeding.document, emptyBatch(feeding, rows));
  return program.nodes.has(feeding.settings.loss)
    ? elementsNeeded(program)
    : (problems[0]?.message ?? 'it has no value');
}

function memoryNote(needed: number | string, slice: number, size: number): string {
  const rows =
    slice === size ? `the loss needs all ${size} rows at once` : `${slice} rows are too much`;
  const why =
    typeof needed === 'string'
      ? needed
      : `${Math.ceil(needed)} elements, the limit is ${MAX_TOTAL_ELEMENTS}`;
  return `${rows}: ${why}`;
}

const emptyBatch = (feeding: Feeding, rows: number): Feeds =>
  batchFeeds(feeding, new Array<number>(rows).fill(0));

/** The complete score of `examples`. */
export function scoreOf(run: InterpretedRun, examples: Dataset): ScoreResult {
  const score = Score.of(run, examples);
  while (!score.isComplete) score.advance();
  return score.result();
}
