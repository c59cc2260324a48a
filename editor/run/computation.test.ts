import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { TableSummary } from '../../graph-core/datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../graph-core/graph/document.ts';
import { tableKey } from '../../graph-core/graph/table-switches.ts';
import { line } from '../../graph-core/testing/training-documents.ts';
import { node, wiredGraph } from '../../graph-core/testing/wired-graph.ts';
import {
  PROTOCOL,
  type Request,
  type Response,
  type TrainingMessage,
} from '../../graph-core/worker/messages/protocol.ts';
import { RequestHandler } from '../../graph-core/worker/thread/request-handler.ts';
import { TrainingSession } from '../../graph-core/worker/thread/training-session.ts';
import { changeDocument, documentStore, openDocument } from '../state/document/document-store.ts';
import { changeTraining } from '../state/document/training-edits.ts';
import { noticeStore } from '../state/look/notices.ts';
import { setMode } from '../state/look/stepping.ts';
import { dataStore } from '../state/results/data-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { askRun, cancelComputation, startComputation } from './computation.ts';
import { RUN_DRIVER } from './later-driver.ts';

// As on a page that has been open for a moment.
beforeAll(() => RUN_DRIVER.fetch());

/** A worker in this thread: what answers really, behind the border of messages. */
class WorkerHere extends EventTarget {
  /** Messages in either direction wait until the test lets them through. */
  static waiting: (() => void)[] = [];
  static made: WorkerHere[] = [];
  static evaluations = 0;
  terminated = false;
  private training = 0;
  private readonly handler = new RequestHandler(
    (response) => this.say(structuredClone(response)),
    () => {},
  );

  constructor() {
    super();
    WorkerHere.made.push(this);
    WorkerHere.waiting.push(() => this.say({ kind: 'ready', protocol: PROTOCOL }));
  }

  postMessage(request: Request): void {
    const copy = structuredClone(request);
    if (request.kind === 'prepare-training') this.training = request.id;
    if (request.kind === 'evaluate') WorkerHere.evaluations++;
    WorkerHere.waiting.push(() => {
      if (!this.terminated) this.handler.handle(copy);
    });
  }

  terminate(): void {
    this.terminated = true;
  }

  /** Says that the run came so far. */
  report(training: TrainingMessage): void {
    this.say({ kind: 'training', id: this.training, training });
  }

  die(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }

