/**
 * Messages between the page and the worker: closed unions of plain data. Every request carries a number
 * that its answer repeats, so a late answer is recognized as such.
 */
import type { DataFile } from '../../datasets/files/read-table.ts';
import type { TableSummary } from '../../datasets/files/table-summary.ts';
import type { Scaling } from '../../datasets/standardize.ts';
import type { TraceStep } from '../../evaluate/trace.ts';
import type { DataFileSettings, EdgeId, GraphDocument, NodeId } from '../../graph/document.ts';
import type { Problem } from '../../graph/problem.ts';
import type { TableSwitches } from '../../graph/table-switches.ts';
import type { Size } from '../../tensor/shape.ts';
import type { CompiledDescription } from '../../training/look/compiled-description.ts';
import type { ScoreResult } from '../../training/look/score.ts';
import type { Parity } from '../../training/run/parity.ts';

/** Number of the message protocol; page and worker of different builds must not talk. */
export const PROTOCOL = 4;

/** What a worker can be at. */
export type WorkerWork = 'computing' | 'training' | 'reading';

/** Where a tensor lies in `EvaluationMessage.numbers`. */
export interface TensorSlot {
  readonly shape: Size;
  /** First element. */
  readonly at: number;
}

/** A node's numbers; `gradient` is null where the target does not depend on the node. */
export interface NodeSlots {
  readonly value: TensorSlot;
  readonly gradient: TensorSlot | null;
}

/** The result of one evaluation, all numbers in one buffer that changes owner. */
export interface EvaluationMessage {
  readonly problems: readonly Problem[];
  readonly target: NodeId | null;
  readonly steps: readonly TraceStep[];
  readonly nodes: Readonly<Record<NodeId, NodeSlots>>;
  /** Gradients by wire; null where none flows. */
  readonly edges: Readonly<Record<EdgeId, TensorSlot | null>>;
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Time the evaluation took in the worker, in ms. */
  readonly duration: number;
}

/** Numbers of parameters by node, row-major. */
export type Weights = Readonly<Record<NodeId, Float64Array<ArrayBuffer>>>;

/** A picture of the training run; sent at most some 20 times a second. */
export interface TrainingMessage {
  readonly status: 'paused' | 'running' | 'diverged';
  /** Steps done since the initial weights. */
  readonly step: number;
  /** Passes over the data done. */
  readonly epoch: number;
  /** Mean loss of recent batches, thinned to at most some 500 points: step and loss alternate. */
  readonly curve: Float64Array<ArrayBuffer>;
  readonly loss: number;
  readonly scores: ScoresMessage;
  readonly parameters: Weights;
  /** What the network says over the plane of the two inputs; null unless there are two. */
  readonly boundary: BoundaryMessage | null;
  /** What it says along a single input, for curves; null unless there is one. */
  readonly fit: FitMessage | null;
  /** Why there is no accuracy, boundary or fit where one would be expected, as a sentence; empty otherwise. */
  readonly withheld: string;
  /** What each unit of the node that was asked for says over the plane; null when none was, or it has none. */
  readonly units: UnitsMessage | null;
  /** Steps per second, measured while running. */
  readonly rate: number;
  /** What does the steps: the compiled loop, or the interpreter where it cannot. */
  readonly engine: 'compiled' | 'interpreter';
  /** Whether products and sums are rounded once; null where the machine cannot. */
  readonly fused: boolean | null;
  /** Threads that do them. */
  readonly threads: number;
  /** How far loop and interpreter were apart before the run began; null when nothing was compiled. */
  readonly parity: Parity | null;
  /** Why nothing was compiled; empty when something was. */
  readonly refusal: string;
  /** Why scores or pictures come from the interpreter although they were compiled; empty otherwise. */
  readonly shownByInterpreter: string;
  /** What stopped the run: numbers that an operation could not work with. */
  readonly problems: readonly Problem[];
}

/** The compiled step of a run, and how long its kernels take. */
export interface CompiledMessage {
  /** Null in all messages after the first: it does not change. */
  readonly description: CompiledDescription | null;
  /** Time of each kernel in µs, NaN where it is not measured yet. */
  readonly microseconds: Float64Array<ArrayBuffer>;
}

/** How well the network does on the examples learned from and on those held out. */
export interface ScoresMessage {
  readonly training: ScoreResult;
  /** Null when nothing is held out. */
  readonly test: ScoreResult | null;
  /** Over the run, five numbers a point: step, loss and accuracy on training rows, on test rows; NaN for none. */
  readonly history: Float64Array<ArrayBuffer>;
}

