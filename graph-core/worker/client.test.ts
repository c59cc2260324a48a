import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyDocument } from '../graph/document.ts';
import { WorkerClient, type WorkerFate } from './client.ts';
import { type EvaluationMessage, PROTOCOL, type Request, type Response } from './protocol.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Stands for a worker: remembers what it was asked, says what the test wants. */
class FakeWorker extends EventTarget {
  readonly asked: Request[] = [];
  terminated = false;

  postMessage(request: Request): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(data: Response): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

const evaluation: EvaluationMessage = {
  problems: [],
  target: null,
  steps: [],
  nodes: {},
  edges: {},
  numbers: new Float64Array(0),
  duration: 0,
};

/** A client, the workers it made, and what it told, in order. */
function talking(create?: () => Worker) {
  const workers: FakeWorker[] = [];
  const told: unknown[] = [];
  const client = new WorkerClient(
    create ??
      (() => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker as unknown as Worker;
      }),
    {
      onReady: () => told.push('ready'),
      onEvaluation: (_, version) => told.push(['evaluation', version]),
      onTraining: ({ kind, id }) => told.push([kind, id]),
      onFailure: (message: string, fate: WorkerFate) => told.push([message, fate]),
      onSlow: () => told.push('slow'),
    },
  );
  const worker = (): FakeWorker => workers[workers.length - 1];
  const ask = (version: number): void => client.evaluate(emptyDocument(), version, null);
  /** Answers the evaluation that was asked for last. */
  const answer = (): void => {
    const { id } = worker().asked[worker().asked.length - 1];
    worker().say({ kind: 'evaluation', id, evaluation });
  };
  return { client, workers, worker, told, ask, answer };
}

test('an answer comes with the version it is for', () => {
  const { told, ask, answer, worker } = talking();
  worker().say({ kind: 'ready', protocol: PROTOCOL });
  ask(4);
  answer();
  expect(told).toEqual(['ready', ['evaluation', 4]]);
});

test('while one evaluation is under way only the newest of the others waits', () => {
  const { told, ask, answer, worker } = talking();
  for (const version of [1, 2, 3, 4]) ask(version);
  expect(worker().asked.length).toBe(1);
  answer();
  expect(worker().asked.length).toBe(2);
  answer();
  expect(worker().asked.length).toBe(2);
  expect(told).toEqual([
    ['evaluation', 1],
    ['evaluation', 4],
  ]);
});

test('an answer to a question nobody asked is dropped', () => {
  const { told, ask, worker } = talking();
  ask(1);
  worker().say({ kind: 'evaluation', id: 99, evaluation });
  expect(told).toEqual([]);
});

test('an evaluation that takes 1.5 s is said to be slow, once', () => {
  const { told, ask, answer } = talking();
  ask(1);
  vi.advanceTimersByTime(1499);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(5000);
  expect(told).toEqual(['slow']);
  answer();
  ask(2);
  answer();
  vi.advanceTimersByTime(5000);
  expect(told).toEqual(['slow', ['evaluation', 1], ['evaluation', 2]]);
});

test('a failed evaluation lets the next one go', () => {
  const { told, ask, answer, worker } = talking();
  ask(1);
  ask(2);
  worker().say({ kind: 'failed', id: worker().asked[0].id, message: 'internal: oh' });
  answer();
  expect(told).toEqual([
    ['internal: oh', 'running'],
    ['evaluation', 2],
  ]);
});

test('training answers carry the number of their run', () => {
  const { client, told, worker } = talking();
  const id = client.prepareTraining(emptyDocument());
  client.train(id, 'play');
  client.endTraining(id);
  expect(worker().asked.map(({ kind, id: run }) => [kind, run])).toEqual([
    ['prepare-training', id],
    ['train', id],
    ['end-training', id],
  ]);
  worker().say({ kind: 'training-refused', id, problems: [] });
  expect(told).toEqual([['training-refused', id]]);
});

test('a worker that ends is replaced, and what it says afterwards is dropped', () => {
  const { told, ask, answer, workers } = talking();
  ask(1);
  ask(2);
  workers[0].die('out of memory');
  expect(workers.length).toBe(2);
  expect(workers[0].terminated).toBe(true);
  workers[0].say({ kind: 'evaluation', id: workers[0].asked[0].id, evaluation });
  expect(told).toEqual([['out of memory', 'restarted']]);
  expect(workers[1].asked).toEqual([]);
  ask(3);
  answer();
  expect(told[1]).toEqual(['evaluation', 3]);
});

