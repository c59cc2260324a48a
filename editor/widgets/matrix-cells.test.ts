import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignAtPoint, matrixCells } from './matrix-cells.ts';

const cells = (...numbers: number[]) => matrixCells(numbers, numbers.length);

test.each<[number[], string[], string]>([
  [[0, 0], ['0', '0'], ''],
  [[1, 0, -2], ['1', '0', '−2'], ''],
  [[0.42, -0.271], ['0.420', '−0.271'], ''],
  [[12.345, -0.02], ['12.3', '−0.0'], ''],
  [[0.00731, -0.0173], ['0.73', '−1.73'], '10⁻²'],
  [[-2.71e-5, 3.6e-6], ['−2.71', '0.36'], '10⁻⁵'],
  [[123456, 1], ['1.23', '0.00'], '10⁵'],
  [[9999, -3], ['9999', '−3'], ''],
  [[0.9996, 0.1], ['1.00', '0.10'], ''],
  [[-123.4, 0.04], ['−123.4', '0.0'], ''],
  [[99.95, 5e-324], ['100.0', '0.0'], ''],
  [[-1e200, 5e-324], ['−1.00', '0.00'], '10²⁰⁰'],
])('%j is printed as %j', (numbers, row, factor) => {
  expect(cells(...numbers)).toEqual({ rows: [row], factor });
});

test('rows lie as they are, and what is not finite is told', () => {
  expect(matrixCells([1, 2], 1).rows).toEqual([['1'], ['2']]);
  expect(cells(Number.NaN, Number.NEGATIVE_INFINITY, 0.5, -0).rows).toEqual([
    ['NaN', '−∞', '0.5', '0'],
  ]);
});

test('the points of a column stand in one line', () => {
  expect(alignAtPoint(['0.25', '0', '−1.50', 'NaN'])).toEqual([
    '0.25',
    '0\u2008\u2007\u2007',
    '−1.50',
    'NaN',
  ]);
});

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function factorOf(text: string): number {
  if (text === '') return 0;
  const digits = [...text.slice(2)].map((c) => (c === '⁻' ? '-' : SUPERSCRIPTS.indexOf(c)));
  return Number(digits.join(''));
}

test('each cell reads back within half a unit of its last digit, in at most six characters', () => {
  const number = fc.double({ noNaN: true, min: -1e200, max: 1e200 });
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 16 }), (numbers) => {
      const { rows, factor } = cells(...numbers);
      rows[0].forEach((text, i) => {
        expect(text.length).toBeLessThanOrEqual(6);
        expect(text === '0').toBe(numbers[i] === 0);
        const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
        const power = factorOf(factor);
        const unit = 10 ** (power - decimals);
        const read = Number(text.replace('−', '-')) * 10 ** power;
        expect(Math.abs(read - numbers[i])).toBeLessThanOrEqual(0.5 * unit * (1 + 1e-9) + 1e-300);
      });
    }),
  );
});
