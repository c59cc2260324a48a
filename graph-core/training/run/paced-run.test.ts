/** How a run is played beside other work: what it is at, when it reports, what may come between. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { line } from '../../testing/training-documents.ts';
import { LiveRun } from './live-run.ts';
import { PacedRun } from './paced-run.ts';

// A clock of our own: every look at it takes a millisecond.
let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now++);
});

/** A paced run, what it told, and the slices it put off. */
function played(document = line()) {
  const told: string[] = [];
  const losses: number[] = [];
  const put: (() => void)[] = [];
  const waits: number[] = [];
  const run = granted(LiveRun.start(document));
  const later = (task: () => void, after = 0): void => {
    put.push(task);
    waits.push(after);
  };
  const paced = new PacedRun(run, later, {
    onLosses: (first, some) => {
      for (const [i, loss] of some.entries()) losses[first + i] = loss;
    },
    onReport: () => told.push(`report at ${run.step}`),
    onRest: () => told.push('rest'),
  });
  const turn = (times: number): void => {
    for (let i = 0; i < times && put.length > 0; i++) put.shift()?.();
  };
  return { paced, run, told, losses, put, waits, turn };
}

test('steps that were asked for are done, reported once, and then it rests', () => {
  const { paced, run, told, losses } = played();
  paced.doSteps(5);
  expect([paced.status, run.step]).toEqual(['paused', 5]);
  expect(told).toEqual(['report at 5', 'rest']);
  expect(losses.length).toBe(5);
});

test('the losses that are told are those of the run, each at its step', () => {
  const { paced, losses, turn } = played();
  paced.doSteps(40);
  turn(100);
  expect(losses).toEqual([...granted(LiveRun.start(line())).advance(40)]);
});

test('a pause holds at once, and the slices from before do nothing', () => {
  const { paced, run, turn, put } = played();
  paced.play();
  turn(3);
  paced.pause();
  const { step } = run;
  turn(5);
  expect([paced.status, run.step, put.length]).toEqual(['paused', step, 0]);
});

test('two plays are one: the slices of the first do nothing more', () => {
  const { paced, put, turn } = played();
  paced.play();
  paced.play();
  turn(20);
  expect(put.length).toBe(1);
});

describe('a run that has diverged', () => {
  const diverged = () => {
    const made = played(line({ rate: 1e200 }));
    made.paced.doSteps(100);
    made.turn(100);
    return made;
  };

  test('stands still where it did, whatever steps are asked for', () => {
    const { paced, run, turn } = diverged();
    expect(paced.status).toBe('diverged');
    const { step } = run;
    paced.doSteps(3);
    paced.pause();
    turn(10);
    expect([paced.status, run.step]).toEqual(['diverged', step]);
  });

  test('is paused at its beginning after a rewind', () => {
    const { paced, run } = diverged();
    paced.rewind();
    expect([paced.status, run.step]).toEqual(['paused', 0]);
  });
});

test('other work goes on in pieces while it rests, until one says that nothing is left', () => {
  const { paced, turn, put } = played();
  const times: number[] = [];
  paced.whileResting((time) => (times.push(time) < 3 ? 'more' : 'done'));
  expect(times).toEqual([]);
  turn(10);
  expect([times.length, put.length]).toEqual([3, 0]);
  expect(new Set(times).size).toBe(1);
});

test('playing puts an end to other work, and newer work to older', () => {
  const { paced, turn } = played();
  const done: string[] = [];
  const work = (name: string) => () => {
    done.push(name);
    return 'more' as const;
  };
  paced.whileResting(work('old'));
  paced.whileResting(work('new'));
  turn(4);
  expect(new Set(done)).toEqual(new Set(['new']));
  paced.play();
  const { length } = done;
  turn(4);
  expect(done.length).toBe(length);
});

test('an ended run does nothing more', () => {
  const { paced, run, turn } = played();
  paced.play();
  turn(2);
  const { step } = run;
  paced.end();
  turn(10);
  expect([paced.status, run.step]).toEqual(['paused', step]);
});

describe('at a speed', () => {
  test('a step is done, reported and waited for, at once the first and then beat by beat', () => {
    const { paced, run, told, waits, turn } = played();
    paced.speed = 2;
    paced.play();
    expect([run.step, told]).toEqual([1, ['report at 1']]);
    expect(waits[0]).toBeGreaterThan(480);
    turn(1);
    expect(run.step).toBe(1);
    now += 500;
    turn(1);
    expect([run.step, told]).toEqual([2, ['report at 1', 'report at 2']]);
  });

  test('it can be changed while the run plays, and does not hurry a step', () => {
    const { paced, run, turn, put } = played();
    paced.speed = 1;
    paced.play();
    paced.speed = 2;
    paced.speed = 5;
    turn(3);
    expect(run.step).toBe(1);
    now += 200;
    turn(1);
    expect(run.step).toBe(2);
    paced.speed = 'full';
    turn(3);
    expect(run.step).toBeGreaterThan(20);
    paced.pause();
    turn(5);
    expect([paced.status, put.length]).toEqual(['paused', 0]);
  });

  test('steps that were asked for are done at once', () => {
    const { paced, run, turn } = played();
    paced.speed = 1;
    paced.doSteps(50);
    turn(20);
    expect([run.step, paced.status]).toEqual([50, 'paused']);
  });

  test.each([1, 30, 700, 'full' as const])('%s the losses are the very same ones', (speed) => {
    const { paced, run, losses, turn } = played();
    paced.speed = speed;
    paced.play();
    while (run.step < 60) {
      now += 7;
      turn(1);
    }
    paced.pause();
    expect(losses.slice(0, 60)).toEqual([...granted(LiveRun.start(line())).advance(60)]);
  });
});
