/**
 * The computation of a page: one worker, the evaluations of the document and the runs of its training. It follows
 * the stores by itself from its start on; what shows it only watches.
 */
import type { DataFile } from '../../graph-core/datasets/files/read-table.ts';
import type { Weights } from '../../graph-core/evaluate/reused-evaluation.ts';
import type { DataFileSettings } from '../../graph-core/graph/document.ts';
import type { Problem } from '../../graph-core/graph/problem.ts';
import type { TableSwitches } from '../../graph-core/graph/table-switches.ts';
import type { Answers, Study, StudyKind } from '../../graph-core/studies/study.ts';
import type { TrainingAction, WorkerWork } from '../../graph-core/worker/messages/protocol.ts';
import {
  type FileAnswer,
  WorkerClient,
  type WorkerFate,
} from '../../graph-core/worker/page/client.ts';
import { documentStore } from '../state/document/document-store.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { notify } from '../state/look/notices.ts';
import { picturedStore } from '../state/look/pictured-nodes.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { dataStore } from '../state/results/data-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { createWorker } from './create-worker.ts';
import { EvaluationFeed } from './evaluation-feed.ts';
import { LaterDriver } from './later-driver.ts';
import type { RunLook } from './run-machine.ts';
import { type Wish, wishFor } from './wish.ts';

interface Computation {
  readonly client: WorkerClient;
  readonly driver: LaterDriver;
  readonly feed: EvaluationFeed;
}

/** The one that was started; null before. */
let started: Computation | null = null;

/** What the computation needs of the page around it. */
export interface PageServices {
  /** Looks for a data file that a run lacks, and has it read where it is found. */
  readonly findFile: (file: DataFileSettings) => void;
}

