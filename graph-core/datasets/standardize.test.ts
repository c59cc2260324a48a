import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from '../formats/json/parse-document.ts';
import { granted } from '../testing/granted.ts';
import { LiveRun } from '../training/run/live-run.ts';
import { DataShelf } from './data-shelf.ts';
import { readCsv } from './files/csv/read-csv.ts';
import { measureScaling } from './standardize.ts';

/** Mean and deviation of one feature. */
function scalingOf(values: readonly number[]): readonly [number, number] {
  const { mean, deviation } = measureScaling(
    (i, features) => {
      features[0] = values[i];
    },
    1,
    values.length,
  );
  return [mean[0], deviation[0]];
}

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

test('an exact line over Unix seconds is learned to a loss below 1e-6 in 400 steps', () => {
  const { document } = parseDocument(fixture('unix-time.json').toString('utf8'));
  const table = granted(readCsv(fixture('unix-time.csv')));
  const file = document?.training?.dataset?.file;
  if (document === null || file === undefined) throw new Error('no fixture');
  const shelf = new DataShelf();
  shelf.put(file, table);
  const run = granted(LiveRun.start(document, { shelf }));
  run.advance(400);
  expect(run.loss).toBeLessThan(1e-6);
  expect(run.problems).toEqual([]);
});

test('a constant has deviation 1 and its own value as mean, whatever it is and however often', () => {
  for (const value of [0, 0.1, 1 / 3, -1.7e9, 1e-310, 1e300]) {
    expect(scalingOf(new Array<number>(100_003).fill(value))).toEqual([value, 1]);
  }
});

test('steps of one in a billion, a quadrillion and a unit of 1e-200 or 1e200 are told apart', () => {
  const deviation = Math.sqrt(2 / 3);
  expect(scalingOf([1e9, 1e9 + 1, 1e9 + 2])).toEqual([1e9 + 1, deviation]);
  expect(scalingOf([1e15, 1e15 + 1, 1e15 + 2])).toEqual([1e15 + 1, deviation]);
  for (const unit of [1e-200, 1e200]) {
    const [mean, spread] = scalingOf([0, unit, 2 * unit]);
    expect(mean).toBe(unit);
    expect(spread / unit).toBeCloseTo(deviation, 15);
  }
});

test('a missing feature counts as the mean', () => {
  expect(scalingOf([1, Number.NaN, 3, Number.NaN])).toEqual([2, Math.SQRT1_2]);
  expect(scalingOf([Number.NaN, Number.NaN])).toEqual([0, 1]);
});
