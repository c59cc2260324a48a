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
  test.each<[Shape, Dim]>([
    [[], 1],
    [[2, 3], 6],
    [[3, 'N'], '3N'],
    [['2N', 3], '6N'],
    [['N', 'M'], 'M·N'],
    [['M', 'N'], 'M·N'],
    [['N', 0], 0],
    [['N + 2', 3], '3(N + 2)'],
  ])('the product of %j is %j', (dims, expected) => {
    expect(multiplyDims(dims)).toBe(expected);
  });

  test.each<[Shape, Dim]>([
    [[], 0],
    [[2, 3], 5],
    [['N', 2], 'N + 2'],
    [['N + 2', 3], 'N + 5'],
    [['N', 'M'], 'M + N'],
    [['N', 'N'], 'N + N'],
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
    [[0], [0], null],
  ])('%j divided by %j is %j', (dims, divisors, expected) => {
    expect(divideDims(dims, divisors)).toBe(expected);
  });
});
