import { expect, test } from 'vitest';
import { DATASETS, datasetDef } from './registry.ts';

const all = Object.entries(DATASETS);

/** A data set of the kind, as rows `[features, target]`. */
function rowsOf(kind: string, size: number, noise: number, seed = 1): [number[], number][] {
  const { generate, width } = DATASETS[kind];
  const { features, targets } = generate({ size, noise, seed });
  return Array.from({ length: size }, (_, i) => [
    Array.from(features.subarray(i * width, (i + 1) * width)),
    targets[i],
  ]);
}

test.each(all)('%s has the sizes it says, at one example, few and many', (_, definition) => {
  for (const size of [1, 2, 3, 7, 300]) {
    const made = definition.generate({ size, noise: 0.3, seed: 5 });
    expect(made).toMatchObject({ size, width: definition.width, classes: definition.classes });
    expect(made.features.length).toBe(size * definition.width);
    expect(made.targets.length).toBe(size);
    expect([...made.features, ...made.targets].every(Number.isFinite)).toBe(true);
  }
});

test.each(all)('%s is the same for the same seed and another one for another', (kind) => {
  expect(rowsOf(kind, 20, 0.2, 7)).toEqual(rowsOf(kind, 20, 0.2, 7));
  expect(rowsOf(kind, 20, 0.2, 7)).not.toEqual(rowsOf(kind, 20, 0.2, 8));
});

test.each(all)('%s does not depend on the seed without noise', (kind) => {
  expect(rowsOf(kind, 20, 0, 1)).toEqual(rowsOf(kind, 20, 0, 2));
});

test.each(all.filter(([, { classes }]) => classes !== null))(
  '%s has classes from 0, as many of each as fit',
  (kind, { classes }) => {
    const count = new Array<number>(classes ?? 0).fill(0);
    for (const [, label] of rowsOf(kind, 302, 0.1)) count[label]++;
    expect(count.reduce((a, b) => a + b)).toBe(302);
    // XOR goes around four corners, the others around their classes.
    expect(Math.max(...count) - Math.min(...count)).toBeLessThanOrEqual(2);
  },
);

test('xor without noise is its truth table, over and over', () => {
  const table = [
    [[0, 0], 0],
    [[0, 1], 1],
    [[1, 0], 1],
    [[1, 1], 0],
  ];
  expect(rowsOf('xor', 4, 0)).toEqual(table);
  expect(rowsOf('xor', 6, 0)).toEqual([...table, ...table.slice(0, 2)]);
});

test('noise moves the features of xor and leaves its labels', () => {
  const [clean, noisy] = [rowsOf('xor', 400, 0), rowsOf('xor', 400, 0.1)];
  expect(noisy.map(([, label]) => label)).toEqual(clean.map(([, label]) => label));
  const moves = noisy.flatMap(([at], i) => at.map((x, j) => x - clean[i][0][j]));
  const variance = moves.reduce((sum, move) => sum + move * move, 0) / moves.length;
  expect(Math.sqrt(variance)).toBeGreaterThan(0.09);
  expect(Math.sqrt(variance)).toBeLessThan(0.11);
});

test.each([
  ['two-spirals', 2],
  ['three-spirals', 3],
] as const)('%s winds each arm from the center out to radius 1, 4 radians around', (kind, arms) => {
  const rows = rowsOf(kind, 100 * arms, 0);
  for (let arm = 0; arm < arms; arm++) {
    const points = rows.filter(([, label]) => label === arm).map(([at]) => at);
    const radii = points.map(([x, y]) => Math.hypot(x, y));
    expect(radii[0]).toBe(0);
    expect(radii[99]).toBeCloseTo(1, 12);
    expect(radii.every((radius, i) => i === 0 || radius > radii[i - 1])).toBe(true);
    // Angle from the y axis, clockwise, at the far end.
    const end = (2 * Math.PI * arm) / arms + 4;
    expect(points[99][0]).toBeCloseTo(Math.sin(end), 12);
    expect(points[99][1]).toBeCloseTo(Math.cos(end), 12);
  }
});

test('blobs without noise are three points on a circle', () => {
  const corners = rowsOf('blobs', 3, 0);
  for (const [at] of corners) expect(Math.hypot(...at)).toBeCloseTo(0.7, 12);
  const [[a], [b], [c]] = corners;
  expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeCloseTo(
    Math.hypot(b[0] - c[0], b[1] - c[1]),
    12,
  );
});

test('the sine curve runs from -1 to 1 and is sin(π x) without noise', () => {
  const rows = rowsOf('sine', 5, 0);
  expect(rows.map(([[x]]) => x)).toEqual([-1, -0.5, 0, 0.5, 1]);
  for (const [[x], y] of rows) expect(y).toBe(Math.sin(Math.PI * x));
  expect(rowsOf('sine', 1, 0)).toEqual([[[0], 0]]);
});

test.each(all)(
  '%s says what it is in a title and a sentence',
  (_, { title, summary, defaults }) => {
    expect(title).not.toBe('');
    expect(summary).toMatch(/\.$/);
    expect(defaults.size).toBeGreaterThan(0);
  },
);

test('names that every object has are no data sets', () => {
  expect(datasetDef('constructor')).toBeNull();
  expect(datasetDef('__proto__')).toBeNull();
  expect(datasetDef('xor')).toBe(DATASETS.xor);
});
