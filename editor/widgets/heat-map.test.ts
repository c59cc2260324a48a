import { expect, test } from 'vitest';
import {
  cellOf,
  describeTensor,
  elementAt,
  paintHeatMap,
  planHeatMap,
  summarizeTensor,
} from './heat-map.ts';
import type { HeatPalette } from './heat-palette.ts';

const palette: HeatPalette = {
  zero: [0, 0, 0],
  positive: [200, 0, 0],
  negative: [0, 0, 200],
  missing: [0, 255, 0],
};

function pixelsOf(shape: number[], data: number[], scale: number): number[][] {
  const { pixels } = paintHeatMap({ shape, data }, palette, scale);
  return Array.from({ length: pixels.length / 4 }, (_, i) => [...pixels.slice(i * 4, i * 4 + 4)]);
}

test('zero is neutral, signs take opposite colors, NaN its own', () => {
  expect(pixelsOf([2, 2], [0, 2, -2, Number.NaN], 2)).toEqual([
    [0, 0, 0, 255],
    [200, 0, 0, 255],
    [0, 0, 200, 255],
    [0, 255, 0, 255],
  ]);
});

test('what is tiny is not drawn as zero', () => {
  const [[tiny], [half]] = pixelsOf([2], [1e-12, 1], 2);
  expect(tiny).toBeGreaterThan(0);
  expect(half).toBeGreaterThan(tiny);
});

test('what exceeds the scale, infinity included, has full color', () => {
  expect(pixelsOf([2], [9, Number.NEGATIVE_INFINITY], 2)).toEqual([
    [200, 0, 0, 255],
    [0, 0, 200, 255],
  ]);
});

test('a tensor of zeros is neutral everywhere', () => {
  expect(pixelsOf([2], [0, 0], 0)).toEqual([
    [0, 0, 0, 255],
    [0, 0, 0, 255],
  ]);
});

test('matrices of higher rank lie side by side with transparent gaps', () => {
  const plan = planHeatMap([4, 2, 2]);
  expect(plan).toMatchObject({ width: 5, height: 5, tilesPerRow: 2 });
  expect([elementAt(plan, 0, 0), elementAt(plan, 3, 0), elementAt(plan, 1, 4)]).toEqual([0, 4, 11]);
  expect([elementAt(plan, 2, 0), elementAt(plan, 0, 2)]).toEqual([-1, -1]);
  const gap = pixelsOf([4, 2, 2], new Array(16).fill(1), 1)[2];
  expect(gap).toEqual([0, 0, 0, 0]);
});

test('the cell of every element shows that element', () => {
  for (const shape of [[5], [3, 4], [3, 2, 2], [2, 3, 1, 5]]) {
    const plan = planHeatMap(shape);
    const count = shape.reduce((product, size) => product * size, 1);
    for (let i = 0; i < count; i += 1) {
      const { x, y } = cellOf(plan, i);
      expect(elementAt(plan, x, y)).toBe(i);
    }
  }
});

test('a last row of tiles that is not full ends in gaps', () => {
  const plan = planHeatMap([3, 1, 1]);
  const cells = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => elementAt(plan, x, y)));
  expect(cells.filter((i) => i >= 0)).toEqual([0, 1, 2]);
});

test('more than 512 cells a side are pooled and the strongest shows', () => {
  const data = new Array(2000).fill(0);
  data[1001] = -2;
  const { width, pixels } = paintHeatMap({ shape: [2000], data }, palette, 2);
  expect(width).toBe(500);
  expect([...pixels.slice(250 * 4, 250 * 4 + 4)]).toEqual([0, 0, 200, 255]);
});

test('a summary leaves out what is not finite and says so', () => {
  const tensor = { shape: [4], data: [1, -3, Number.NaN, Number.POSITIVE_INFINITY] };
  expect(summarizeTensor(tensor)).toEqual({
    count: 4,
    min: -3,
    max: 1,
    mean: -1,
    scale: 3,
    notFinite: 2,
  });
  expect(describeTensor(tensor)).toBe('[4] · min −3 · max 1 · mean −1 · 2 not finite');
});

test('an empty tensor is called empty', () => {
  expect(describeTensor({ shape: [0, 3], data: [] })).toBe('[0, 3] · empty');
});
