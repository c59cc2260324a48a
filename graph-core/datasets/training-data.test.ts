import { expect, test } from 'vitest';
import type { DataFileSettings, DatasetSettings } from '../graph/document.ts';
import { isRefused } from '../graph/problem.ts';
import { granted } from '../testing/granted.ts';
import { DataShelf } from './data-shelf.ts';
import type { Column, ColumnTable, ImageTable } from './files/table.ts';
import type { TrainingData } from './training-data.ts';

const HASH = 'a'.repeat(64);
const NAN = Number.NaN;

function column(name: string, values: number[], categories: string[] | null = null): Column {
  return { name, values: Float64Array.from(values), categories, missing: { count: 0, lines: [] } };
}

function table(...columns: Column[]): ColumnTable {
  return {
    kind: 'columns',
    rows: columns[0].values.length,
    columns,
    dialect: {
      ...{ encoding: 'utf-8', separator: 'comma', decimal: 'point', thousands: 'marked' },
      ...{ quotes: 'doubled', gaps: 'words', header: true, skip: 0 },
    },
    notes: [],
  };
}

const settings = (change: Partial<DatasetSettings> = {}): DatasetSettings => ({
  kind: 'file',
  size: 1000,
  noise: 0,
  seed: 1,
  file: { name: 'few.csv', hash: HASH },
  ...change,
});

/** The data of a table, or what is said about it. */
function prepared(
  of: ColumnTable | ImageTable,
  file: Partial<DataFileSettings> = {},
  change: Partial<DatasetSettings> = {},
): TrainingData | string[] {
  const shelf = new DataShelf();
  shelf.put({ hash: HASH }, of);
  const made = shelf.prepare(
    settings({ file: { name: 'few.csv', hash: HASH, ...file }, ...change }),
  );
  return isRefused(made) ? made.refused.map(({ message, hint }) => `${message} / ${hint}`) : made;
}

function data(...args: Parameters<typeof prepared>): TrainingData {
  const made = prepared(...args);
  if (!('training' in made)) throw new Error(made.join());
  return made;
}

test('the last column is the target; words in it are classes, words elsewhere a feature each', () => {
  const made = data(
    table(
      column('x', [1, 2, 3]),
      column('color', [1, 0, 1], ['blue', 'red']),
      column('kind', [0, 2, 1], ['a', 'b', 'c']),
    ),
  );
  expect(made.training).toEqual({
    size: 3,
    width: 3,
    classes: 3,
    features: Float32Array.of(1, 0, 1, 2, 1, 0, 3, 0, 1),
    targets: Float64Array.of(0, 2, 1),
  });
  expect(made).toMatchObject({
    title: 'few.csv',
    test: null,
    scaling: null,
    classNames: ['a', 'b', 'c'],
    featureNames: ['x', 'color = blue', 'color = red'],
    leftOut: 0,
  });
});

test('numbers in the target are fitted, or taken as classes in ascending order', () => {
  const numbers = table(column('y', [10, 2, 10]), column('x', [1, 2, 3]));
  expect(data(numbers, { target: 'y' }).training).toMatchObject({
    classes: null,
    targets: Float64Array.of(10, 2, 10),
  });
  expect(data(numbers, { target: 'y', classes: true })).toMatchObject({
    training: { classes: 2, targets: Float64Array.of(1, 0, 1) },
    classNames: ['2', '10'],
  });
});

test('rows that miss something are left out, or filled with means of the training rows', () => {
  const gaps = table(
    column('x', [1, NAN, 5, 9]),
    column('c', [0, 1, NAN, 1], ['p', 'q']),
    column('unused', [NAN, NAN, NAN, NAN]),
    column('y', [1, 2, 3, NAN]),
  );
  expect(data(gaps, { leaveOut: ['unused'] })).toMatchObject({
    training: { size: 1, features: Float32Array.of(1, 1, 0), targets: Float64Array.of(1) },
    leftOut: 3,
  });
  // A row without a target is of no use either way.
  expect(data(gaps, { leaveOut: ['unused'], missing: 'mean' })).toMatchObject({
    training: { size: 3, features: Float32Array.of(1, 1, 0, 3, 0, 1, 5, 0.5, 0.5) },
    leftOut: 1,
  });
});

