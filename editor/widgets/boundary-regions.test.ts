import { expect, test } from 'vitest';
import { paintRegions } from './boundary-regions.ts';

const colors = [
  [100, 0, 0],
  [0, 100, 0],
] as const;

test('the highest y is painted on top', () => {
  const grid = { width: 1, height: 2, classes: [0, 1], confidence: [1, 1] };
  expect([...paintRegions(grid, colors, [0, 0, 0])]).toEqual([0, 50, 0, 255, 50, 0, 0, 255]);
});

test('an undecided cell is faint and one without numbers shows the ground', () => {
  const grid = { width: 2, height: 1, classes: [0, 0], confidence: [0, Number.NaN] };
  expect([...paintRegions(grid, colors, [0, 0, 0])]).toEqual([12, 0, 0, 255, 0, 0, 0, 255]);
});
