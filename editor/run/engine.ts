/** Document → worker → run store: evaluates on every change and keeps the training run. */

import type { DataFile } from '../../graph-core/datasets/files/read-table.ts';
import type { DataFileSettings } from '../../graph-core/graph/document.ts';
import type { TableSwitches } from '../../graph-core/graph/table-switches.ts';
import type { Tensor } from '../../graph-core/tensor/tensor.ts';
import type {
  EvaluationMessage,
  TensorSlot,
  TrainingAction,
  TrainingMessage,
  WorkerWork,
} from '../../graph-core/worker/messages/protocol.ts';
import { type FileAnswer, WorkerClient } from '../../graph-core/worker/page/client.ts';
import { documentStore } from '../state/document/document-store.ts';
import { notify, viewStore } from '../state/look/view-store.ts';
import {
  NO_RESULTS,
  type NodeNumbers,
  runStore,
  type Snapshot,
} from '../state/results/run-store.ts';
import { createWorker } from './create-worker.ts';

/** Numbers on the wires follow a run, but take at most one part in so many of the worker's time. */
const FOLLOW_SHARE = 10;
const ANOTHER_RUN =
  'Your graph is intact; training is ready to begin again at the initial weights.';

let client: WorkerClient | null = null;
/** When the wires may follow the run again, on the clock of `performance.now`. */
let followAgain = 0;
let trainingId: number | null = null;
let trainingVersion = 0;
/** What was asked of a run that is not there yet. */
let earlyAction: TrainingAction | null = null;
/** The version with which the open document began; results of earlier ones are of another document. */
let openedVersion = 0;

/** Starts the worker and evaluates the document now and on every change. Gives the way to stop. */
export function startEngine(): () => void {
  client = new WorkerClient(createWorker, {
    onReady: () => runStore.setState({ engine: 'ready' }),
    onEvaluation: (message, version) => {
      if (version < openedVersion) return;
      const current = version === documentStore.getState().version;
      if (current) {
        clearTimeout(staleTimer);
        staleTimer = undefined;
      }
      const stale = !current && runStore.getState().stale;
      runStore.setState({ snapshot: unpackEvaluation(message, version), engine: 'ready', stale });
      followAgain = performance.now() + FOLLOW_SHARE * message.duration;
    },
    onTraining: (response) => {
      if (response.id !== trainingId) return;
      switch (response.kind) {
        case 'training-ready':
          runStore.setState({
            training: {
              dataset: response.dataset,
              latest: response.training,
              version: trainingVersion,
            },
            trainingProblems: [],
          });
          return;
        case 'training-refused':
          trainingId = null;
          runStore.setState({ training: null, trainingProblems: response.problems });
          return;
        case 'training': {
          const { training } = runStore.getState();
          if (training !== null) {
            runStore.setState({
              training: { ...training, latest: response.training },
              trainingProblems: response.training.problems,
            });
            follow(response.training.status);
          }
          return;
        }
        case 'compiled': {
          const { description, microseconds } = response.compiled;
          const whole = description ?? runStore.getState().compiled?.description ?? null;
          if (whole !== null) {
            runStore.setState({ compiled: { description: whole, microseconds } });
          }
          return;
        }
        default:
          response satisfies never;
      }
    },
    onFailure: (message, fate, request) => {
      // A run that could not even be set up would only fail again.
      const wasThere = runStore.getState().training !== null;
      const ended = fate !== 'running' || request === trainingId;
      if (ended) forgetTraining();
      switch (fate) {
        case 'running':
          runStore.setState({ engine: 'ready' });
          if (ended && wasThere) {
            notify('refused', `Training broke off: ${message}`, ANOTHER_RUN);
            prepareTraining();
          } else notify('refused', message);
          return;
        case 'restarted':
          runStore.setState({ engine: 'starting' });
          notify(
            'refused',
            message,
            wasThere ? ANOTHER_RUN : 'Your graph is intact; the computation was started again.',
          );
          evaluateNow();
          if (wasThere) prepareTraining();
          return;
        case 'stopped':
          runStore.setState({ engine: 'stopped' });
          notify('refused', message, 'Your graph is intact; change it to compute it again.');
          return;
        default:
          fate satisfies never;
      }
    },
    onSilent: (work) => runStore.setState({ engine: 'slow', silentAt: work }),
    onHeard: () => {
      if (runStore.getState().engine === 'slow') runStore.setState({ engine: 'ready' });
    },
  });
  evaluateNow();
  return documentStore.subscribe((state, previous) => {
    // Another document may use the same keys: its wires must not show the numbers of this one.
    if (state.opened !== previous.opened) {
      openedVersion = state.version;
      runStore.setState({ snapshot: NO_RESULTS });
    }
    if (state.version !== previous.version) evaluateNow();
  });
}

