import { expect, test } from 'vitest';
import { labelForm } from './label-form.ts';

test.each([
  [[], 'number'],
  [[1], 'number'],
  [[1, 1], 'number'],
  [[2], 'cells'],
  [[6], 'cells'],
  [[7], 'map'],
  [[4, 4], 'cells'],
  [[4, 1], 'cells'],
  [[5, 1], 'map'],
  [[1, 5], 'map'],
  [[2, 2, 2], 'map'],
  [[0, 3], 'map'],
  [['N', 2], 'map'],
])('a tensor of shape %j is shown as %s', (shape, kind) => {
  expect(labelForm(shape).kind).toBe(kind);
});

test.each([[[8, 2]], [[2, 8]], [[1000]], [[1000, 1]], [[3, 3, 3]]])(
  'the map of %j is at least 40 × 24 px, with room beside it',
  (shape) => {
    const { columns, rows, width, height } = labelForm(shape);
    expect(columns).toBeGreaterThanOrEqual(40);
    expect(rows).toBeGreaterThanOrEqual(24);
    expect(width).toBeGreaterThan(columns + 50);
    expect(height).toBeGreaterThanOrEqual(rows);
  },
);

test('a shape that is not known yet has the room of a number', () => {
  expect(labelForm(undefined)).toEqual(labelForm([]));
});
