/** Training as a library: a run from a document, and the step it consists of, compiled. */
import { printKernels } from '../compiler/ir/print-kernels.ts';
import { DataShelf } from '../datasets/data-shelf.ts';
import type { Table } from '../datasets/files/table.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { isRefused, type Problem } from '../graph/problem.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Checkpoint, checkpointOf, resume } from '../training/run/checkpoint.ts';
import { compileTraining } from '../training/run/compiled-run.ts';
import { LiveRun } from '../training/run/live-run.ts';
import { trainedDocument } from '../training/run/trained-document.ts';
import { trainingStep } from '../training/step/training-step.ts';

/** A run at some step. The same document gives the same numbers, however the steps are divided. */
export class Training {
  private readonly run: LiveRun;

  /** Made by `startTraining`. */
  constructor(run: LiveRun) {
    this.run = run;
  }

  /** Steps done since the initial weights. */
  get step(): number {
    return this.run.step;
  }

  /** Passes over the data done. */
  get epoch(): number {
    return this.run.epoch;
  }

  /** Loss of the batch of the last step, before its update; NaN before the first. */
  get loss(): number {
    return this.run.loss;
  }

  /** Loss of the first batch before the first step, which is also the first that `advance` gives; NaN when a number stops it. */
  get initialLoss(): number {
    return this.run.initialLoss;
  }

  /** What does the steps: the compiled loop once it has agreed with the interpreter, else the interpreter. */
  get engine(): 'compiled' | 'interpreter' {
    return this.run.playing.kind;
  }

  /** Numbers that an operation could not work with: they stopped the run. */
  get problems(): readonly Problem[] {
    return this.run.problems;
  }

  /**
   * Does so many steps and gives the loss of the batch of each, before its update: after a rewind number i is
   * that with the weights after i steps. Fewer when one met a problem, or when a loss is no finite
   * number: it is the last one then.
   */
  advance(steps = 1): readonly number[] {
    const losses: number[] = [];
    while (losses.length < steps) {
      const done = this.run.advance(steps - losses.length);
      for (const loss of done) losses.push(loss);
      if (done.length === 0 || !Number.isFinite(done[done.length - 1])) break;
    }
    return losses;
  }

  /** The parameters in training by node; copies. */
  weights(): ReadonlyMap<NodeId, Tensor> {
    this.run.sync();
    return new Map(
      [...this.run.weights()].map(([node, { shape, data }]) => [
        node,
        { shape, data: data.slice() },
      ]),
    );
  }

  /** The learning rate from the next step on, before the schedule changes it. */
  setRate(rate: number): void {
    this.run.rate = rate;
  }

  /** Back to the initial weights and the first batch. */
  rewind(): void {
    this.run.rewind();
  }

  /** The document with the weights as they are now as values. */
  document(): GraphDocument {
    return trainedDocument(this.run);
  }

  /** Weights and the optimizer's state with every bit, as JSON data; null when a number is not finite. */
  checkpoint(): Checkpoint | null {
    const made = checkpointOf(this.run);
    return isRefused(made) ? null : made;
  }
}

/** What a run may begin with. */
export interface TrainingOptions {
  /** Where another run of the same document stood. */
  readonly checkpoint?: unknown;
  /**
   * What is to do the steps: `interpreter` counts in f64; `compiled`, the default, is the compiled loop in f32 where it
   * agrees with the interpreter.
   */
  readonly engine?: 'compiled' | 'interpreter';
  /** What the data file of the document holds; its hash is not looked at. */
  readonly table?: Table;
}

/**
 * A run as the document's training settings say, at its initial weights or where the checkpoint was made;
 * null with problems when it cannot start.
 */
export function startTraining(
  document: GraphDocument,
  { checkpoint, engine, table }: TrainingOptions = {},
): { readonly training: Training | null; readonly problems: readonly Problem[] } {
  const shelf = new DataShelf();
  const file = document.training?.dataset?.file;
  if (table !== undefined && file !== undefined) shelf.put(file, table);
  const run = LiveRun.start(document, { shelf, engine });
  if (isRefused(run)) return { training: null, problems: run.refused };
  const problems = checkpoint === undefined ? [] : resume(run, checkpoint);
  return { training: problems.length === 0 ? new Training(run) : null, problems };
}

/** A training step as the compiled loop has it. */
export interface CompiledTrainingStep {
  /** The WebAssembly module; it exports `run(steps)` and its memory. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its kernels and buffers, as text. */
  readonly kernels: string;
  /** The module in the text format of WebAssembly. */
  readonly text: string;
}

/** Compiles the step of the document's training settings; null with problems when it has none. */
export function compileStep(document: GraphDocument): {
  readonly step: CompiledTrainingStep | null;
  readonly problems: readonly Problem[];
} {
  const step = trainingStep(document);
  if (isRefused(step)) return { step: null, problems: step.refused };
  const { bytes, kernels, text } = compileTraining(step);
  return { step: { bytes, kernels: printKernels(kernels), text: text() }, problems: [] };
}
