import { expect, test } from 'vitest';
import { LABEL_RUN } from '../state/look/geometry.ts';
import { wireCourse } from './wire-course.ts';

const from = { x: 100, y: 50 };

test.each([
  ['far down', 300, 200],
  ['far up', 300, -200],
  ['near', 130, 60],
  ['right below', 100, 150],
  ['behind', -200, 80],
  ['behind on the same level', -200, 50],
])('a wire to a node %s ends in a straight run that holds its label', (_, x, y) => {
  const { path, label, room } = wireCourse(from, { x, y });
  const numbers = [...path.matchAll(/-?[\d.]+/g)].map(([text]) => Number(text));
  expect(numbers.every(Number.isFinite)).toBe(true);
  expect(path).toMatch(/^M100,50C.*L/);
  const [endX, endY] = numbers.slice(-2);
  const [turnX, turnY] = numbers.slice(-4, -2);
  expect([endX, endY]).toEqual([x, y]);
  expect(turnY).toBe(y);
  expect(endX - turnX).toBeGreaterThanOrEqual(24);
  expect(endX - turnX).toBeLessThanOrEqual(LABEL_RUN);
  expect(label.y).toBe(y);
  expect(label.x - room / 2).toBeGreaterThanOrEqual(turnX - 1e-9);
  expect(label.x + room / 2).toBeLessThan(endX);
});

test('the bend leaves its source and enters its run horizontally', () => {
  const { path } = wireCourse(from, { x: 300, y: 200 });
  const [, y0, pullX, pullY, backX, backY, turnX, turnY] = [...path.matchAll(/-?[\d.]+/g)].map(
    ([text]) => Number(text),
  );
  expect(pullY).toBe(y0);
  expect(pullX).toBeGreaterThan(from.x);
  expect(backY).toBe(turnY);
  expect(backX).toBeLessThan(turnX);
});

test('a wire on one level is a line with all of it for its labels', () => {
  const { path, label, room } = wireCourse(from, { x: 300, y: 50.5 });
  expect(path).toBe('M100,50.5L300,50.5');
  expect(label.x - room / 2).toBe(100);
  expect(room).toBeGreaterThan(LABEL_RUN);
});

test('a wire too short for labels has no room, and no less', () => {
  expect(wireCourse(from, { x: 105, y: 50 }).room).toBe(0);
  expect(wireCourse(from, from).room).toBeGreaterThanOrEqual(0);
});
