import { expect, test } from 'vitest';
import { SPEEDS, speedPlace, speedWords } from './speed-scale.ts';

test('each speed has its place, and one between two the place of the faster', () => {
  expect(SPEEDS.map(speedPlace)).toEqual(SPEEDS.map((_, place) => place));
  expect([speedPlace(3), speedPlace(0.1), speedPlace(1e9)]).toEqual([2, 0, SPEEDS.length - 1]);
});

test('speeds are told in words', () => {
  expect([speedWords(1), speedWords(2000), speedWords('full')]).toEqual([
    '1 step/s',
    '2,000 steps/s',
    'full speed',
  ]);
});
