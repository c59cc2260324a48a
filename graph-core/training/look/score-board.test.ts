import { expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { classifier } from '../../testing/training-documents.ts';
import { LiveRun } from '../run/live-run.ts';
import { ScoreBoard } from './score-board.ts';

const STEPS = 900;

test('the scores over the run are kept in bounded memory, in order, from the first step to the last', () => {
  const dataset = { kind: 'blobs', size: 40, noise: 0.1, seed: 1, testShare: 0.5 };
  const run = granted(LiveRun.start(classifier('blobs', 3, { batch: 4, dataset })));
  const board = new ScoreBoard(run);
  for (let i = 0; i < STEPS; i++) {
    run.advance(1);
    run.sync();
    board.refresh();
    board.complete(0);
  }
  const { history, training, test: held } = board.result();
  for (const { length } of Object.values(history)) expect(length).toBe(history.step.length);
  expect(history.step.length).toBeLessThanOrEqual(400);
  expect(history.step.length).toBeGreaterThan(200);
  const steps = [...history.step];
  expect(steps.every((step, i) => i === 0 || step > steps[i - 1])).toBe(true);
  expect([steps[0], steps.at(-1)]).toEqual([1, STEPS]);
  expect(history.trainingLoss.at(-1)).toBe(training.loss);
  expect(history.testLoss.at(-1)).toBe(held?.loss);
});