/** Ends a computation that takes too long; the document is untouched and computed again when it changes. */
export function cancelComputation(): void {
  if (client === null) return;
  const { silentAt } = runStore.getState();
  const hadRun = trainingId !== null;
  forgetTraining();
  runStore.setState({ engine: 'starting' });
  client.restart();
  notify('done', ...STOPPED[silentAt]);
  // What was evaluated may hang again; a run that played, rested or was being set up is there again.
  if (silentAt !== 'computing') evaluateNow();
  if (hadRun) prepareTraining();
}

/** What is said of work that was stopped, and what can be done next. */
const STOPPED: Readonly<Record<WorkerWork, readonly [string, string]>> = {
  computing: ['Stopped the computation', 'Change the graph to compute it again.'],
  training: ['Stopped the training, which did not answer', ANOTHER_RUN],
  reading: [
    'Stopped reading the file',
    'Your graph is intact; open the file again, or another one.',
  ],
};

/** Sets a training run up from the document as it is now. */
export function prepareTraining(): void {
  const { document, version } = documentStore.getState();
  const wanted = earlyAction;
  endTraining();
  trainingVersion = version;
  trainingId = client?.prepareTraining(document, viewStore.getState().fusedArithmetic) ?? null;
  if (wanted !== null) train(wanted);
}

/** Plays, pauses, steps or rewinds the run; before there is one, it will begin with this. */
export function train(action: TrainingAction): void {
  if (trainingId === null) earlyAction = action;
  else client?.train(trainingId, action);
}

/** Goes on with another learning rate, without setting the run up again. */
export function changeRate(rate: number): void {
  if (trainingId !== null) client?.train(trainingId, { rate });
}

/** Asks what the run was compiled to, and to measure its kernels. */
export function describeTraining(): void {
  if (trainingId !== null) client?.describeTraining(trainingId);
}

/** Has the worker read a data file; its bytes change owner. */
export async function readDataFile(
  file: TableSwitches & Pick<DataFileSettings, 'hash'>,
  parts: readonly DataFile[],
): Promise<FileAnswer> {
  if (client !== null) return client.readFile(file, parts);
  const problem = { code: 'not-read', message: 'the computation has not started', hint: 'wait' };
  return { kind: 'file-refused', id: 0, problems: [problem] };
}

/** Ends the run and forgets its weights. */
export function endTraining(): void {
  if (trainingId !== null) client?.endTraining(trainingId);
  const trained = (runStore.getState().training?.latest.step ?? 0) > 0;
  forgetTraining();
  if (trained) evaluateNow();
}

/** Shows the weights of the run on the wires: now and then while it plays, always when it rests. */
function follow(status: TrainingMessage['status']): void {
  if (status !== 'running' || performance.now() >= followAgain) evaluateNow();
}

function forgetTraining(): void {
  trainingId = null;
  earlyAction = null;
  runStore.setState({ training: null, trainingProblems: [], compiled: null });
}

/** Time after which numbers of an earlier document are drawn faint, in ms; below it nobody sees them. */
const STALE_AFTER = 200;

let staleTimer: ReturnType<typeof setTimeout> | undefined;

function evaluateNow(): void {
  staleTimer ??= setTimeout(() => {
    staleTimer = undefined;
    const { snapshot } = runStore.getState();
    if (snapshot.version !== documentStore.getState().version) runStore.setState({ stale: true });
  }, STALE_AFTER);
  const { document, version } = documentStore.getState();
  const { training } = runStore.getState();
  const latest = training !== null && training.latest.step > 0 ? training.latest : null;
  client?.evaluate(document, version, latest?.parameters ?? null);
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
  return { version, problems, target, steps, nodes, edges, duration };
}
