/**
 * Document → evaluation → store: every change is evaluated, a run in training is followed, and what belongs to an
 * earlier state of the document for longer than a blink is called stale.
 */

import type { TensorSlot } from '../../graph-core/evaluate/packed-evaluation.ts';
import type { Weights } from '../../graph-core/evaluate/reused-evaluation.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import type { Tensor } from '../../graph-core/tensor/tensor.ts';
import type {
  IterationSlots,
  UpdateSlots,
} from '../../graph-core/training/replay/packed-iteration.ts';
import type {
  EvaluationMessage,
  TrainingMessage,
} from '../../graph-core/worker/messages/protocol.ts';
import type { WorkerClient } from '../../graph-core/worker/page/client.ts';
import { documentStore } from '../state/document/document-store.ts';
import { afterFrame } from '../state/look/in-spare-time.ts';
import { steppedIteration, trainedDocument } from '../state/look/iteration.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import {
  NO_RESULTS,
  type NodeNumbers,
  runStore,
  type ShownIteration,
  type Snapshot,
  type UpdateNumbers,
} from '../state/results/run-store.ts';

/** Numbers on the wires follow a run, but take at most one part in so many of the worker's time. */
const FOLLOW_SHARE = 10;

/** Time after which numbers of an earlier document are drawn faint, in ms; below it nobody sees them. */
const STALE_AFTER = 200;

/** Nodes from which a document that was opened is drawn before it is evaluated: both take the machine. */
const LARGE = 1000;

/** Keeps the numbers of the open document. */
export class EvaluationFeed {
  private readonly client: Pick<WorkerClient, 'evaluate'>;
  private readonly weights: () => Weights | null;
  /** When the wires may follow a run again, on the clock of `performance.now`. */
  private followAgain = 0;
  /** The version with which the open document began; results of earlier ones are of another document. */
  private openedVersion = 0;
  private staleTimer: ReturnType<typeof setTimeout> | undefined;

  /** `weights` are those of the shown run, null where the document's own hold. */
  constructor(client: Pick<WorkerClient, 'evaluate'>, weights: () => Weights | null) {
    this.client = client;
    this.weights = weights;
  }

  /** Evaluates the document as it is now. */
  evaluate(): void {
    this.staleTimer ??= setTimeout(() => {
      this.staleTimer = undefined;
      const { snapshot } = runStore.getState();
      if (snapshot.version !== documentStore.getState().version) runStore.setState({ stale: true });
    }, STALE_AFTER);
    const { document: open, version } = documentStore.getState();
    const document = lookedDocument(open);
    const iteration = steppedIteration(document, modeStore.getState());
    const asked = iteration === null ? document : trainedDocument(document);
    this.client.evaluate(asked, version, this.weights(), iteration);
  }

  /** Evaluates on every change of the document from now on. Gives the way to stop. */
  followDocument(): () => void {
    const stopLooking = lessonStore.subscribe((state, before) => {
      if (state.target !== before.target) this.evaluate();
    });
    const stopFollowing = documentStore.subscribe((state, before) => {
      // Another document may use the same keys: its wires must not show the numbers of this one.
      if (state.opened !== before.opened) {
        this.openedVersion = state.version;
        runStore.setState({ snapshot: NO_RESULTS });
        if (Object.keys(state.document.nodes).length > LARGE) {
          afterFrame(() => this.evaluate());
          return;
        }
      }
      // Who chooses a target wants to see its gradients, not those a lesson shows.
      if (state.document.target !== before.document.target) lessonStore.setState({ target: null });
      if (state.version !== before.version) this.evaluate();
    });
    return () => {
      stopLooking();
      stopFollowing();
    };
  }

  /** Evaluates when another step of training, or none, is stepped through. Gives the way to stop. */
  followStepping(): () => void {
    return modeStore.subscribe((state, before) => {
      const { document } = documentStore.getState();
      const wanted = steppedIteration(document, state);
      const isOther = wanted !== steppedIteration(document, before);
      if (isOther && wanted !== (runStore.getState().snapshot.iteration?.iteration ?? null)) {
        this.evaluate();
      }
    });
  }

  /** Shows the weights of the run on the wires: now and then while it plays, always when it rests. */
  followRun(status: TrainingMessage['status']): void {
    if (status !== 'running' || performance.now() >= this.followAgain) this.evaluate();
  }

  /** Shows an answer, unless it is of a document that was open before. */
  receive(message: EvaluationMessage, version: number): void {
    if (version < this.openedVersion) return;
    const current = version === documentStore.getState().version;
    if (current) {
      clearTimeout(this.staleTimer);
      this.staleTimer = undefined;
    }
    const stale = !current && runStore.getState().stale;
    const snapshot = unpackEvaluation(message, version);
    runStore.setState({ snapshot, computation: 'ready', stale });
    land(snapshot);
    this.followAgain = performance.now() + FOLLOW_SHARE * message.duration;
  }
}

/** Views into the one buffer that came, under the keys of nodes and wires. */
function unpackEvaluation(message: EvaluationMessage, version: number): Snapshot {
  const tensor = ({ shape, at }: TensorSlot): Tensor => ({
    shape,
    data: message.numbers.subarray(at, at + shape.reduce((product, size) => product * size, 1)),
  });
  const nodes = new Map<string, NodeNumbers>();
  for (const [id, slots] of Object.entries(message.nodes)) {
    nodes.set(id, {
      value: tensor(slots.value),
      gradient: slots.gradient === null ? null : tensor(slots.gradient),
    });
  }
  const edges = new Map<string, Tensor | null>();
  for (const [id, slot] of Object.entries(message.edges)) {
    edges.set(id, slot === null ? null : tensor(slot));
  }
  const { problems, target, steps, duration } = message;
  const iteration = message.iteration === null ? null : unpackIteration(message.iteration, tensor);
  return { version, problems, target, steps, nodes, edges, iteration, forward: null, duration };
}

function unpackIteration(
  { iteration, rows, rate, updates }: IterationSlots,
  tensor: (slot: TensorSlot) => Tensor,
): ShownIteration {
  const numbers = (slots: UpdateSlots): UpdateNumbers =>
    Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, tensor(slot)]));
  const unpacked = Object.entries(updates).map(
    ([node, { before, after }]) =>
      [node, { before: numbers(before), after: after === null ? null : numbers(after) }] as const,
  );
  return { iteration, rows, rate, updates: new Map(unpacked) };
}

/** Goes to where the way into another iteration leads, once its numbers are there. */
function land({ iteration, steps }: Snapshot): void {
  const { iteration: wanted, landing } = modeStore.getState();
  if (landing === null || iteration === null) return;
  // A run that ends before it is shown as far as it goes.
  if (iteration.iteration !== wanted) modeStore.setState({ iteration: iteration.iteration });
  modeStore.setState({ step: Math.min(landing, steps.length), landing: null });
}

/** The document with the target that a lesson looks at, if it looks at another one. */
function lookedDocument(document: GraphDocument): GraphDocument {
  const { target } = lessonStore.getState();
  const isOther = target !== null && document.nodes[target] !== undefined;
  return isOther ? { ...document, target } : document;
}
