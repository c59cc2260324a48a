import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DataFileSettings, emptyDocument } from '../../graph-core/graph/document.ts';
import { tableKey } from '../../graph-core/graph/table-switches.ts';
import type { DatasetView } from '../../graph-core/training/look/learned-pictures.ts';
import type { TrainingAction, TrainingMessage } from '../../graph-core/worker/messages/protocol.ts';
import {
  afterEvent,
  NO_RUNS,
  type Run,
  type RunEvent,
  type RunId,
  type RunRequest,
  type Runs,
  shownRun,
} from './run-machine.ts';
import type { Wish } from './wish.ts';

const wish = (key: string, change: Partial<Wish> = {}): Wish => ({
  document: emptyDocument(),
  version: 1,
  key,
  rate: 0.1,
  fused: false,
  speed: 'fitting',
  file: null,
  ...change,
});
const wished = (next: Wish | null): RunEvent => ({ kind: 'wished', wish: next });
const asked = (action: TrainingAction): RunEvent => ({ kind: 'asked', action });
/** Only what the machine reads of an answer. */
const report = (status: TrainingMessage['status'], step: number): TrainingMessage =>
  ({ status, step, parameters: {}, problems: [] }) as unknown as TrainingMessage;
const dataset = (width: number): DatasetView => ({ width }) as DatasetView;
const prepared = (run: RunId, width = 1): RunEvent => ({
  kind: 'prepared',
  run,
  dataset: dataset(width),
  latest: report('paused', 0),
});
const reported = (run: RunId, status: TrainingMessage['status'], step: number): RunEvent => ({
  kind: 'reported',
  run,
  latest: report(status, step),
});
const problem = (code: string) => ({ code, message: code, hint: '' });
const refused = (run: RunId, code = 'no-loss'): RunEvent => ({
  kind: 'refused',
  run,
  problems: [problem(code)],
});
const looked = (pictured: string | null, describes: boolean): RunEvent => ({
  kind: 'looked',
  look: { pictured: pictured === null ? [] : [pictured], magnified: null, describes },
});
const pictured = (nodes: string): string => `1: {pictured:[${nodes}],magnified:null}`;
/** A request in a word or two. */
function written(request: RunRequest): string {
  switch (request.kind) {
    case 'prepare':
      return `prepare ${request.run} of ${request.wish.key}`;
    case 'act':
      return `${request.run}: ${JSON.stringify(request.action).replaceAll('"', '')}`;
    case 'describe':
    case 'end':
      return `${request.kind} ${request.run}`;
    case 'evaluate':
      return 'evaluate';
    case 'find-file':
      return `find ${request.file.name}`;
    default:
      return request satisfies never;
  }
}

/** The phase of the shown run in the end, and what each event asks for. */
function told(events: readonly RunEvent[]): readonly [phase: string, requests: string[][]] {
  let runs = NO_RUNS;
  const requests = events.map((event) => {
    const step = afterEvent(runs, event);
    runs = step.runs;
    return step.requests.map(written);
  });
  return [shownRun(runs)?.phase ?? 'absent', requests];
}

const FILE: DataFileSettings = { name: 'a.csv', hash: 'aa' };
const OF_FILE = wish('f', { file: FILE });
const given: RunEvent = { kind: 'file-given', key: tableKey(FILE) };

