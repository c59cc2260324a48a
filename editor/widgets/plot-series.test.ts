import { expect, test } from 'vitest';
import { alignSeries, describeSeries, type PlotSeries, roundEnd, valueAt } from './plot-series.ts';

const curve = (x: number[], y: number[]): PlotSeries => ({ label: 'loss', x, y, color: 'value' });

test('series with steps of their own share one axis', () => {
  expect(alignSeries([curve([0, 2, 4], [9, 8, 7]), curve([1, 2], [5, 6])], false)).toEqual([
    [0, 1, 2, 4],
    [9, null, 8, 7],
    [null, 5, 6, null],
  ]);
});

test('what is not finite leaves a gap, and so does zero on a logarithmic axis', () => {
  const series = [curve([0, 1, 2, 3], [1, Number.NaN, 0, -1])];
  expect(alignSeries(series, false)).toEqual([
    [0, 1, 2, 3],
    [1, null, 0, -1],
  ]);
  expect(alignSeries(series, true)).toEqual([
    [0, 1, 2, 3],
    [1, null, null, null],
  ]);
});

test.each<[string, number[], number[], string]>([
  ['nothing', [], [], 'loss: no points yet'],
  ['one point', [0], [2.5], 'loss: one point, 2.5 at step 0'],
  [
    'a curve',
    [0, 10, 20],
    [2, 0.5, 0.75],
    'loss: 3 points, from 2 at step 0 to 0.75 at step 20, lowest 0.5 at step 10',
  ],
  [
    'a curve that diverges',
    [0, 1],
    [2, Number.NaN],
    'loss: 2 points, from 2 at step 0 to NaN at step 1, lowest 2 at step 0',
  ],
])('%s is said in words', (_, x, y, sentence) => {
  expect(describeSeries(curve(x, y))).toBe(sentence);
});

test('every curve is read at the pointer, at its last point up to there', () => {
  const curve = { label: 'loss', color: 'value', x: [0, 10, 20], y: [3, 2, 1] };
  expect([-1, 0, 9, 10, 19.5, 20, 99].map((at) => valueAt(curve, at))).toEqual([
    3, 3, 3, 2, 2, 1, 1,
  ]);
  expect(valueAt({ ...curve, x: [], y: [] }, 5)).toBeNull();
});

test('an axis that grows ends at a round number', () => {
  expect([0, 1, 7, 10, 11, 149, 151, 2492, 81_055].map(roundEnd)).toEqual([
    1, 1, 8, 10, 15, 150, 200, 3000, 100_000,
  ]);
});
