import { describe, expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { LiveRun } from '../run/live-run.ts';
import { RateWatch } from './rate-watch.ts';

/** A watch of batches of this many rows, so many of them in a pass, by gradient descent. */
function watchOf({ batch = 100, stepsPerEpoch = 1 } = {}) {
  const plan = { batch, settings: {} } as never;
  return new RateWatch({ plan, stepsPerEpoch });
}

function watched(losses: readonly number[], watch = watchOf()) {
  for (const [step, loss] of losses.entries()) watch.record(step, loss);
  return watch;
}

const many = (loss: number, times: number): number[] => Array.from({ length: times }, () => loss);

test('a loss that rises tenfold is told with its numbers and a tenth of the rate', () => {
  const watch = watched([0.69, ...many(8.4, 9)]);
  expect(watch.warning(3)).toEqual({
    code: 'loss-rises',
    message: 'the loss has risen from 0.69 to 8.4 since step 0; a rate of 3 is too large here',
    hint: 'try 0.3',
    smallerRate: 0.3,
  });
});

test('the rise is counted from the lowest mean, at its step', () => {
  const watch = watched([...many(1, 10), ...many(0.1, 10), ...many(2, 10)]);
  expect(watch.warning(0.5)?.message).toBe(
    'the loss has risen from 0.1 to 2 since step 14; a rate of 0.5 is too large here',
  );
});

test('a rate far above what is usual is answered by what is usual', () => {
  expect(watched([1, ...many(50, 5)]).warning(100)).toMatchObject({ smallerRate: 0.1 });
});

describe('nothing is said', () => {
  test('of a loss that falls, or rises less than tenfold', () => {
    expect(watched(many(1, 40).map((loss, i) => loss / (1 + i))).warning(1)).toBeNull();
    expect(watched([...many(1, 10), ...many(9, 30)]).warning(1)).toBeNull();
  });

  test('of one batch that is far from the others', () => {
    const losses = many(0.1, 40);
    losses[20] = 3;
    expect(watched(losses, watchOf({ stepsPerEpoch: 50 })).warning(1)).toBeNull();
    const single = watchOf({ batch: 1, stepsPerEpoch: 300 });
    expect(watched([0.001, ...many(0.7, 40)], single).warning(1)).toBeNull();
  });

  test('of what is small beside the beginning', () => {
    expect(watched([...many(1, 10), ...many(0.0001, 10), ...many(0.01, 10)]).warning(1)).toBeNull();
  });

  test('of a rate of 0', () => {
    expect(watched([1, ...many(50, 9)]).warning(0)).toBeNull();
  });
});

test('it is over when the loss has come down again, when the rate changes, and at a rewind', () => {
  const risen = [1, ...many(50, 9)];
  expect(watched([...risen, ...many(5, 5)]).warning(1)).not.toBeNull();
  expect(watched([...risen, ...many(2, 5)]).warning(1)).toBeNull();
  const changed = watched(risen);
  changed.changeRate();
  expect(changed.warning(1)).toBeNull();
  for (const loss of many(40, 20)) changed.record(20, loss);
  expect(changed.warning(1)).toBeNull();
  const again = watched(risen);
  again.clear();
  expect(again.warning(1)).toBeNull();
});

test('a loss that is no number is told with the last one that was low', () => {
  expect(watched([0.5, 40, Number.POSITIVE_INFINITY]).warning(100)).toMatchObject({
    message:
      'the loss was 0.5 at step 0 and is no number any more; a rate of 100 is too large here',
    smallerRate: 0.1,
  });
});

test.each([
  ['line', line(), null],
  ['spirals', spirals(), null],
  ['line at a rate of 30', line({ rate: 30 }), 'loss-rises'],
] as const)('of the run of %s it says what is true', (_, document, code) => {
  const run = granted(LiveRun.start(document));
  const watch = new RateWatch(run);
  const { step } = run;
  for (const [i, loss] of run.advance(300).entries()) watch.record(step + i, loss);
  expect(watch.warning(run.plan.settings.rate)?.code ?? null).toBe(code);
});