test('means and deviations are those of the training rows alone', () => {
  const rows = Array.from({ length: 40 }, (_, i) => i);
  const x = rows.map((i) => (i % 10 === 3 ? NAN : i * i));
  const made = data(
    table(
      column('x', x),
      column(
        'constant',
        rows.map(() => 7),
      ),
      column('y', rows),
    ),
    { missing: 'mean' },
    { testShare: 0.5, standardize: true },
  );
  expect(made.training.size).toBe(20);
  expect(made.test?.size).toBe(20);
  const known = [...made.training.targets].filter((i) => i % 10 !== 3).map((i) => i * i);
  const mean = known.reduce((a, b) => a + b, 0) / known.length;
  expect(made.scaling?.mean[0]).toBeCloseTo(mean, 4);
  expect([...(made.scaling?.deviation ?? [])][1]).toBe(1);
  const filled = [...made.training.targets].map((i) => (i % 10 === 3 ? mean : i * i));
  const variance = filled.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 20;
  expect(made.scaling?.deviation[0]).toBeCloseTo(Math.sqrt(variance), 4);
  const standardized = [...made.training.features].filter((_, at) => at % 2 === 0);
  expect(standardized.reduce((a, b) => a + b, 0) / 20).toBeCloseTo(0, 6);
  expect(standardized.reduce((sum, v) => sum + v * v, 0) / 20).toBeCloseTo(1, 6);
  const constant = [...made.training.features].filter((_, at) => at % 2 === 1);
  expect(new Set(constant)).toEqual(new Set([0]));
});

test('the split is the same in every run, by its seed, and gives each class its share', () => {
  const split = (seed: number): TrainingData => {
    const made = granted(
      new DataShelf().prepare({
        kind: 'blobs',
        size: 90,
        noise: 0.1,
        seed,
        testShare: 0.2,
      }),
    );
    return made;
  };
  expect(split(4)).toEqual(split(4));
  for (const label of [0, 1, 2]) {
    expect(split(4).test?.targets.filter((target) => target === label).length).toBe(6);
    expect(split(4).training.targets.filter((target) => target === label).length).toBe(24);
  }
  expect(split(4).test?.features).not.toEqual(split(5).test?.features);
});

test('nothing is held out of sets too small for it', () => {
  const made = new DataShelf().prepare({ kind: 'xor', size: 4, noise: 0, seed: 1, testShare: 0.2 });
  expect(made).toMatchObject({ test: null, training: { size: 4 } });
});

test('fewer examples than a file has are a sample by seed, in the order of the file', () => {
  const rows = Array.from({ length: 200 }, (_, i) => i);
  const of = table(column('x', rows), column('y', rows));
  const { features } = data(of, {}, { size: 20 }).training;
  expect(features.length).toBe(20);
  expect([...features]).toEqual([...features].sort((a, b) => a - b));
  expect(data(of, {}, { size: 20 }).training.features).toEqual(features);
  expect(data(of, {}, { size: 20, seed: 2 }).training.features).not.toEqual(features);
});

test('pixels are scaled to [0, 1]', () => {
  const images: ImageTable = {
    kind: 'images',
    rows: 2,
    height: 1,
    width: 2,
    channels: 1,
    pixels: Uint8Array.of(0, 255, 51, 102),
    labels: Uint8Array.of(3, 1),
    classNames: ['0', '1', '2', '3'],
    notes: [],
  };
  expect(data(images).training).toEqual({
    size: 2,
    width: 2,
    classes: 4,
    features: Float32Array.of(0, 1, 0.2, 0.4),
    targets: Float64Array.of(3, 1),
  });
});

test('drawn points count classes from 0 and have at least two', () => {
  const shelf = new DataShelf();
  const drawn = { kind: 'points', size: 1, noise: 0, seed: 1 };
  expect(shelf.prepare({ ...drawn, points: [[0.5, -0.25, 0]] })).toMatchObject({
    training: { size: 1, width: 2, classes: 2, features: Float64Array.of(0.5, -0.25) },
  });
  expect(shelf.prepare({ ...drawn, points: [[0, 0, 3]] })).toMatchObject({
    training: { classes: 4, targets: Float64Array.of(3) },
  });
});