  private say(data: Response): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

vi.mock('./create-worker.ts', () => ({ createWorker: () => new WorkerHere() }));

/** Data files that runs lacked. */
let sought: DataFileSettings[] = [];
const TABLE: TableSummary = {
  kind: 'columns',
  rows: 2,
  width: 2,
  features: 2,
  classes: null,
  unfit: [],
  layout: '2 columns',
  columns: [],
  dialect: null,
  notes: [],
};

let stop = (): void => {};
beforeEach(() => {
  vi.useFakeTimers();
  sought = [];
  WorkerHere.waiting = [];
  WorkerHere.made = [];
  runStore.setState(runStore.getInitialState());
  noticeStore.setState({ notice: null });
  openDocument(wiredGraph({ x: node('input', { value: 3 }), f: node('square') }, 'x → f.x'));
  stop = startComputation({ findFile: (file) => sought.push(file) });
  letAllThrough();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const value = (id: string): number | undefined =>
  runStore.getState().snapshot.nodes.get(id)?.value.data[0];
const notice = (): unknown => {
  const { notice: shown } = noticeStore.getState();
  return shown === null ? null : [shown.kind, shown.text, shown.hint];
};
const setX = (x: number): boolean =>
  changeDocument('Change x', (draft) => {
    draft.nodes.x.attrs = { value: x };
  });
const nodeMovedTo = (x: number): boolean =>
  changeDocument('Move w', (draft) => {
    draft.nodes.w.position = { x, y: 0 };
  });
const run = () => runStore.getState().training;
/** What is waiting now, not what it causes. */
const letThrough = (): void => {
  for (const message of WorkerHere.waiting.splice(0)) message();
};
const letAllThrough = (): void => {
  while (WorkerHere.waiting.length > 0) letThrough();
};

test('the document is evaluated at the start and after every change', () => {
  expect(value('f')).toBe(9);
  setX(4);
  letAllThrough();
  expect(value('f')).toBe(16);
  expect(runStore.getState().snapshot.version).toBe(documentStore.getState().version);
  expect(runStore.getState().snapshot.nodes.get('x')?.gradient?.data[0]).toBe(8);
  expect(runStore.getState().snapshot.edges.get('e1')?.data[0]).toBe(8);
});

test('nothing is evaluated after the computation was stopped', () => {
  stop();
  setX(4);
  letAllThrough();
  expect(value('f')).toBe(9);
});

test('results keep the version they were computed for', () => {
  setX(4);
  setX(5);
  expect(value('f')).toBe(9);
  letThrough();
  expect(value('f')).toBe(16);
  expect(runStore.getState().snapshot.version).toBe(documentStore.getState().version - 1);
  letThrough();
  expect(value('f')).toBe(25);
});

test('training shows the trained weights in the values of the document', () => {
  openDocument(line());
  setMode('train');
  letAllThrough();
  expect(runStore.getState().training?.latest.step).toBe(0);
  askRun({ steps: 3 });
  letAllThrough();
  const latest = runStore.getState().training?.latest;
  expect(latest?.step).toBe(3);
  expect(value('w')).toBe(latest?.parameters.w[0]);
  setMode('build');
  letAllThrough();
  expect(runStore.getState().training).toBeNull();
  expect(value('w')).toBe(0.5);
});

test('what keeps the document from training is shown', () => {
  openDocument(line({ loss: 'gone' }));
  setMode('train');
  letAllThrough();
  expect(runStore.getState().training).toBeNull();
  expect(runStore.getState().trainingProblems.map(({ code }) => code)).toEqual(['no-loss']);
  setMode('build');
  expect(runStore.getState().trainingProblems).toEqual([]);
});

test('a run of an earlier preparation says nothing more', () => {
  openDocument(line());
  setMode('train');
  letAllThrough();
  askRun({ steps: 5 });
  changeTraining({ batch: 5 });
  letAllThrough();
  expect(runStore.getState().training?.latest.step).toBe(0);
});

test('a graph without settings is trained with those suggested, and stays as it is', () => {
  const { training: _, ...untrained } = line();
  openDocument(untrained);
  setMode('train');
  letAllThrough();
  expect(run()?.latest.step).toBe(0);
  expect(documentStore.getState().document).toBe(untrained);
  expect(documentStore.getState().past).toEqual([]);
});

test('a run goes on where a node is moved, and with another rate', () => {
  openDocument(line());
  setMode('train');
  letAllThrough();
  askRun({ steps: 3 });
  letAllThrough();
  nodeMovedTo(70);
  changeTraining({ rate: 0.01 });
  letAllThrough();
  expect(run()?.latest.step).toBe(3);
});

test('what is asked before the run is there is done once it is', () => {
  openDocument(line());
  setMode('train');
  askRun({ steps: 2 });
  letAllThrough();
  expect(run()?.latest.step).toBe(2);
});

test('a run whose data file is not there has it looked for once, and begins when it is given', () => {
  const { training, ...rest } = line();
  if (training === undefined) throw new Error('internal: the line trains');
  const file = { name: 'a.csv', hash: 'a'.repeat(64) };
  openDocument({
    ...rest,
    training: { ...training, dataset: { ...training.dataset, kind: 'file', file } },
  });
  setMode('train');
  letAllThrough();
  expect(sought).toEqual([file]);
  expect(runStore.getState().trainingProblems.map(({ code }) => code)).toEqual(['no-data-file']);
  dataStore.setState({ tables: new Map([[tableKey(file), TABLE]]) });
  letAllThrough();
  // The worker of this test was given nothing: it is refused again, and not looked for for ever.
  expect(sought).toEqual([file]);
});

test('a worker that ends is replaced, the graph is intact and computed again', () => {
  const { document } = documentStore.getState();
  WorkerHere.made[0].die();
  expect(runStore.getState().computation).toBe('starting');
  letAllThrough();
  expect(WorkerHere.made.length).toBe(2);
  expect(documentStore.getState().document).toBe(document);
  expect(runStore.getState().computation).toBe('ready');
  expect(notice()).toEqual([
    'refused',
    'out of memory',
    'Your graph is intact; the computation was started again.',
  ]);
  setX(5);
  letAllThrough();
  expect(value('f')).toBe(25);
});

test('a worker that ends while training is replaced, and the run can begin again', () => {
  openDocument(line());
  setMode('train');
  letAllThrough();
  askRun({ steps: 3 });
  letAllThrough();
  const { document } = documentStore.getState();
  WorkerHere.made[0].die();
  expect(run()).toBeNull();
  letAllThrough();
  expect(documentStore.getState().document).toBe(document);
  expect(notice()).toEqual([
    'refused',
    'out of memory',
    'Your graph is intact; training is ready to begin again at the initial weights.',
  ]);
  expect(run()?.latest).toMatchObject({ status: 'paused', step: 0 });
  askRun({ steps: 2 });
  letAllThrough();
  expect(run()?.latest.step).toBe(2);
});

test('a run whose preparation ends the worker is not prepared again', () => {
  openDocument(line());
  setMode('train');
  WorkerHere.made[0].die();
  letAllThrough();
  expect(WorkerHere.made.length).toBe(2);
  expect(run()).toBeNull();
});

test('a run that breaks off by a bug of ours is told, and another one is ready', () => {
  openDocument(line());
  setMode('train');
  letAllThrough();
  vi.spyOn(TrainingSession.prototype, 'act').mockImplementationOnce(() => {
    throw new Error('internal: no such buffer');
  });
  askRun({ steps: 2 });
  letAllThrough();
  expect(notice()).toEqual([
    'refused',
    'Training broke off: internal: no such buffer',
    'Your graph is intact; training is ready to begin again at the initial weights.',
  ]);
  askRun({ steps: 2 });
  letAllThrough();
  expect(run()?.latest.step).toBe(2);
});

test('while a run plays the wires take a tenth of the time at most, when it rests they are exact', () => {
  openDocument(line());
  setMode('train');
  letAllThrough();
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 30;
    return now;
  });
  const before = WorkerHere.evaluations;
  const latest = run()?.latest;
  if (latest === undefined) throw new Error('there is no run');
  const report = (status: 'running' | 'paused', step: number): void => {
    const parameters = { w: Float64Array.of(step), b: Float64Array.of(0) };
    WorkerHere.made[0].report({ ...latest, status, step, parameters });
    letAllThrough();
  };
  for (let step = 1; step <= 100; step++) report('running', step);
  expect(WorkerHere.evaluations - before).toBeGreaterThan(4);
  expect(WorkerHere.evaluations - before).toBeLessThan(15);
  report('paused', 101);
  expect(value('w')).toBe(101);
  clock.mockRestore();
});

test('a document that ends every worker is not tried for ever, and another one is computed', () => {
  setX(4);
  for (let i = 0; i < 10 && runStore.getState().computation !== 'stopped'; i++) {
    WorkerHere.made[WorkerHere.made.length - 1].die();
  }
  expect(WorkerHere.made.length).toBe(3);
  expect(notice()).toEqual([
    'refused',
    'out of memory',
    'Your graph is intact; change it to compute it again.',
  ]);
  setX(5);
  letAllThrough();
  expect(value('f')).toBe(25);
  expect(runStore.getState().computation).toBe('ready');
});

test('a computation that is canceled does not start by itself again', () => {
  setX(4);
  vi.advanceTimersByTime(2000);
  expect(runStore.getState().computation).toBe('slow');
  cancelComputation();
  expect(WorkerHere.made[0].terminated).toBe(true);
  letAllThrough();
  expect(WorkerHere.waiting).toEqual([]);
  expect(value('f')).toBe(9);
  setX(5);
  letAllThrough();
  expect(value('f')).toBe(25);
});

test('a run that is stopped while it is set up is set up again', () => {
  openDocument(line());
  letAllThrough();
  setMode('train');
  vi.advanceTimersByTime(2000);
  expect(runStore.getState()).toMatchObject({ computation: 'slow', silentAt: 'training' });
  cancelComputation();
  expect(WorkerHere.made[0].terminated).toBe(true);
  letAllThrough();
  expect(run()?.latest.step).toBe(0);
  expect(value('w')).toBe(0.5);
});

test('another document with the same keys never shows the numbers of the one before', () => {
  letAllThrough();
  expect(value('f')).toBeDefined();
  openDocument(documentStore.getState().document);
  expect(value('f')).toBeUndefined();
  letAllThrough();
  expect(value('f')).toBeDefined();
});
