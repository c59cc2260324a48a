import { expect, test } from 'vitest';
import { formatCount, formatExact, formatNumber, formatShape } from './format-number.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [3, '3'],
  [-12, '−12'],
  [-0.83333333, '−0.8333'],
  [0.5, '0.5'],
  [0.047, '0.047'],
  [9.99999, '10'],
  [99999, '99999'],
  [1234.56, '1235'],
  [12345.67, '12346'],
  [99999.9, '1e5'],
  [100000, '1e5'],
  [123456, '1.235e5'],
  [1.2344e-7, '1.234e−7'],
  [-1.5e-9, '−1.5e−9'],
  [0.0001, '0.0001'],
  [0.000099999999, '0.0001'],
  [0.00009, '9e−5'],
  [5e-324, '4.941e−324'],
  [1.7976931348623157e308, '1.798e308'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('%d prints as %s', (x, text) => {
  expect(formatNumber(x)).toBe(text);
});

test('the sign can be asked for, and fewer digits too', () => {
  expect(formatNumber(3, { sign: 'always' })).toBe('+3');
  expect(formatNumber(-3, { sign: 'always' })).toBe('−3');
  expect(formatNumber(0, { sign: 'always' })).toBe('0');
  expect(formatNumber(0.123456, { digits: 2 })).toBe('0.12');
});

test.each([
  [0.1 + 0.2, '0.30000000000000004'],
  [-1e-7, '−1e−7'],
  [1e21, '1e21'],
  [-0, '−0'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('%d prints exactly as %s', (x, text) => {
  expect(formatExact(x)).toBe(text);
});

test('a shape prints as in the field, a scalar by name', () => {
  expect(formatShape([])).toBe('scalar');
  expect(formatShape(['N', 2])).toBe('[N, 2]');
});

test.each([
  [0, '0'],
  [500, '500'],
  [1500, '1.5K'],
  [150_000, '150K'],
  [2_000_000, '2M'],
])('a count of %d is written %s at an axis', (count, text) => {
  expect(formatCount(count)).toBe(text);
});
