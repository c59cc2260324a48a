import { expect, test } from 'vitest';
import { decisionAt, paintRegions } from './boundary-regions.ts';

test('the class with the highest score wins, by its softmax margin', () => {
  const grid = { width: 1, height: 1, scores: [0, Math.log(4), 0] };
  const { winner, margin } = decisionAt(grid, 0);
  expect(winner).toBe(1);
  // Probabilities 1/6, 4/6, 1/6.
  expect(margin).toBeCloseTo((4 / 6 - 1 / 3) / (2 / 3), 12);
});

test('equal scores are undecided and huge ones certain, without overflow', () => {
  expect(decisionAt({ width: 1, height: 1, scores: [5, 5] }, 0).margin).toBe(0);
  expect(decisionAt({ width: 1, height: 1, scores: [1e6, -1e6] }, 0)).toEqual({
    winner: 0,
    margin: 1,
  });
});

test('a single score is a logit of class 1', () => {
  const grid = { width: 2, height: 1, scores: [-800, 0] };
  expect(decisionAt(grid, 0)).toEqual({ winner: 0, margin: 1 });
  expect(decisionAt(grid, 1)).toEqual({ winner: 1, margin: 0 });
});

test('a score that is not a number decides nothing', () => {
  expect(decisionAt({ width: 1, height: 1, scores: [Number.NaN, 1] }, 0).margin).toBeNull();
});

test('the highest y is painted on top', () => {
  const colors = [
    [100, 0, 0],
    [0, 100, 0],
  ] as const;
  const pixels = paintRegions({ width: 1, height: 2, classes: [0, 1] }, colors, [0, 0, 0]);
  expect([...pixels]).toEqual([0, 50, 0, 255, 50, 0, 0, 255]);
});