/** Starts the worker, evaluates the document and keeps its run, now and on every change. Gives the way to stop. */
export function startComputation({ findFile }: PageServices): () => void {
  started = null;
  const client: WorkerClient = new WorkerClient(createWorker, {
    onReady: () => runStore.setState({ computation: 'ready' }),
    onEvaluation: (message, version) => feed.receive(message, version),
    onTraining: (response) => driver.receive(response),
    onFailure: failed,
    onSilent: (work) => runStore.setState({ computation: 'slow', silentAt: work }),
    onHeard: () => {
      if (runStore.getState().computation === 'slow') runStore.setState({ computation: 'ready' });
    },
  });
  const feed: EvaluationFeed = new EvaluationFeed(client, () => shownPreview() ?? driver.weights());
  const driver: LaterDriver = new LaterDriver({ client, feed, findFile });
  started = { client, driver, feed };
  feed.evaluate();
  driver.send({ kind: 'looked', look: currentLook() });
  driver.send({ kind: 'wished', wish: currentWish() });
  // Evaluations come first: they start another worker where there is none.
  const stops = [feed.followDocument(), feed.followStepping(), ...followStores(driver)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Numbers that are shown in place of those of the document for as long as they are not kept; null: none. */
let preview: { readonly weights: Weights; readonly version: number } | null = null;

/** The preview, if the document is still the one it is of. */
const shownPreview = (): Weights | null =>
  preview?.version === documentStore.getState().version ? preview.weights : null;

/** Shows the graph with these numbers in its variables, and the document untouched. */
export function showPreview(weights: Weights | null): void {
  if (weights === null && preview === null) return;
  preview = weights === null ? null : { weights, version: documentStore.getState().version };
  started?.feed.evaluate();
}

/** Plays, pauses, steps or rewinds the shown run; before it is there, it will begin with this. */
export function askRun(action: TrainingAction): void {
  started?.driver.send({ kind: 'asked', action });
}

/** Asks something of the document as it is now; null where no answer comes. */
export async function askStudy<K extends StudyKind>(
  study: Extract<Study, { readonly ask: K }>,
): Promise<Answers[K] | Problem | null> {
  if (started === null) return null;
  const { document } = documentStore.getState();
  const weights = steppedWeights() ?? started.driver.weights();
  const answer = await started.client.study(document, weights, study);
  // The worker answers what it was asked.
  return answer as Answers[K] | Problem | null;
}

/** The parameters of the step of training that is stepped through; null where the graph's own numbers are shown. */
function steppedWeights(): Weights | null {
  const { iteration } = runStore.getState().snapshot;
  if (iteration === null || iteration.iteration === 0) return null;
  return Object.fromEntries(
    [...iteration.updates].map(([id, { before }]) => [id, Float64Array.from(before.w.data)]),
  );
}

/** Has the worker read a data file; its bytes change owner. */
export async function readDataFile(
  file: TableSwitches & Pick<DataFileSettings, 'hash'>,
  parts: readonly DataFile[],
): Promise<FileAnswer> {
  if (started !== null) return started.client.readFile(file, parts);
  const problem = { code: 'not-read', message: 'the computation has not started', hint: 'wait' };
  return { kind: 'file-refused', id: 0, problems: [problem] };
}

/** Ends a computation that takes too long; the document is untouched and computed again when it changes. */
export function cancelComputation(): void {
  if (started === null) return;
  const { silentAt } = runStore.getState();
  runStore.setState({ computation: 'starting' });
  started.client.restart();
  notify('done', ...STOPPED[silentAt]);
  // What was evaluated may hang again; a run that played, rested or was being set up is there again.
  started.driver.send({ kind: 'canceled', evaluates: silentAt !== 'computing' });
}

const ANOTHER_RUN =
  'Your graph is intact; training is ready to begin again at the initial weights.';

/** What is said of work that was stopped, and what can be done next. */
const STOPPED: Readonly<Record<WorkerWork, readonly [string, string]>> = {
  computing: ['Stopped the computation', 'Change the graph to compute it again.'],
  training: ['Stopped the training, which did not answer', ANOTHER_RUN],
  reading: [
    'Stopped reading the file',
    'Your graph is intact; open the file again, or another one.',
  ],
};

/** Says what failed, and has done again what can be. */
function failed(message: string, fate: WorkerFate, request?: number): void {
  // A run that could not even be set up would only fail again.
  const comesAgain = started?.driver.isShown() === true;
  switch (fate) {
    case 'running': {
      runStore.setState({ computation: 'ready' });
      const run = request === undefined ? null : (started?.driver.runOf(request) ?? null);
      if (run !== null && comesAgain) {
        notify('refused', `Training broke off: ${message}`, ANOTHER_RUN);
      } else notify('refused', message);
      if (run !== null) started?.driver.send({ kind: 'broke', run });
      return;
    }
    case 'restarted':
      runStore.setState({ computation: 'starting' });
      notify(
        'refused',
        message,
        comesAgain ? ANOTHER_RUN : 'Your graph is intact; the computation was started again.',
      );
      started?.driver.send({ kind: 'worker-ended', replaced: true });
      return;
    case 'stopped':
      runStore.setState({ computation: 'stopped' });
      notify('refused', message, 'Your graph is intact; change it to compute it again.');
      started?.driver.send({ kind: 'worker-ended', replaced: false });
      return;
    default:
      fate satisfies never;
  }
}

/** The run that is wanted now: none outside of training, except one that is there and is looked at from the inside. */
function currentWish(): Wish | null {
  const { mode, iteration } = modeStore.getState();
  const isInside = mode === 'step' && iteration !== null && started?.driver.isShown() === true;
  if (mode !== 'train' && !isInside) return null;
  const { document, version } = documentStore.getState();
  return wishFor(document, version, preferenceStore.getState());
}

function currentLook(): RunLook {
  const { nodes: pictured, magnified } = picturedStore.getState();
  const { compiledOpen } = dialogStore.getState();
  return { pictured, magnified, describes: compiledOpen };
}

/** Keeps the run as the document, the mode and the preferences ask for it, and as it is looked at. */
function followStores(driver: LaterDriver): readonly (() => void)[] {
  const wish = (): void => driver.send({ kind: 'wished', wish: currentWish() });
  const look = (): void => driver.send({ kind: 'looked', look: currentLook() });
  return [
    documentStore.subscribe((state, before) => {
      if (state.version !== before.version && modeStore.getState().mode !== 'build') wish();
    }),
    modeStore.subscribe((state, before) => {
      if (state.mode !== before.mode || state.iteration !== before.iteration) wish();
    }),
    preferenceStore.subscribe((state, before) => {
      const isOther =
        state.fusedArithmetic !== before.fusedArithmetic ||
        state.trainingSpeed !== before.trainingSpeed;
      if (isOther) wish();
    }),
    picturedStore.subscribe(look),
    dialogStore.subscribe((state, before) => {
      if (state.compiledOpen !== before.compiledOpen) look();
    }),
    dataStore.subscribe(({ tables }, before) => {
      for (const [key, table] of tables) {
        if (before.tables.get(key) !== table) driver.send({ kind: 'file-given', key });
      }
    }),
  ];
}
