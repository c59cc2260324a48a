import { expect, test } from 'vitest';
import { contourLevels, contourPieces } from './contour-lines.ts';

const grid = (size: number, f: (x: number, y: number) => number): number[] =>
  Array.from({ length: size * size }, (_, i) => f(i % size, Math.floor(i / size)));

test('a contour of a bowl is a ring: every end lies at its radius within 2 %, and each is the end of two pieces', () => {
  const size = 41;
  const pieces = contourPieces(
    grid(size, (x, y) => (x - 20) ** 2 + (y - 20) ** 2),
    size,
    100.7,
  );
  const ends = pieces.flatMap(({ x1, y1, x2, y2 }) => [
    [x1, y1],
    [x2, y2],
  ]);
  for (const [x, y] of ends)
    expect(Math.abs(Math.hypot(x - 20, y - 20) / Math.sqrt(100.7) - 1)).toBeLessThan(0.02);
  for (const [x, y] of ends) {
    expect(ends.filter(([u, v]) => Math.hypot(u - x, v - y) < 1e-9)).toHaveLength(2);
  }
});

test('a saddle has two pieces in one cell that do not cross', () => {
  expect(contourPieces([1, 0, 0, 1], 2, 0.4)).toHaveLength(2);
  expect(contourPieces([1, 0, 0, 1], 2, 0.6)).toHaveLength(2);
});

test('what is no number is left out', () => {
  expect(contourPieces([1, Number.NaN, 0, 1], 2, 0.5)).toEqual([]);
  expect(contourLevels([2, 2, 2], 5)).toEqual([]);
});

test('levels part the picture evenly', () => {
  expect(
    contourLevels(
      grid(10, (x, y) => x + 10 * y),
      4,
    ),
  ).toEqual([12, 37, 61, 86]);
});
