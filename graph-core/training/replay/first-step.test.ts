import { expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { LiveRun } from '../run/live-run.ts';
import { firstStep, type StepCondition } from './first-step.ts';
import { LossTape } from './loss-tape.ts';

/** A run that did so many steps, with all its losses. */
function done(run: LiveRun, steps: number): LossTape {
  const tape = new LossTape();
  while (run.step < steps) {
    const from = run.step;
    const losses = run.advance(steps - run.step);
    tape.record(from, losses);
    if (losses.length === 0 || !Number.isFinite(losses[losses.length - 1])) break;
  }
  return tape;
}

test('the first step at which a unit is dead is the one that a straight run meets first', () => {
  const { nodes, ...rest } = spirals({ rate: 1.5 });
  const document = { ...rest, nodes: { ...nodes, h: node('relu') } };
  const run = granted(LiveRun.start(document));
  const tape = done(run, 4000);
  const answers = Array.from({ length: 8 }, (_, unit) =>
    firstStep(run, { kind: 'dead', node: 'h', unit }, { tape, scores: null }),
  );
  const dead = answers.filter(({ step }) => step !== null);
  expect(dead.length).toBeGreaterThan(0);
  for (const { step, how, condition } of dead) {
    expect(how).toBe('halving');
    const isDead = (at: number): boolean => {
      run.goTo(at);
      const again = firstStep(run, condition, { tape, scores: null });
      return again.step !== null && again.step <= at;
    };
    expect(isDead(step ?? 0)).toBe(true);
  }
});

test('a loss that has risen tenfold is found among all losses, also in the past of a run', () => {
  const tape = new LossTape();
  tape.record(0, [4, 2, 1, 3, 9.9, 10, 30]);
  const run = granted(LiveRun.start(line()));
  done(run, 20);
  const rises: StepCondition = { kind: 'loss-rises', factor: 10 };
  expect(firstStep(run, rises, { tape, scores: null })).toMatchObject({ step: 5, how: 'losses' });
  expect(run.step).toBe(5);
  expect(firstStep(run, { kind: 'loss-rises', factor: 40 }, { tape, scores: null }).step).toBe(
    null,
  );
  expect(run.step).toBe(5);
});

test('a run that diverges is asked for its first number that is none', () => {
  const run = granted(LiveRun.start(line({ rate: 1e30 })));
  const tape = done(run, 200);
  const { step } = firstStep(run, { kind: 'not-finite' }, { tape, scores: null });
  expect(step).not.toBe(null);
  expect(step).toBeLessThanOrEqual(tape.length);
});

test('a tape keeps the last million losses', () => {
  const tape = new LossTape();
  const many = Array.from({ length: 1000 }, (_, i) => i);
  for (let first = 0; first < 1_200_000; first += 1000) tape.record(first, many);
  expect([tape.begin, tape.length]).toEqual([1_200_000 - 2 ** 20, 1_200_000]);
  expect(tape.at(1_199_999)).toBe(999);
  tape.cut(5);
  expect(tape.length).toBe(5);
});