test('features beyond floats are told with their row, unless standardizing brings them back', () => {
  const large = table(column('x', [1, 1e39, 3]), column('y', [1, 2, 3]));
  expect(prepared(large)).toEqual([
    'training: x of few.csv is 1e+39 in row 2; training counts in 32-bit floats, which end at 3.4e38 / use a larger unit, or leave the row out',
  ]);
  const { features } = data(large, {}, { standardize: true }).training;
  expect([...features].every(Number.isFinite)).toBe(true);
  const target = table(column('x', [1, 2]), column('y', [1, -1e40]));
  expect(prepared(target, {}, { standardize: true })).toEqual([
    'training: the target of few.csv is -1e+40 in row 2; training counts in 32-bit floats, which end at 3.4e38 / use a larger unit, or leave the row out',
  ]);
});

const words = Array.from({ length: 1001 }, (_, i) => `w${String(i).padStart(4, '0')}`);

test.each<[string, () => unknown, string[]]>([
  [
    'a file that was not chosen',
    () => new DataShelf().prepare({ kind: 'file', size: 1, noise: 0, seed: 1 }),
    ['training: no data file is chosen yet / open one, or drop it'],
  ],
  [
    'a file that is not here',
    () => new DataShelf().prepare(settings()),
    ['training: data file few.csv is not here / drop it or choose it again'],
  ],
  [
    'no points',
    () => new DataShelf().prepare({ kind: 'points', size: 1, noise: 0, seed: 1 }),
    ['training: no points are drawn yet / draw some in the picture'],
  ],
  [
    'a target that is no column',
    () => prepared(table(column('x', [1])), { target: 'z' }),
    ['training: few.csv has no column z / choose the column to predict'],
  ],
  [
    'no features',
    () => prepared(table(column('x', [1]), column('y', [1])), { leaveOut: ['x'] }),
    ['training: no column of few.csv is a feature / choose at least one column besides the target'],
  ],
  [
    'a target with a class for each row',
    () =>
      prepared(
        table(
          column('x', words.map(Number.parseFloat)),
          column(
            'y',
            words.map((_, i) => i),
            words,
          ),
        ),
      ),
    [
      'training: y has 1001 classes, the limit is 1000 / choose another target, or take its values as numbers',
    ],
  ],
  [
    'gaps in every row',
    () => prepared(table(column('x', [NAN, 1]), column('y', [1, NAN]))),
    [
      'training: few.csv has no complete row / fill missing values with means, or choose other columns',
    ],
  ],
  [
    'more numbers than there is room for',
    () =>
      prepared(
        {
          kind: 'images',
          rows: 30_000,
          height: 48,
          width: 48,
          channels: 1,
          pixels: new Uint8Array(0),
          labels: new Uint8Array(30_000),
          classNames: ['0'],
          notes: [],
        },
        {},
        { size: 30_000 },
      ),
    [
      'training: few.csv has 30000 examples of 2304 numbers, 69120000 together; the limit is 67108864 / use at most 29127 examples',
    ],
  ],
])('%s is refused', (_, attempt, expected) => {
  const made = attempt();
  const words = isRefused(made)
    ? made.refused.map(({ message, hint }) => `${message} / ${hint}`)
    : made;
  expect(words).toEqual(expected);
});

test('a shelf keeps two tables and prepares the same settings once', () => {
  const shelf = new DataShelf();
  const few = table(column('x', [1, 2]), column('y', [1, 2]));
  for (const hash of ['a', 'b', 'c']) shelf.put({ hash }, few);
  const of = (hash: string) => shelf.prepare(settings({ file: { name: 'f', hash } }));
  expect(of('a')).toMatchObject({ refused: [{ code: 'no-data-file' }] });
  expect(of('b')).toMatchObject({ training: { size: 2 } });
  expect(of('c')).toBe(of('c'));
});
