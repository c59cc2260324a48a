import { expect, test } from 'vitest';
import { formatExact } from './format-number.ts';
import { readNumber } from './read-number.ts';

test('what is printed exactly reads back as the same number', () => {
  for (const x of [1 / 3, -2.5e-12, 6.02214076e23, 42, -0, 5e-324]) {
    expect(readNumber(formatExact(x)).value).toBe(x);
  }
});

test.each([
  ['−2', -2],
  [' +.5 ', 0.5],
  ['+1', 1],
  ['1e-3', 0.001],
  ['1E3', 1000],
  ['1.', 1],
  ['0,5', 0.5],
  ['-,5', -0.5],
  ['0,125', 0.125],
  ['1,5e3', 1500],
  ['3,1625', 3.1625],
  ['1/3', 1 / 3],
  ['1,5/4', 0.375],
  ['2^10', 1024],
  ['2^-1', 0.5],
  ['-2^2', -4],
  ['(-2)^2', 4],
  ['2^3^2', 512],
  ['2*pi', 2 * Math.PI],
  ['2 · π', 2 * Math.PI],
  ['-e', -Math.E],
  ['1 - 2 - 3', -4],
  ['8/4/2', 1],
  ['3 - -2', 5],
  ['(1 + 2) × 3', 9],
  ['2^(1/2)', Math.SQRT2],
  ['۱٫۵', 1.5],
  ['٣', 3],
  ['１．５', 1.5],
])('"%s" reads as %d', (text, x) => {
  expect(readNumber(text).value).toBe(x);
});

test.each([
  ['', 'empty; type a number such as −2.5'],
  ['abc', '“abc” is not a number; type one such as −2.5, 1e−3 or 1/3'],
  ['1/0', '“1/0” is not a finite number'],
  ['1e999', '“1e999” is not a finite number'],
  ['1e-400', '“1e-400” is not 0, but too small for a number; use 0, or one above 4.9e-324'],
  [
    '2 × 0,1e−999',
    '“2 × 0,1e−999” is not 0, but too small for a number; use 0, or one above 4.9e-324',
  ],
  ['1,000', '“1,000” may mean 1.000 or 1000; type the one that is meant'],
])('"%s" is no number: %s', (text, reason) => {
  expect(readNumber(text)).toEqual({ value: null, fault: reason });
});

test.each([
  ...['1e', '--1', 'NaN', 'Infinity', '0x10', '1 2', '.', ',', '1,2,3', '1,000,000', '1.000,5'],
  ...['2pi', '2e', '(1', '1)', '()', '2^', '*2', 'pie', '1;2', '[1]', '3²', 'sqrt(2)', '1.2.3'],
])('"%s" is no number', (text) => {
  expect(readNumber(text).value).toBeNull();
});

test('a text without end is refused before it is read', () => {
  expect(readNumber('('.repeat(1e6)).fault).toBe('1000000 characters; a number has up to 200');
});
