import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignAtPoint, formatCell, matrixCells } from './matrix-cells.ts';

const row = (...data: number[]) => matrixCells({ shape: [data.length], data }, { most: 16 })[0];

test.each<[number[], string[]]>([
  [
    [0.25, -1.5],
    ['0.25', '−1.50'],
  ],
  [
    [0.8333333, -0.0213, 0],
    ['0.833', '−0.021', '0'],
  ],
  [
    [4.19, 0.7, 123.456],
    ['4.2', '0.7', '123.5'],
  ],
  [
    [1, -2, 30],
    ['1', '−2', '30'],
  ],
  [
    [0.8333333, 0.000012345],
    ['0.8333', '1.2e−5'],
  ],
  [
    [0.00213, -0.000571, 4e-9],
    ['213e−5', '−57e−5', '4e−9'],
  ],
  [
    [0.005, -0.002],
    ['0.005', '−0.002'],
  ],
  [
    [123456, -7],
    ['123456', '−7'],
  ],
  [
    [-1.5e12, 2e12],
    ['−150e10', '200e10'],
  ],
  [[-9.996e-3], ['−100e−4']],
  [
    [5e-324, -5e-324],
    ['5e−324', '−5e−324'],
  ],
  [
    [Number.NaN, Number.NEGATIVE_INFINITY, 0.5, -0],
    ['NaN', '−∞', '0.5', '0'],
  ],
])('%j prints as %j', (numbers, texts) => {
  expect(row(...numbers)).toEqual(texts);
});

test('rows and columns lie as they are', () => {
  expect(matrixCells({ shape: [2, 1], data: [1, 2] }, { most: 16 })).toEqual([['1'], ['2']]);
  expect(matrixCells({ shape: [1, 2], data: [1, 2] }, { most: 16 })).toEqual([['1', '2']]);
  expect(matrixCells({ shape: [], data: [0.5] }, { most: 16 })).toEqual([['0.5']]);
  expect(formatCell(-1 / 3)).toBe('−0.333');
});

test('what does not fit has no cells', () => {
  expect(matrixCells({ shape: [17], data: new Array(17).fill(1) }, { most: 16 })).toEqual([]);
  expect(matrixCells({ shape: [1, 1, 1], data: [1] }, { most: 16 })).toEqual([]);
  expect(matrixCells({ shape: [0, 3], data: [] }, { most: 16 })).toEqual([]);
});

test('the points of a column stand in one line', () => {
  expect(alignAtPoint(['0.25', '0', '−1.50', 'NaN'])).toEqual([
    '0.25',
    '0\u2008\u2007\u2007',
    '−1.50',
    'NaN',
  ]);
});

/** What a cell says, and one unit of its last digit. */
function readCell(text: string): { value: number; unit: number } {
  const plain = text.replaceAll('−', '-');
  const [mantissa, exponent = '0'] = plain.split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  return { value: Number(plain), unit: 10 ** (Number(exponent) - decimals) };
}

const anyMatrix = fc.array(
  fc.oneof(
    fc.double({ min: -1e307, max: 1e307, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.float({ min: -100, max: 100, noNaN: true }),
    fc.integer({ min: -2000, max: 2000 }),
    fc
      .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -20, max: 20 }))
      .map(([mantissa, power]) => mantissa * 10 ** power),
  ),
  { minLength: 1, maxLength: 16 },
);

test('every cell reads back within half a unit of its last digit, in at most 7 characters', () => {
  fc.assert(
    fc.property(anyMatrix, (numbers) => {
      row(...numbers).forEach((text, i) => {
        const { value, unit } = readCell(text);
        const slack = 4 * Number.EPSILON * Math.abs(numbers[i]) + 5e-324;
        expect(Math.abs(value - numbers[i])).toBeLessThanOrEqual(unit / 2 + slack);
        expect(text.length).toBeLessThanOrEqual(7);
        expect(value === 0).toBe(numbers[i] === 0);
      });
    }),
    { seed: 9, numRuns: 3000 },
  );
});

test('the largest of a matrix of common sizes keeps three digits, or all it has', () => {
  const common = fc.array(fc.double({ min: -9e5, max: 9e5, noNaN: true }), {
    minLength: 1,
    maxLength: 16,
  });
  const scaled = fc
    .tuple(common, fc.integer({ min: -12, max: 0 }))
    .map(([numbers, power]) => numbers.map((x) => x * 10 ** power));
  fc.assert(
    fc.property(scaled, (numbers) => {
      const largest = numbers.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
      fc.pre(Math.abs(largest) > 1e-7);
      const { value } = readCell(row(...numbers)[numbers.indexOf(largest)]);
      expect(Math.abs(value - largest)).toBeLessThanOrEqual(Math.abs(largest) * 0.00501);
    }),
    { seed: 9, numRuns: 2000 },
  );
});
