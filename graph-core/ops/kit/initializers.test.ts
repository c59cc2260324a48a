import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../tensor/random.ts';
import { drawWeights, INITIALIZERS, type InitializerOptions } from './initializers.ts';

const drawn = (
  init: InitializerOptions['init'],
  shape: readonly number[],
  options: Partial<InitializerOptions> = {},
) => drawWeights(shape, { init, scale: 1, seed: 3, owner: 0, ...options }).data;

const deviation = (data: Float64Array): number =>
  Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);

/** Of 200 × 100 numbers. */
const SHAPE = [200, 100];

describe('20,000 numbers have the deviation of the formula within 2 %, and keep to the bound', () => {
  test.each<[InitializerOptions['init'], number, number]>([
    ['uniform', 1 / Math.sqrt(3), 1],
    ['normal', 1, Number.POSITIVE_INFINITY],
    ['xavier', Math.sqrt(2 / 300), Math.sqrt(6 / 300)],
    ['xavierNormal', Math.sqrt(2 / 300), Number.POSITIVE_INFINITY],
    ['he', Math.sqrt(2 / 100), Number.POSITIVE_INFINITY],
    ['heUniform', Math.sqrt(2 / 100), Math.sqrt(6 / 100)],
  ])('%s', (init, expected, bound) => {
    const data = drawn(init, SHAPE);
    expect(Math.abs(deviation(data) / expected - 1)).toBeLessThan(0.02);
    const most = data.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
    expect(most).toBeLessThanOrEqual(Math.fround(bound));
    expect(most).toBeGreaterThan(0.99 * (Number.isFinite(bound) ? bound : 3 * expected));
    expect(Math.abs(data.reduce((sum, x) => sum + x, 0) / data.length)).toBeLessThan(expected / 30);
  });
});

test('seeds decide, the scale multiplies, and every number is one of f32', () => {
  for (const init of INITIALIZERS) {
    if (init === 'value') continue;
    const data = drawn(init, [7, 5]);
    expect(drawn(init, [7, 5])).toEqual(data);
    expect(data.map(Math.fround)).toEqual(data);
    if (init === 'zeros' || init === 'constant') continue;
    expect(drawn(init, [7, 5], { seed: 4 })).not.toEqual(data);
    expect(drawn(init, [7, 5], { scale: 2 })).toEqual(data.map((x) => 2 * x));
  }
  expect([...drawn('constant', [2], { scale: 0.1 })]).toEqual([Math.fround(0.1), Math.fround(0.1)]);
  expect([...drawn('zeros', [3])]).toEqual([0, 0, 0]);
});

test('a kernel counts in both fans, as in PyTorch; a list and a number have fans of 1', () => {
  const bound = (shape: readonly number[]) =>
    drawn('xavier', shape).reduce((a, x) => Math.max(a, Math.abs(x)), 0);
  // [8 out, 3 in, 5, 5]: fan in 75, fan out 200.
  expect(bound([8, 3, 5, 5])).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / 275)));
  expect(bound([8, 3, 5, 5])).toBeGreaterThan(0.98 * Math.sqrt(6 / 275));
  expect(bound([4000])).toBeGreaterThan(0.99 * Math.sqrt(6 / 4001));
  expect(bound([])).toBeLessThanOrEqual(Math.fround(Math.sqrt(3)));
  expect(drawn('he', [0, 3])).toEqual(new Float64Array(0));
});

test('equal seeds draw other numbers for every owner', () => {
  const owners = ['w1', 'w2', 'w10', 'W1', 'net/w1'].map(ownerOf);
  const drawnBy = owners.map((owner) => drawn('normal', SHAPE, { owner }));
  drawnBy.forEach((data, i) => {
    for (const other of drawnBy.slice(i + 1)) {
      const product = data.reduce((sum, x, k) => sum + x * other[k], 0) / data.length;
      // Of 20,000 independent pairs: 0 with a deviation of 0.007.
      expect(Math.abs(product)).toBeLessThan(0.03);
    }
  });
});