/** Decisions on a grid over the plane, row by row from the bottom left. */
export interface BoundaryMessage {
  readonly width: number;
  readonly height: number;
  /** [left, right, bottom, top] in units of the data. */
  readonly extent: readonly [number, number, number, number];
  /** The class at each grid point. */
  readonly classes: Uint8Array<ArrayBuffer>;
  /** How sure the network is of it, in [0, 1]. */
  readonly confidence: Float32Array<ArrayBuffer>;
}

/** Values of the units of one node over the plane. */
export interface UnitsMessage {
  readonly node: NodeId;
  /** Units there are; the first of them are in `values`. */
  readonly count: number;
  /** Grid points along each side. */
  readonly side: number;
  /** [units, side, side], each picture row by row from the top left. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Outputs of a network with one input and one output. */
export interface FitMessage {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
}

/** Examples to be drawn, in the units of the data. */
export interface ExamplesMessage {
  /** [examples, width], row-major. */
  readonly features: Float64Array<ArrayBuffer>;
  /** Class indices or target values. */
  readonly targets: Float64Array<ArrayBuffer>;
}

/** The data of a run, and its examples as far as they can be drawn: the first 20,000 of one or two features. */
export interface DatasetMessage extends ExamplesMessage {
  readonly title: string;
  /** Features per example. */
  readonly width: number;
  readonly classes: number | null;
  /** Null where they are only numbers. */
  readonly classNames: readonly string[] | null;
  readonly featureNames: readonly string[] | null;
  /** Examples learned from. */
  readonly size: number;
  /** Examples of one step. */
  readonly batch: number;
  /** Examples held out. */
  readonly testSize: number;
  /** Rows of a file that are not used because they miss something. */
  readonly leftOut: number;
  /** Mean and deviation of the training rows, when features are standardized. */
  readonly scaling: Scaling | null;
  /** Examples held out. */
  readonly test: ExamplesMessage;
}

/**
 * What to do with the current training run; a new learning rate holds from the next step on, and a run that
 * had diverged begins again with it.
 */
export type TrainingAction =
  | 'play'
  | 'pause'
  | 'rewind'
  | 'compare-gradients'
  | { readonly steps: number }
  | { readonly rate: number }
  /** Reports what the units of this node respond to, from now on. */
  | { readonly units: NodeId | null };

/** Page → worker. */
export type Request =
  | {
      readonly kind: 'evaluate';
      readonly id: number;
      readonly document: GraphDocument;
      /** Values of parameters in training, in place of those they start from. */
      readonly weights: Weights | null;
    }
  /** Sets a run up from the document's training settings, at its initial weights, paused. */
  | {
      readonly kind: 'prepare-training';
      readonly id: number;
      readonly document: GraphDocument;
      /** Whether products and sums may be rounded once, where the machine can. */
      readonly fused?: boolean;
    }
  | { readonly kind: 'train'; readonly id: number; readonly action: TrainingAction }
  /** Describes the compiled loop of the run and measures its kernels. */
  | { readonly kind: 'describe-training'; readonly id: number }
  | { readonly kind: 'end-training'; readonly id: number }
  /** Asks for a sign of life; answered between two pieces of work, so a worker that is stuck in one stays silent. */
  | { readonly kind: 'ping'; readonly id: number }
  /** Reads a data file and keeps its table for runs whose settings name it; the bytes change owner. */
  | {
      readonly kind: 'read-file';
      readonly id: number;
      readonly file: TableSwitches & Pick<DataFileSettings, 'hash'>;
      readonly parts: readonly DataFile[];
    };

/** Worker → page. */
export type Response =
  | { readonly kind: 'ready'; readonly protocol: typeof PROTOCOL }
  | { readonly kind: 'evaluation'; readonly id: number; readonly evaluation: EvaluationMessage }
  | {
      readonly kind: 'training-ready';
      readonly id: number;
      readonly dataset: DatasetMessage;
      readonly training: TrainingMessage;
    }
  | {
      readonly kind: 'training-refused';
      readonly id: number;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'training'; readonly id: number; readonly training: TrainingMessage }
  | { readonly kind: 'compiled'; readonly id: number; readonly compiled: CompiledMessage }
  | { readonly kind: 'pong'; readonly id: number }
  | { readonly kind: 'file-read'; readonly id: number; readonly summary: TableSummary }
  | { readonly kind: 'file-refused'; readonly id: number; readonly problems: readonly Problem[] }
  /** Our own bug; the worker goes on. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
