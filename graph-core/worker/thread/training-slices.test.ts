/** How a run is cut into slices, and what becomes of it when its loop breaks off. */
import { beforeEach, expect, test, vi } from 'vitest';
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { session } from '../../testing/held-session.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import type { TrainingMessage } from '../messages/protocol.ts';

// A clock of our own: every look at it takes a millisecond.
let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now++);
});

test('many steps are done slice by slice: a pause is heard between, more of them come after', () => {
  const { act, turn, latest, reports } = session(line());
  act({ steps: 200_000 });
  expect(reports.length).toBe(0);
  turn(2);
  act('pause');
  const { step } = latest();
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(200_000);
  turn(50);
  expect(latest()).toMatchObject({ status: 'paused', step });
  act({ steps: 40_000 });
  act({ steps: 10_000 });
  turn(1000);
  expect(latest()).toMatchObject({ status: 'paused', step: step + 50_000 });
});

test('when a step takes long, a slice is one step', () => {
  const { act, turn, latest, made } = session(line());
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 60;
    return now;
  });
  act('play');
  for (const done of [2, 3, 4]) {
    turn(1);
    expect(made.message()).toMatchObject({ status: 'running', step: done });
  }
  act('pause');
  turn(5);
  expect(latest()).toMatchObject({ status: 'paused', step: 4 });
});

test('a loop that breaks off is told, and the interpreter goes on from the last report', () => {
  const { act, latest } = session(spirals());
  act({ steps: 3 });
  const whole = session(spirals());
  whole.act({ steps: 3 });
  whole.act({ steps: 4 });
  const { run } = CompiledLoop.prototype;
  const broken = vi.spyOn(CompiledLoop.prototype, 'run').mockImplementation(function (
    this: CompiledLoop,
    steps,
  ) {
    if (this.compiled.data.size > 0) throw new WebAssembly.RuntimeError('unreachable');
    return run.call(this, steps);
  });
  act({ steps: 4 });
  broken.mockRestore();
  expect(latest()).toMatchObject({
    status: 'paused',
    step: 7,
    engine: 'interpreter',
    parity: null,
    refusal: 'the compiled loop broke off after step 3: unreachable',
  });
  expect([...latest().curve.step]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const weights = (message: TrainingMessage) =>
    Object.values(message.parameters).flatMap((w) => [...w]);
  const expected = weights(whole.latest());
  for (const [i, w] of weights(latest()).entries())
    expect(Math.abs(w - expected[i])).toBeLessThan(1e-5);
  act('rewind');
  act({ steps: 2 });
  expect(latest()).toMatchObject({ status: 'paused', step: 2 });
});
