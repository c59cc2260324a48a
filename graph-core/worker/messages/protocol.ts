/**
 * Messages between the page and the worker: closed unions of plain data. Every request carries a number
 * that its answer repeats, so a late answer is recognized as such.
 */
import type { DataFile } from '../../datasets/files/read-table.ts';
import type { TableSummary } from '../../datasets/files/table-summary.ts';
import type { PackedEvaluation } from '../../evaluate/packed-evaluation.ts';
import type { Weights } from '../../evaluate/reused-evaluation.ts';
import type { DataFileSettings, GraphDocument, NodeId } from '../../graph/document.ts';
import type { Problem } from '../../graph/problem.ts';
import type { TableSwitches } from '../../graph/table-switches.ts';
import type { Study, StudyAnswer } from '../../studies/study.ts';
import type { CompiledDescription } from '../../training/look/compiled-description.ts';
import type { DatasetView, Pictures } from '../../training/look/learned-pictures.ts';
import type { LossPoints } from '../../training/look/loss-curve.ts';
import type { RateWarning } from '../../training/look/rate-watch.ts';
import type { RunScores } from '../../training/look/score-board.ts';
import type { Gallery } from '../../training/look/unit-gallery.ts';
import type { FirstStep, StepCondition } from '../../training/replay/first-step.ts';
import type { LeftCurve } from '../../training/replay/left-curve.ts';
import type { IterationSlots } from '../../training/replay/packed-iteration.ts';
import type { RunState } from '../../training/run/live-run.ts';
import type { RunSpeed, RunStatus } from '../../training/run/paced-run.ts';
import type { RateChange } from '../../training/run/run-history.ts';

/** Number of the message protocol; page and worker of different builds must not talk. */
export const PROTOCOL = 12;

/** How fast a run plays; `fitting`: so that what has a picture can be watched, and everything else as fast as can be. */
export type SpeedWish = RunSpeed | 'fitting';

/** What a worker can be at. */
export type WorkerWork = 'computing' | 'training' | 'reading';

/** The result of one evaluation; its buffer changes owner. */
export interface EvaluationMessage extends PackedEvaluation {
  /** The step of training that these numbers are of; null where they are those of the graph. */
  readonly iteration: IterationSlots | null;
  readonly problems: readonly Problem[];
  /** Time the evaluation took in the worker, in ms. */
  readonly duration: number;
}

/** What a report says of a run; sent at most some 20 times a second. */
export interface TrainingMessage extends RunState, Pictures {
  readonly status: RunStatus;
  /** Steps per second, measured while running. */
  readonly rate: number;
  /** Steps a second at which it plays. */
  readonly speed: RunSpeed;
  readonly curve: LossPoints;
  /** The same for an axis of factors: dense at the beginning. */
  readonly factorCurve: LossPoints;
  /** That the loss rises, so that the learning rate is too large; null while it does not. */
  readonly rateWarning: RateWarning | null;
  /** Null without a data set. */
  readonly scores: RunScores | null;
  /** Without a data set, the loss with the weights of now; null where scores tell it. */
  readonly lossNow: number | null;
  readonly parameters: Weights;
  /** The last step that was done; beyond `step` where the run was put back. */
  readonly lastStep: number;
  /** The step that the run is on its way back to; null where it is there. */
  readonly target: number | null;
  /** Rates by the step they hold from. */
  readonly rates: readonly RateChange[];
  /** The curve of the run before a rate was changed in its past. */
  readonly left: LeftCurve | null;
  /** What was found last; null before anything was looked for. */
  readonly found: FirstStep | null;
  /** Why scores or pictures come from the interpreter although they were compiled; empty otherwise. */
  readonly shownByInterpreter: string;
}

/** The compiled step of a run, and how long its kernels take. */
export interface CompiledMessage {
  /** Null in all messages after the first: it does not change. */
  readonly description: CompiledDescription | null;
  /** Time of each kernel in µs, NaN where it is not measured yet. */
  readonly microseconds: Float64Array<ArrayBuffer>;
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
  | { readonly speed: SpeedWish }
  /** Puts the run, paused, at a step that it has done. */
  | { readonly seek: number }
  /** Puts it at the first step at which something is so. */
  | { readonly find: StepCondition }
  /** Draws what the units of these nodes respond to from now on, those of one of them finer. */
  | { readonly pictured: readonly NodeId[]; readonly magnified: NodeId | null };

/** Page → worker. */
export type Request =
  | {
      readonly kind: 'evaluate';
      readonly id: number;
      readonly document: GraphDocument;
      /** Values of parameters in training, in place of those they start from. */
      readonly weights: Weights | null;
      /** Updates made before the step of training whose numbers are wanted; null for those of the graph. */
      readonly iteration: number | null;
    }
  /** Asks something of the document as it was evaluated last, or is evaluated now. */
  | {
      readonly kind: 'study';
      readonly id: number;
      readonly document: GraphDocument;
      readonly weights: Weights | null;
      readonly study: Study;
    }
  /** Sets a run up from the document's training settings, at its initial weights, paused. */
  | {
      readonly kind: 'prepare-training';
      readonly id: number;
      readonly document: GraphDocument;
      /** Whether products and sums may be rounded once, where the machine can. */
      readonly fused?: boolean;
      /** Full speed unless told. */
      readonly speed?: SpeedWish;
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
      /** Null where the run is on the numbers of the graph. */
      readonly dataset: DatasetView | null;
      readonly training: TrainingMessage;
      /** Nodes whose units can be pictured. */
      readonly picturable: readonly NodeId[];
    }
  | {
      readonly kind: 'training-refused';
      readonly id: number;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'training'; readonly id: number; readonly training: TrainingMessage }
  /** What units respond to, some nodes at a time; comes between reports. */
  | { readonly kind: 'pictures'; readonly id: number; readonly gallery: Gallery }
  | { readonly kind: 'compiled'; readonly id: number; readonly compiled: CompiledMessage }
  | { readonly kind: 'pong'; readonly id: number }
  | { readonly kind: 'studied'; readonly id: number; readonly answer: StudyAnswer }
  | { readonly kind: 'file-read'; readonly id: number; readonly summary: TableSummary }
  | { readonly kind: 'file-refused'; readonly id: number; readonly problems: readonly Problem[] }
  /** Our own bug; the worker goes on. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
