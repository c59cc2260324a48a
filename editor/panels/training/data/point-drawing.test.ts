import { expect, test } from 'vitest';
import { erasePoints, movedCursor, spacedPoint } from './point-drawing.ts';

test('points of one class keep their distance, others may be close', () => {
  const one = spacedPoint([], [0.12345, -0.5, 0]);
  expect(one).toEqual([[0.123, -0.5, 0]]);
  expect(spacedPoint(one, [0.15, -0.5, 0])).toBe(one);
  expect(spacedPoint(one, [0.15, -0.5, 1])).toEqual([
    [0.123, -0.5, 0],
    [0.15, -0.5, 1],
  ]);
});

test('erasing takes what is near, of every class', () => {
  const points = [[0, 0, 0] as const, [0.05, 0, 1] as const, [0.5, 0.5, 2] as const];
  expect(erasePoints(points, 0.02, 0)).toEqual([[0.5, 0.5, 2]]);
  expect(erasePoints(points, -0.9, 0)).toBe(points);
});

test('arrow keys move the cursor within the square', () => {
  expect(movedCursor([0, 0], 'ArrowLeft', false)).toEqual([-0.05, 0]);
  expect(movedCursor([0, 0], 'ArrowUp', true)).toEqual([0, 0.25]);
  expect(movedCursor([0.99, -0.99], 'ArrowRight', true)).toEqual([1, -0.99]);
  expect(movedCursor([0.99, -0.99], 'ArrowDown', false)).toEqual([0.99, -1]);
  expect(movedCursor([0, 0], 'x', false)).toBeNull();
});