test.each<[story: string, events: RunEvent[], phase: string, requests: string[][]]>([
  ['nothing is asked without a wish', [wished(null), asked('play')], 'absent', [[], []]],
  ['a wish is prepared', [wished(wish('a'))], 'preparing', [['prepare 1 of a']]],
  [
    'the same wish is prepared once',
    [wished(wish('a')), wished(wish('a', { version: 2 })), prepared(1), wished(wish('a'))],
    'ready',
    [['prepare 1 of a'], [], [], []],
  ],
  [
    'another wish ends the run and prepares another one',
    [wished(wish('a')), prepared(1), wished(wish('b'))],
    'preparing',
    [['prepare 1 of a'], [], ['end 1', 'prepare 2 of b']],
  ],
  [
    'wires that show what was learned are computed again when the run ends',
    [wished(wish('a')), prepared(1), reported(1, 'paused', 3), wished(null)],
    'absent',
    [['prepare 1 of a'], [], [], ['end 1', 'evaluate']],
  ],
  [
    'a run plays while it says so',
    [wished(wish('a')), prepared(1), asked('play'), reported(1, 'running', 1)],
    'playing',
    [['prepare 1 of a'], [], ['1: play'], []],
  ],
  [
    'another rate is told to a run that is there',
    [wished(wish('a')), prepared(1), wished(wish('a', { rate: 0.2 }))],
    'ready',
    [['prepare 1 of a'], [], ['1: {rate:0.2}']],
  ],
  [
    'another rate is told to a run that comes later',
    [wished(wish('a')), wished(wish('a', { rate: 0.2 })), prepared(1)],
    'ready',
    [['prepare 1 of a'], [], ['1: {rate:0.2}']],
  ],
  [
    'another speed is told to a run that is there, and to one that comes later',
    [wished(wish('a')), wished(wish('a', { speed: 5 })), prepared(1), wished(wish('a'))],
    'ready',
    [['prepare 1 of a'], [], ['1: {speed:5}'], ['1: {speed:fitting}']],
  ],
  [
    'another rate gives a run that was refused another chance',
    [wished(wish('a')), refused(1), wished(wish('a', { rate: 0.2 }))],
    'preparing',
    [['prepare 1 of a'], [], ['prepare 2 of a']],
  ],
  [
    'what is asked early is done in order, once the run is there',
    [wished(wish('a')), asked('play'), asked({ steps: 2 }), prepared(1), asked('pause')],
    'ready',
    [['prepare 1 of a'], [], [], ['1: play', '1: {steps:2}'], ['1: pause']],
  ],
  [
    'what is asked early waits for the run that takes the place of this one',
    [wished(wish('a')), asked('play'), wished(wish('b')), prepared(2)],
    'ready',
    [['prepare 1 of a'], [], ['end 1', 'prepare 2 of b'], ['2: play']],
  ],
  [
    'what is asked of a run that is refused is dropped',
    [wished(wish('a')), asked('play'), refused(1), wished(wish('b')), prepared(2)],
    'ready',
    [['prepare 1 of a'], [], [], ['prepare 2 of b'], []],
  ],
  [
    'a refused run says nothing more',
    [wished(wish('a')), refused(1), prepared(1), reported(1, 'running', 4)],
    'lost',
    [['prepare 1 of a'], [], [], []],
  ],
  [
    'a data file that a run lacks is looked for once',
    [wished(OF_FILE), refused(1, 'no-data-file'), given, refused(2, 'no-data-file'), given],
    'preparing',
    [['prepare 1 of f'], ['find a.csv'], ['prepare 2 of f'], [], ['prepare 3 of f']],
  ],
  [
    'a file is not looked for where the data are others',
    [wished(wish('a')), refused(1, 'no-data-file'), given],
    'lost',
    [['prepare 1 of a'], [], []],
  ],
  [
    'a run that breaks off comes again, and what it learned leaves the wires',
    [wished(wish('a')), prepared(1), reported(1, 'running', 9), { kind: 'broke', run: 1 }],
    'preparing',
    [['prepare 1 of a'], [], [], ['evaluate', 'prepare 2 of a']],
  ],
  [
    'a run whose preparation breaks off does not come again by itself',
    [wished(wish('a')), { kind: 'broke', run: 1 }, wished(wish('a')), wished(wish('b'))],
    'preparing',
    [['prepare 1 of a'], [], [], ['prepare 2 of b']],
  ],
  [
    'a run comes again with another worker',
    [wished(wish('a')), prepared(1), { kind: 'worker-ended', replaced: true }],
    'preparing',
    [['prepare 1 of a'], [], ['evaluate', 'prepare 2 of a']],
  ],
  [
    'a run whose preparation ends the worker does not come again by itself',
    [wished(wish('a')), { kind: 'worker-ended', replaced: true }],
    'lost',
    [['prepare 1 of a'], ['evaluate']],
  ],
  [
    'without a worker nothing is asked',
    [wished(wish('a')), prepared(1), { kind: 'worker-ended', replaced: false }, asked('play')],
    'lost',
    [['prepare 1 of a'], [], [], []],
  ],
  [
    'a run that is stopped while it is set up is set up again, without what may have hung',
    [wished(wish('a')), asked('play'), { kind: 'canceled', evaluates: true }, prepared(2)],
    'ready',
    [['prepare 1 of a'], [], ['evaluate', 'prepare 2 of a'], []],
  ],
  [
    'units are pictured where there is a plane or a line, its compiled form is described while it is open',
    [
      ...[looked('h', true), wished(wish('a')), prepared(1, 2)],
      ...[looked('z', true), looked('z', false), looked(null, true)],
    ],
    'ready',
    [
      ...[[], ['prepare 1 of a'], [pictured('h'), 'describe 1']],
      ...[[pictured('z')], [], [pictured(''), 'describe 1']],
    ],
  ],
  [
    'no units are pictured of three features',
    [looked('h', false), wished(wish('a')), prepared(1, 3), looked('z', false)],
    'ready',
    [[], ['prepare 1 of a'], [], []],
  ],
])('%s', (_, events, phase, requests) => {
  expect(told(events)).toEqual([phase, requests]);
});

