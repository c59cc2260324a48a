/** Alone or together: the quicker way is taken, and the choice is made again after a while. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A way that takes so many ms a step, and counts. */
function way(cost: () => number) {
  const made = { steps: 0 };
  const run = (steps: number) => {
    now += cost() * steps;
    made.steps += steps;
    return steps;
  };
  return { made, run };
}

test('nothing is tried while threads are missing', () => {
  const [alone, together] = [way(() => 1), way(() => 0.5)];
  const pace = new Pace(alone.run, together.run);
  expect(pace.run(500, false)).toBe(500);
  expect(together.made.steps).toBe(0);
  expect(pace.together).toBe(false);
});

test('the quicker way does most of the steps, whichever it is', () => {
  for (const cost of [0.5, 2]) {
    const [alone, together] = [way(() => 1), way(() => cost)];
    const pace = new Pace(alone.run, together.run);
    expect(pace.run(1000, true)).toBe(1000);
    expect(pace.together).toBe(cost < 1);
    const [quick, slow] = cost < 1 ? [together, alone] : [alone, together];
    expect(quick.made.steps).toBeGreaterThan(900);
    expect(slow.made.steps).toBeGreaterThan(0);
  }
});

test('a machine that becomes busy is noticed within some seconds', () => {
  let busy = false;
  const [alone, together] = [way(() => 1), way(() => (busy ? 3 : 0.5))];
  const pace = new Pace(alone.run, together.run);
  pace.run(200, true);
  expect(pace.together).toBe(true);
  busy = true;
  for (let call = 0; call < 400; call++) pace.run(10, true);
  expect(pace.together).toBe(false);
});

test('a run that is stopped ends at once, and one that is dismissed stays alone', () => {
  const [alone, together] = [way(() => 1), way(() => 0.5)];
  const pace = new Pace(alone.run, () => 0);
  expect(pace.run(1000, true)).toBeLessThan(1000);
  const other = new Pace(alone.run, together.run);
  other.run(1000, true);
  const before = together.made.steps;
  other.alone();
  other.run(1000, true);
  expect(together.made.steps).toBe(before);
});
