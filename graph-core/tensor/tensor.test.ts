import { describe, expect, test } from 'vitest';
import { literalFromTensor, scalar, tensor, tensorFromLiteral, zeros } from './tensor.ts';

describe('a literal', () => {
  test.each([
    [5, [], [5]],
    [[], [0], []],
    [[1, 2], [2], [1, 2]],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ],
    [
      [[[1]], [[2]]],
      [2, 1, 1],
      [1, 2],
    ],
    [[[], []], [2, 0], []],
  ])('%j is a tensor of shape %j, and back', (literal, shape, numbers) => {
    const value = tensorFromLiteral(literal);
    expect(value).toEqual({ shape, data: Float64Array.from(numbers) });
    expect('data' in value && literalFromTensor(value)).toEqual(literal);
  });

  test.each([
    [[[1, 2], [3]], [1], 'a row of 1 where the first one has 2'],
    [[1, [2]], [1], 'a list of 1 where a number belongs'],
    [[[1], 2], [1], '2 where a list of 1 belongs'],
    ['1', [], '"1" where a finite number belongs'],
    [[1, null], [1], 'null where a finite number belongs'],
    [[1, Number.NaN], [1], 'NaN where a finite number belongs'],
    [Number.POSITIVE_INFINITY, [], 'Infinity where a finite number belongs'],
    [{}, [], 'a value of type object where a finite number belongs'],
    [[[[[[[[[[1]]]]]]]]], [], 'nested deeper than 8 levels'],
  ])('%j is refused with its place', (literal, path, message) => {
    expect(tensorFromLiteral(literal)).toEqual({ path, message });
  });
});

test('a tensor needs as many numbers as its shape holds', () => {
  expect(tensor([2], [1, 2]).data).toEqual(Float64Array.of(1, 2));
  expect(() => tensor([2, 2], [1])).toThrow('internal: 1 numbers for shape [2, 2], which holds 4');
});

test('zeros and scalars have the shapes their names say', () => {
  expect(zeros([2, 0]).data.length).toBe(0);
  expect(zeros([]).data).toEqual(Float64Array.of(0));
  expect(scalar(3)).toEqual({ shape: [], data: Float64Array.of(3) });
});