/** Any event; answers are about runs that are, were or never come. */
const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        ...[
          null,
          wish('a'),
          wish('a', { rate: 0.2, version: 2 }),
          wish('b', { version: 3 }),
          OF_FILE,
        ],
      )
      .map(wished),
  },
  { weight: 3, arbitrary: fc.nat().map((steps) => asked({ steps })) },
  fc.tuple(fc.constantFrom(null, 'h', 'z'), fc.boolean()).map(([node, open]) => looked(node, open)),
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, 2))
      .map(([run, width]) => prepared(run, width)),
  },
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('no-loss', 'no-data-file'))
    .map(([run, code]) => refused(run, code)),
  fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom('paused', 'running', 'diverged'),
      fc.nat(9),
    )
    .map(([run, status, step]) => reported(run, status, step)),
  fc.integer({ min: 1, max: 12 }).map((run): RunEvent => ({ kind: 'broke', run })),
  fc.boolean().map((replaced): RunEvent => ({ kind: 'worker-ended', replaced })),
  fc.boolean().map((evaluates): RunEvent => ({ kind: 'canceled', evaluates })),
  fc.constant(given),
);

/** Runs as a worker knows them. */
class WorkerModel {
  private readonly seen = new Set<RunId>();
  private readonly preparing = new Map<RunId, number>();
  private readonly there = new Set<RunId>();

  /** What an event tells of the worker, before the machine hears of it. */
  happens(event: RunEvent): void {
    if (event.kind === 'worker-ended' || event.kind === 'canceled') this.clear();
    if (event.kind === 'prepared' && this.preparing.delete(event.run)) this.there.add(event.run);
    if (event.kind === 'refused') this.preparing.delete(event.run);
    if (event.kind === 'broke') this.forget(event.run);
  }

  receive(request: RunRequest): void {
    switch (request.kind) {
      case 'prepare':
        expect(this.seen).not.toContain(request.run);
        expect([...this.preparing.keys(), ...this.there]).toEqual([]);
        this.seen.add(request.run);
        this.preparing.set(request.run, request.wish.version);
        return;
      case 'act':
      case 'describe':
        expect(this.there).toContain(request.run);
        return;
      case 'end':
        expect([...this.preparing.keys(), ...this.there]).toContain(request.run);
        this.forget(request.run);
        return;
      case 'evaluate':
      case 'find-file':
        return;
      default:
        request satisfies never;
    }
  }

  private forget(run: RunId): void {
    this.preparing.delete(run);
    this.there.delete(run);
  }

  private clear(): void {
    this.preparing.clear();
    this.there.clear();
  }
}

const FUZZ = { numRuns: 2000, seed: 20 };

test('whatever happens, the worker is asked for one run at a time and about runs that are there', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      let runs = NO_RUNS;
      const worker = new WorkerModel();
      for (const event of events) {
        worker.happens(event);
        const step = afterEvent(runs, event);
        for (const request of step.requests) worker.receive(request);
        runs = step.runs;
      }
    }),
    FUZZ,
  );
});

/** The numbers of steps that wait in the shown run. */
function waiting(runs: Runs): number[] {
  const run: Run | undefined = shownRun(runs);
  if (run?.phase !== 'preparing') return [];
  return run.early.flatMap((action) =>
    typeof action === 'object' && 'steps' in action ? [action.steps] : [],
  );
}

test('whatever happens, what is asked is done once, waits, or went with the run it was asked of', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      let runs = NO_RUNS;
      let serial = 0;
      const done: number[] = [];
      for (const random of events) {
        // Each of them is another number of steps, so that it is known again.
        const event = random.kind === 'asked' ? asked({ steps: ++serial }) : random;
        const before = waiting(runs);
        const step = afterEvent(runs, event);
        runs = step.runs;
        const now = step.requests.flatMap((request) =>
          request.kind === 'act' && typeof request.action === 'object' && 'steps' in request.action
            ? [request.action.steps]
            : [],
        );
        done.push(...now);
        expect(new Set(done).size).toBe(done.length);
        const after = waiting(runs);
        const gone = before.filter((steps) => !after.includes(steps) && !now.includes(steps));
        if (gone.length > 0) {
          expect(['refused', 'broke', 'worker-ended', 'canceled', 'wished']).toContain(event.kind);
          if (event.kind === 'wished') expect(event.wish).toBeNull();
        }
      }
    }),
    FUZZ,
  );
});

test('any number of runs lies side by side, and only the shown one is asked', () => {
  const other: Run = {
    phase: 'ready',
    wish: wish('o'),
    dataset: dataset(1),
    latest: report('paused', 0),
    ...{ initial: {}, compiled: null },
  };
  const side: Runs = { ...NO_RUNS, runs: new Map([[7, other]]), next: 8 };
  const { runs, requests } = afterEvent(side, wished(wish('a')));
  expect(requests.map(written)).toEqual(['prepare 8 of a']);
  expect([...runs.runs.keys()]).toEqual([7, 8]);
  expect(runs.shown).toBe(8);
  const there = afterEvent(runs, prepared(8)).runs;
  expect(afterEvent(there, asked('play')).requests.map(written)).toEqual(['8: play']);
  const left = afterEvent(there, wished(null)).runs;
  expect([...left.runs]).toEqual([[7, other]]);
});