test('no slow notice comes for an evaluation that died', () => {
  const { told, ask, worker } = talking();
  ask(1);
  worker().die('');
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([['the worker ended', 'restarted']]);
});

test('a document that ends every worker is given up after three', () => {
  const { told, ask, workers, worker } = talking();
  for (let i = 0; i < 3; i++) {
    ask(1);
    worker().die('out of memory');
  }
  expect(workers.length).toBe(3);
  expect(told.map((event) => (event as unknown[])[1])).toEqual([
    'restarted',
    'restarted',
    'stopped',
  ]);
});

test('after giving up, another evaluation gets one worker to try', () => {
  const { told, ask, answer, workers, worker } = talking();
  for (let i = 0; i < 3; i++) worker().die('gone');
  ask(2);
  expect(workers.length).toBe(4);
  worker().die('gone');
  expect(workers.length).toBe(4);
  expect(told[3]).toEqual(['gone', 'stopped']);
  ask(3);
  answer();
  worker().die('gone');
  expect(told.slice(4)).toEqual([
    ['evaluation', 3],
    ['gone', 'restarted'],
  ]);
});

test('a worker that cannot be made is told and does not throw', () => {
  const { told, ask } = talking(() => {
    throw new Error('workers are forbidden here');
  });
  const failure = ['the computation cannot be started: workers are forbidden here', 'stopped'];
  expect(told).toEqual([failure]);
  ask(1);
  expect(told).toEqual([failure, failure]);
});

test('a worker of another build is not talked to', () => {
  const { client, told, ask, workers, worker } = talking();
  ask(1);
  worker().say({ kind: 'ready', protocol: 99 as typeof PROTOCOL });
  expect(told).toEqual([
    [`the page speaks protocol ${PROTOCOL}, its worker 99: reload the page`, 'stopped'],
  ]);
  expect(worker().terminated).toBe(true);
  ask(2);
  client.prepareTraining(emptyDocument());
  expect(workers.length).toBe(1);
  expect(worker().asked.length).toBe(1);
});

test('an answer that cannot be read lets the next evaluation go', () => {
  const { told, ask, answer, worker } = talking();
  ask(1);
  ask(2);
  worker().dispatchEvent(new Event('messageerror'));
  answer();
  expect(told).toEqual([
    ['an answer of the worker could not be read', 'running'],
    ['evaluation', 2],
  ]);
});

test('a restart forgets what was asked and is no failure', () => {
  const { client, told, ask, answer, workers, worker } = talking();
  ask(1);
  ask(2);
  client.restart();
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([]);
  expect(worker().asked).toEqual([]);
  ask(3);
  answer();
  expect(told).toEqual([['evaluation', 3]]);
});

test('a data file is handed over with its bytes and answered', async () => {
  const { client, worker, told } = talking();
  const bytes = Uint8Array.of(49);
  const reading = client.readFile({ hash: 'a' }, [{ name: 'one.csv', bytes }]);
  const [request] = worker().asked;
  expect(request).toMatchObject({ kind: 'read-file', file: { hash: 'a' } });
  const answer = { kind: 'file-refused', id: request.id, problems: [] } as const;
  worker().say(answer);
  expect(await reading).toEqual(answer);
  expect(told).toEqual([]);
});

test.each([
  [
    'a bug of ours',
    (worker: FakeWorker, id: number) => worker.say({ kind: 'failed', id, message: 'internal: x' }),
    'internal: x',
  ],
  [
    'the end of the worker',
    (worker: FakeWorker) => worker.die('out of memory'),
    'the worker ended',
  ],
])('%s is an answer to a data file', async (_, happens, reason) => {
  const { client, worker } = talking();
  const reading = client.readFile({ hash: 'a' }, []);
  happens(worker(), worker().asked[0].id);
  expect(await reading).toMatchObject({
    kind: 'file-refused',
    problems: [{ message: `the file was not read: ${reason}`, hint: 'open it again' }],
  });
});
