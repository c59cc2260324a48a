import { describe, expect, test } from 'vitest';
import {
  addDims,
  type Dim,
  divideDims,
  elementCount,
  formatShape,
  isConcrete,
  maybeAxis,
  multiplyDims,
  rowMajorStrides,
  type Shape,
  sameShape,
} from './shape.ts';

test('the number of elements is the product of the sizes', () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([2, 3])).toBe(6);
  expect(elementCount([2, 0])).toBe(0);
});

test('shapes are concrete, equal and printed as people write them', () => {
  expect(isConcrete([2, 3])).toBe(true);
  expect(isConcrete(['N', 3])).toBe(false);
  expect(sameShape(['N', 2], ['N', 2])).toBe(true);
  expect(sameShape(['N'], ['M'])).toBe(false);
  expect(sameShape([1, 2], [2])).toBe(false);
  expect(formatShape([])).toBe('scalar');
  expect(formatShape([2, 'N'])).toBe('[2, N]');
});

test('row-major strides count what lies to the right', () => {
  expect(rowMajorStrides([])).toEqual([]);
  expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]);
});

test('an axis counts from the front or, negative, from the end', () => {
  expect(maybeAxis(0, 2)).toBe(0);
  expect(maybeAxis(-1, 2)).toBe(1);
  expect(maybeAxis(2, 2)).toBeNull();
  expect(maybeAxis(-3, 2)).toBeNull();
  expect(maybeAxis(0, 0)).toBeNull();
  expect(maybeAxis(0.5, 2)).toBeNull();
});

describe('symbolic sizes', () => {
  test('a size added to itself 60 times over stays one term', () => {
    let dim: Dim = 'N + 1';
    for (let i = 0; i < 50; i++) dim = addDims([dim, dim]);
    expect(dim).toBe('1125899906842624N + 1125899906842624');
    for (let i = 0; i < 10; i++) dim = addDims([dim, dim]);
    expect(dim).toBe(Number.POSITIVE_INFINITY);
  });

  test('a product that would have thousands of terms is given up at once', () => {
    const sums = Array.from({ length: 8 }, (_, i) => `A${i} + B${i} + C${i} + D${i} + E${i}`);
    expect(multiplyDims(sums)).toBe(Number.POSITIVE_INFINITY);
    let square: Dim = 'N';
    for (let i = 0; i < 8; i++) square = multiplyDims([square, square]);
    expect(square).toBe(Number.POSITIVE_INFINITY);
  });

  test.each<[Shape, Dim]>([
    [[], 1],
    [[2, 3], 6],
    [[3, 'N'], '3N'],
    [['2N', 3], '6N'],
    [['N', 'M'], 'M·N'],
    [['M', 'N'], 'M·N'],
    [['N', 0], 0],
    [['N + 2', 3], '3N + 6'],
    [['N + 2', 'N - 1'], 'N·N + N - 2'],
    [['(M·N[1:])', 'M'], '(M·N[1:])·M'],
    [['N + 2', 0], 0],
    [['N', 2 ** 30, 2 ** 30], Number.POSITIVE_INFINITY],
  ])('the product of %j is %j', (dims, expected) => {
    expect(multiplyDims(dims)).toBe(expected);
  });

  test.each<[Shape, Dim]>([
    [[], 0],
    [[2, 3], 5],
    [['N', 2], 'N + 2'],
    [['N + 2', 3], 'N + 5'],
    [['N', 'M'], 'M + N'],
    [['N', 'N'], '2N'],
    [['2N + 1', '3N', -1], '5N'],
    [['M·N', 'N', 'M'], 'M·N + M + N'],
    [['N - 3', 1], 'N - 2'],
    [['(N[1:])', '(N[1:])', 'N'], '2(N[1:]) + N'],
  ])('the sum of %j is %j', (dims, expected) => {
    expect(addDims(dims)).toBe(expected);
  });

  test.each<[Shape, Shape, Dim | null]>([
    [[6], [2], 3],
    [[6], [4], null],
    [['N', 4], [2], '2N'],
    [['N', 4], ['N'], 4],
    [['N', 4], ['M'], null],
    [['N'], [2], null],
    [['2N + 4'], [2], 'N + 2'],
    [['2N + 3'], [2], null],
    [['N + 1', 3], ['N + 1'], 3],
    [['M·N + N'], ['N'], 'M + 1'],
    [[0], [0], null],
  ])('%j divided by %j is %j', (dims, divisors, expected) => {
    expect(divideDims(dims, divisors)).toBe(expected);
  });
});
