import { expect, test } from 'vitest';
import { erf } from './erf.ts';

// From Python's math.erf, the one of C.
test.each([
  [1e-300, 1.1283791670955126e-300],
  [1e-8, 1.1283791670955126e-8],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1.0, 0.8427007929497149],
  [1.7, 0.9837904585907745],
  [2.2, 0.9981371537020182],
  [2.4999, 0.9995928300996666],
  [2.5, 0.999593047982555],
  [2.6, 0.9997639655834707],
  [3.0, 0.9999779095030014],
  [3.7, 0.9999998328489421],
  [4.5, 0.9999999998033839],
  [5.5, 0.9999999999999927],
  [5.9, 0.9999999999999999],
  [6.1, 1.0],
])('erf(%d) is within 4 units in the last place of %d', (x, expected) => {
  expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(4 * Number.EPSILON * expected);
});

test('erf is odd, keeps NaN and the sign of zero, and ends at 1', () => {
  expect(erf(-0.7)).toBe(-erf(0.7));
  expect(erf(Number.NaN)).toBeNaN();
  expect(Object.is(erf(-0), -0)).toBe(true);
  expect(erf(Number.POSITIVE_INFINITY)).toBe(1);
  expect(erf(Number.NEGATIVE_INFINITY)).toBe(-1);
});
