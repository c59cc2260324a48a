import { expect, test } from 'vitest';
import { boundedValues } from '../../settings/given-values.ts';
import { settingFault } from '../../settings/setting-fault.ts';
import { DATA_SEED } from './dataset.ts';
import { DATASETS, datasetDef } from './datasets.ts';

const all = Object.entries(DATASETS);

/** A data set of the kind, as rows `[features, target]`. */
function rowsOf(kind: string, size: number, noise: number, seed = 1): [number[], number][] {
  const values = boundedValues(DATASETS[kind].options);
  const { width, features, targets } = DATASETS[kind].generate({ size, noise, seed, values });
  return Array.from({ length: size }, (_, i) => [
    Array.from(features.subarray(i * width, (i + 1) * width)),
    targets[i],
  ]);
}

test.each(all)('%s has the sizes it says, at one example, few and many', (_, definition) => {
  for (const size of [1, 2, 3, 7, 300]) {
    const made = definition.generate({
      size,
      noise: 0.3,
      seed: 5,
      values: boundedValues(definition.options),
    });
    expect(made).toMatchObject({ size, classes: definition.classes });
    expect(made.features.length).toBe(size * made.width);
    expect(made.targets.length).toBe(size);
    expect([...made.features, ...made.targets].every(Number.isFinite)).toBe(true);
  }
});

test.each(all)('%s is the same for the same seed and another one for another', (kind) => {
  expect(rowsOf(kind, 20, 0.2, 7)).toEqual(rowsOf(kind, 20, 0.2, 7));
  expect(rowsOf(kind, 20, 0.2, 7)).not.toEqual(rowsOf(kind, 20, 0.2, 8));
});

/** Sets whose layout is random: a line, a plane, positions. */
const RANDOM = ['separable', 'linear-regression'];

test.each(all.filter(([kind]) => !RANDOM.includes(kind)))(
  '%s does not depend on the seed without noise',
  (kind) => {
    expect(rowsOf(kind, 20, 0, 1)).toEqual(rowsOf(kind, 20, 0, 2));
  },
);

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

test('circles without noise lie on two rings, evenly', () => {
  const { generate } = DATASETS.circles;
  const { features, targets } = generate({ size: 8, noise: 0, seed: 1, values: { radius: 0.25 } });
  for (let i = 0; i < 8; i++) {
    const [x, y] = features.subarray(2 * i, 2 * i + 2);
    expect(Math.hypot(x, y)).toBeCloseTo(targets[i] === 0 ? 1 : 0.25, 12);
    expect(Math.atan2(y, x) / (Math.PI / 2)).toBeCloseTo([0, 1, 2, -1][i >> 1], 12);
  }
});

test('moons without noise are half circles around (0, 0) and (1, 0.5)', () => {
  const rows = rowsOf('moons', 50, 0);
  for (const [[x, y], label] of rows) {
    const [dx, dy] = label === 0 ? [x, y] : [x - 1, y - 0.5];
    expect(Math.hypot(dx, dy)).toBeCloseTo(1, 12);
    expect(label === 0 ? dy : -dy).toBeGreaterThan(-1e-12);
  }
  expect(rows[0][0]).toEqual([1, 0]);
  expect(rows[1][0]).toEqual([0, 0.5]);
});

test('separable points keep the margin from a line through the origin', () => {
  const { generate } = DATASETS.separable;
  const { features, targets } = generate({ size: 400, noise: 0, seed: 4, values: { margin: 0.4 } });
  // Some direction has every point of class 1 above 0.2 and every other below -0.2.
  const keeps = (angle: number): boolean =>
    targets.every((label, i) => {
      const side = Math.cos(angle) * features[2 * i] + Math.sin(angle) * features[2 * i + 1];
      return (label === 1 ? side : -side) >= 0.2 - 0.005;
    });
  const angles = Array.from({ length: 3600 }, (_, i) => (i * Math.PI) / 1800);
  expect(angles.some(keeps)).toBe(true);
});

test('linear regression without noise is one plane over all features', () => {
  const { generate } = DATASETS['linear-regression'];
  const few = generate({ size: 5, noise: 0, seed: 9, values: { dimensions: 4 } });
  const many = generate({ size: 50, noise: 0, seed: 9, values: { dimensions: 4 } });
  expect(few.width).toBe(4);
  expect(many.features.subarray(0, 20)).toEqual(few.features);
  // The plane through the first five examples holds the others: determinants of differences vanish.
  const difference = (i: number): number[] => [
    ...Array.from({ length: 4 }, (_, j) => many.features[4 * i + j] - many.features[j]),
    many.targets[i] - many.targets[0],
  ];
  for (let i = 5; i < 50; i++) {
    const rows = [1, 2, 3, 4, i].map(difference);
    let determinant = 1;
    for (let k = 0; k < 5; k++) {
      const pivot = rows.findIndex((row, r) => r >= k && Math.abs(row[k]) > 1e-12);
      if (pivot < 0) determinant = 0;
      if (pivot < 0) break;
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
      determinant *= rows[k][k];
      for (let r = k + 1; r < 5; r++) {
        const factor = rows[r][k] / rows[k][k];
        rows[r] = rows[r].map((x, j) => x - factor * rows[k][j]);
      }
    }
    expect(Math.abs(determinant)).toBeLessThan(1e-12);
  }
});

test.each(all)('%s says what it is in a title and a sentence', (_, { title, summary, size }) => {
  expect(title).not.toBe('');
  expect(summary).toMatch(/\.$/);
  expect(size.default).toBeGreaterThan(0);
});

test.each(all)('%s begins with settings that suit themselves', (_, { size, noise, options }) => {
  for (const [name, spec] of Object.entries({ ...options, size, noise, seed: DATA_SEED })) {
    expect(settingFault(name, spec, spec.default)).toBeNull();
    expect(spec.help).toMatch(/^[A-Z].*\.$/);
  }
});

test('names that every object has are no data sets', () => {
  expect(datasetDef('constructor')).toBeNull();
  expect(datasetDef('__proto__')).toBeNull();
  expect(datasetDef('xor')).toBe(DATASETS.xor);
});
