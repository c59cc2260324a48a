import { describe, expect, test } from 'vitest';
import {
  limitNumber,
  type Pace,
  type StepTrail,
  scrubNumber,
  stepAlong,
  stepNumber,
} from './number-scrub.ts';

const plain = { shiftKey: false, altKey: false };
const shift = { shiftKey: true, altKey: false };
const alt = { shiftKey: false, altKey: true };

test('a step adds without binary dust', () => {
  expect(stepNumber(0.2, 1, 0.1, plain)).toBe(0.3);
  expect(stepNumber(0.3, -3, 0.1, plain)).toBe(0);
});

test('a step keeps every digit of the number it began at', () => {
  expect(stepNumber(1 / 3, 1, 0.1, plain)).toBe(0.4333333333333333);
  expect(stepNumber(1234567.891, 1, 0.1, plain)).toBe(1234567.991);
  expect(stepNumber(1e-7, 1, 1e-8, plain)).toBe(1.1e-7);
});

/** Where keys lead from `x`: + and − are arrows, S with Shift, A with Alt. */
function along(x: number, keys: string, step = 0.1, limits = {}): number {
  let trail: StepTrail | null = null;
  let at = x;
  for (const key of keys.split(' ')) {
    const pace: Pace = key.includes('S') ? shift : key.includes('A') ? alt : plain;
    trail = stepAlong(trail, at, key.includes('+') ? 1 : -1, { step, ...limits }, pace);
    at = trail.at;
  }
  return at;
}

test('as many steps back give the same number, to the bit', () => {
  for (const x of [1 / 3, 0.9333333333333333, Math.PI, -2 / 7, 1e15 / 3, 1e-9 / 3, 6e23, 0.1]) {
    expect(along(x, '+ -')).toBe(x);
    expect(along(x, 'S+ A+ + S- A- -')).toBe(x);
    expect(along(x, Array(25).fill('+').concat(Array(25).fill('-')).join(' '))).toBe(x);
  }
});

test('many steps gather no dust', () => {
  expect(along(0, Array(30).fill('+').join(' '))).toBe(3);
  expect(along(0.3, '- - -')).toBe(0);
  expect(along(2, 'A+ A+ +')).toBe(2.12);
});

test('at a limit the way back begins at the limit', () => {
  expect(along(4.95, '+ + -', 0.1, { max: 5 })).toBe(4.9);
  expect(along(3, 'A+ -', 1, { integer: true })).toBe(3);
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

describe('on the ladder 1, 2, 5, 10', () => {
  const steps = { ladder: true, step: 0.01, min: 0, max: 1e6 };
  const along = (x: number, directions: readonly (1 | -1)[], pace = plain): number[] => {
    let trail: ReturnType<typeof stepAlong> | null = null;
    return directions.map((direction) => {
      trail = stepAlong(trail, trail?.at ?? x, direction, steps, pace);
      return trail.at;
    });
  };

  test('a key moves one rung, to the very decimal number', () => {
    expect(along(0.1, [1, 1, 1, 1])).toEqual([0.2, 0.5, 1, 2]);
    expect(along(0.002, [-1, -1, -1])).toEqual([0.001, 0.0005, 0.0002]);
  });

  test('from between two rungs it leads to the next, and back to the very number', () => {
    expect(along(0.03, [1, -1, -1, 1])).toEqual([0.05, 0.03, 0.02, 0.03]);
    expect(along(3, [-1])).toEqual([2]);
  });

  test('Shift moves by a power of ten', () => {
    expect(along(0.02, [1, -1, -1], shift)).toEqual([0.2, 0.02, 0.002]);
  });

  test('below the lowest rung is 0, and above 0 the lowest rung', () => {
    expect(along(1e-9, [-1])).toEqual([0]);
    expect(along(0, [1])).toEqual([1e-9]);
    expect(along(0, [-1])).toEqual([0]);
  });

  test('dragging goes along it as well, and stops at the limit', () => {
    expect(scrubNumber(0.1, 28, 0.01, plain, steps)).toBe(0.5);
    expect(scrubNumber(0.1, -42, 0.01, plain, steps)).toBe(0.01);
    expect(scrubNumber(0.1, 5000, 0.01, plain, steps)).toBe(1e6);
  });
});
