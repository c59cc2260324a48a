import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { emptyDocument } from '../../graph/document.ts';
import {
  type EvaluationMessage,
  PROTOCOL,
  type Request,
  type Response,
  type TrainingMessage,
  type WorkerWork,
} from '../messages/protocol.ts';
import { WorkerClient, type WorkerFate } from './client.ts';

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

  /** False for a worker that is stuck. */
  answers = true;

  postMessage(request: Request): void {
    if (request.kind !== 'ping') this.asked.push(request);
    else if (this.answers) queueMicrotask(() => this.say({ kind: 'pong', id: request.id }));
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
  iteration: null,
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
      onSilent: (work) => told.push(['silent', work]),
      onHeard: () => told.push('heard'),
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

const running = { status: 'running' } as TrainingMessage;
type Talk = ReturnType<typeof talking>;

describe('a worker that hangs is told within 2 s,', () => {
  test.each<[string, WorkerWork, (talk: Talk) => void]>([
    ['while computing', 'computing', ({ ask }) => ask(1)],
    [
      'while preparing a run',
      'training',
      ({ client }) => void client.prepareTraining(emptyDocument()),
    ],
    [
      'while training',
      'training',
      ({ client, worker }) => {
        const id = client.prepareTraining(emptyDocument());
        worker().say({ kind: 'training', id, training: running });
      },
    ],
    [
      'while reading a file',
      'reading',
      ({ client }) => void client.readFile({ hash: '' }, [{ name: 'a', bytes: new Uint8Array(1) }]),
    ],
  ])('%s, whenever it does', async (_, work, begin) => {
    for (let after = 0; after <= 3000; after += 137) {
      const talk = talking();
      begin(talk);
      await vi.advanceTimersByTimeAsync(after);
      talk.told.length = 0;
      talk.worker().answers = false;
      await vi.advanceTimersByTimeAsync(2000);
      expect(talk.told).toEqual([['silent', work]]);
    }
  });
});

test('a worker that answers between pieces of a long work is not told, nor one with nothing to do', async () => {
  const { told, client, worker } = talking();
  const id = client.prepareTraining(emptyDocument());
  worker().say({ kind: 'training', id, training: running });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([['training', id]]);
  client.endTraining(id);
  await vi.advanceTimersByTimeAsync(2000);
  worker().answers = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([['training', id]]);
});

test('a worker that answers again after a while is told once each way', async () => {
  const { told, ask, answer, worker } = talking();
  worker().answers = false;
  ask(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([['silent', 'computing']]);
  answer();
  worker().say({ kind: 'pong', id: 0 });
  expect(told).toEqual([['silent', 'computing'], ['evaluation', 1], 'heard']);
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

test('nothing is told of the silence of a worker that died', () => {
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

test('a question is answered, or by nothing where the worker ends on the way', async () => {
  const { client, worker } = talking();
  const study = { ask: 'check' } as const;
  const first = client.study(emptyDocument(), null, study);
  const problem = { code: 'no-target', message: 'nothing', hint: 'add a node' };
  worker().say({ kind: 'studied', id: 1, answer: problem });
  expect(await first).toEqual(problem);
  const second = client.study(emptyDocument(), null, study);
  worker().die('out of memory');
  expect(await second).toBeNull();
});
