import { expect, test } from 'vitest';
import { limitNumber, scrubNumber, stepNumber } from './number-scrub.ts';

const plain = { shiftKey: false, altKey: false };
const shift = { shiftKey: true, altKey: false };
const alt = { shiftKey: false, altKey: true };

test('a step adds without binary dust', () => {
  expect(stepNumber(0.2, 1, 0.1, plain)).toBe(0.3);
  expect(stepNumber(0.3, -3, 0.1, plain)).toBe(0);
});

test('Shift steps ten times as far and Alt a tenth', () => {
  expect(stepNumber(1, 1, 0.1, shift)).toBe(2);
  expect(stepNumber(1, 1, 0.1, alt)).toBe(1.01);
});

test('Alt never makes a whole number a fraction', () => {
  expect(stepNumber(3, 1, 1, alt, { integer: true })).toBe(4);
});

test('a drag moves one step for each 4 px and returns to where it began', () => {
  expect(scrubNumber(5, 40, 0.1, plain)).toBe(6);
  expect(scrubNumber(5, -8, 0.1, plain)).toBe(4.8);
  expect(scrubNumber(5, 0, 0.1, plain)).toBe(5);
});

test('limits hold and whole numbers are rounded', () => {
  expect(limitNumber(7, { min: 0, max: 5 })).toBe(5);
  expect(limitNumber(-7, { min: 0, max: 5 })).toBe(0);
  expect(limitNumber(2.6, { integer: true })).toBe(3);
});
