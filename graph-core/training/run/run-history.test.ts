/** Any step of a run is back bit for bit, whatever was done before and after it. */
import { expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { LiveRun } from './live-run.ts';
import { RunHistory } from './run-history.ts';

const adam = { optimizer: { kind: 'adam' }, rate: 0.01 };

/** Every number of the run's variables, to the bit. */
function bits(run: LiveRun): string {
  return JSON.stringify(run.variables().map(({ tensor }) => [...tensor.data]));
}

function runTo(run: LiveRun, step: number): void {
  while (run.step < step && run.advance(step - run.step).length > 0);
}

test.each(['compiled', 'interpreter'] as const)(
  'steps of a run by the %s come back bit for bit, in any order',
  (engine) => {
    const last = engine === 'compiled' ? 20_000 : 150;
    const seen = new Map<number, string>();
    const straight = granted(LiveRun.start(spirals(adam), { engine }));
    for (const share of [0, 0.013, 0.2, 0.5004, 0.77, 1]) {
      const step = Math.round(share * last);
      runTo(straight, step);
      seen.set(step, bits(straight));
    }
    const run = granted(LiveRun.start(spirals(adam), { engine }));
    runTo(run, last);
    for (const [step, wanted] of [...seen].reverse()) {
      run.goTo(step);
      expect([run.step, bits(run)]).toEqual([step, wanted]);
    }
    run.goTo(last);
    expect(bits(run)).toBe(seen.get(last));
    expect(run.lastStep).toBe(last);
  },
);

test('a rate that was changed on the way is changed at the same step again', () => {
  const run = granted(LiveRun.start(line()));
  runTo(run, 700);
  run.rate = 0.02;
  runTo(run, 1500);
  const [end, middle] = [bits(run), 900];
  run.goTo(middle);
  const there = bits(run);
  run.goTo(300);
  run.goTo(1500);
  expect(bits(run)).toBe(end);
  run.goTo(middle);
  expect(bits(run)).toBe(there);
  expect(run.history.rateChanges).toEqual([
    { step: 0, rate: 0.1 },
    { step: 700, rate: 0.02 },
  ]);
});

test('another rate in the past makes another run of what follows', () => {
  const run = granted(LiveRun.start(line()));
  runTo(run, 400);
  const end = bits(run);
  run.goTo(100);
  run.rate = 0.01;
  expect(run.lastStep).toBe(100);
  runTo(run, 400);
  expect(bits(run)).not.toBe(end);
  run.goTo(50);
  run.rate = 0.1;
  runTo(run, 400);
  expect(bits(run)).toBe(end);
});

test('what is kept stays within its bytes, close at the end and far apart before', () => {
  const shape = [8];
  const start = { shape, data: new Float64Array(8) };
  const variable = { value: 1, update: 2, start, node: 'w', state: null };
  const history = new RunHistory([variable], 0.1, 64 * 1024);
  history.suit(256);
  for (let step = 0; step < 4_000_000; step += history.room(step)) {
    if (history.isDue(step)) history.keep(step, new Map([[1, start]]), 'f32');
  }
  expect(history.bytes).toBeLessThanOrEqual(64 * 1024);
  const steps = history.kept.map(({ step }) => step);
  expect(steps[0]).toBe(0);
  expect(steps.at(-1)).toBeGreaterThan(3_990_000);
  const recent = steps.filter((step) => step > 3_000_000);
  expect(recent.length).toBeGreaterThan(200);
  expect(history.before(1_234_567)?.step).toBeLessThanOrEqual(1_234_567);
});
