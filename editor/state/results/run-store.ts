/** What was computed for the document: values, gradients, problems, the trace, the training run. */
import { createStore } from 'zustand/vanilla';
import type { Weights } from '../../../graph-core/evaluate/reused-evaluation.ts';
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import type { CompiledDescription } from '../../../graph-core/training/look/compiled-description.ts';
import type { DatasetView } from '../../../graph-core/training/look/learned-pictures.ts';
import type { IterationSlots } from '../../../graph-core/training/replay/packed-iteration.ts';
import type { TrainingMessage, WorkerWork } from '../../../graph-core/worker/messages/protocol.ts';

/** A node's numbers; gradient null where the target does not depend on it. */
export interface NodeNumbers {
  readonly value: Tensor;
  readonly gradient: Tensor | null;
}

/** Tensors of an update by their names: `w`, and the optimizer's state. */
export type UpdateNumbers = Readonly<Record<string, Tensor>>;

/** The step of training that a snapshot is of. */
export interface ShownIteration extends Pick<IterationSlots, 'iteration' | 'rows' | 'rate'> {
  readonly updates: ReadonlyMap<
    NodeId,
    { readonly before: UpdateNumbers; readonly after: UpdateNumbers | null }
  >;
}

/** Derivatives by one number, which the wires show in place of gradients while they are looked at. */
export interface ShownForward {
  /** The number, in words: `w2`, `W1[3]`. */
  readonly by: string;
  readonly nodes: ReadonlyMap<NodeId, Tensor>;
  /** By wire, with the node it comes from: both are written with its value. */
  readonly edges: ReadonlyMap<EdgeId, { readonly from: NodeId; readonly tensor: Tensor }>;
}

/** One evaluation, stamped with the document version it was computed for. */
export interface Snapshot {
  readonly version: number;
  readonly problems: readonly Problem[];
  readonly target: NodeId | null;
  readonly steps: readonly TraceStep[];
  readonly nodes: ReadonlyMap<NodeId, NodeNumbers>;
  /** Gradients by wire; null where none flows. */
  readonly edges: ReadonlyMap<EdgeId, Tensor | null>;
  /** Null where the numbers are those of the graph. */
  readonly iteration: ShownIteration | null;
  /** Null where gradients are shown. */
  readonly forward: ShownForward | null;
  /** In ms, in the worker. */
  readonly duration: number;
}

/** What a run was compiled to. */
export interface CompiledForm {
  readonly description: CompiledDescription;
  /** Time of each kernel in µs, NaN where it is not measured yet. */
  readonly microseconds: Float64Array;
}

/** A training run as it is shown: as last reported. */
export interface ShownRun {
  /** Null where the graph is trained on its own numbers. */
  readonly dataset: DatasetView | null;
  readonly latest: TrainingMessage;
  /** The parameters before the first step. */
  readonly initial: Weights;
  /** Null until it was asked for. */
  readonly compiled: CompiledForm | null;
}

/** How far the shown run has come in its life; `absent` where none is wanted. */
export type RunPhase = 'absent' | 'preparing' | 'ready' | 'playing' | 'lost';

/** State of the run store. */
export interface RunState {
  readonly snapshot: Snapshot;
  /** The numbers have belonged to an earlier state of the document for longer than a blink. */
  readonly stale: boolean;
  /** `slow`: no answer for a while; `stopped`: the worker keeps ending and waits for another document. */
  readonly computation: 'starting' | 'ready' | 'slow' | 'stopped';
  /** What the worker was at when it fell silent. */
  readonly silentAt: WorkerWork;
  readonly phase: RunPhase;
  /** The run that is shown; null until it is there. */
  readonly training: ShownRun | null;
  /** What keeps a run from beginning or going on. */
  readonly trainingProblems: readonly Problem[];
}

/** Before anything was computed for a document. */
export const NO_RESULTS: Snapshot = {
  version: -1,
  problems: [],
  target: null,
  steps: [],
  nodes: new Map(),
  edges: new Map(),
  iteration: null,
  forward: null,
  duration: 0,
};

/** The one set of results. */
export const runStore = createStore<RunState>(() => ({
  snapshot: NO_RESULTS,
  stale: false,
  computation: 'starting',
  silentAt: 'computing',
  phase: 'absent',
  training: null,
  trainingProblems: [],
}));
