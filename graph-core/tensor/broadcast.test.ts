import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  broadcastAxes,
  broadcastInto,
  broadcastShapes,
  broadcastStrides,
  canBroadcastTo,
  copyStrided,
} from './broadcast.ts';
import { elementCount, rowMajorStrides, type Shape } from './shape.ts';

describe('broadcastShapes', () => {
  test.each<[Shape, Shape, Shape]>([
    [[], [], []],
    [[], [3], [3]],
    [[2, 3], [3], [2, 3]],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [[0], [1], [0]],
    [['N', 3], [3], ['N', 3]],
    [
      ['N', 1],
      ['N', 4],
      ['N', 4],
    ],
    [[1], ['N'], ['N']],
  ])('%j and %j stretch to %j', (a, b, expected) => {
    expect(broadcastShapes(a, b)).toEqual({ shape: expected });
    expect(broadcastShapes(b, a)).toEqual({ shape: expected });
  });

  test.each<[Shape, Shape, number]>([
    [[2], [3], -1],
    [[2, 3], [3, 3], -2],
    [['N'], [3], -1],
    [['N'], ['M'], -1],
    [[0], [2], -1],
  ])('%j and %j disagree at axis %d', (a, b, axis) => {
    expect(broadcastShapes(a, b)).toEqual({ axis });
  });
});

test('canBroadcastTo allows only axes of size 1 and new leading axes to stretch', () => {
  expect(canBroadcastTo([3], [2, 3])).toBe(true);
  expect(canBroadcastTo([2, 1], [2, 3])).toBe(true);
  expect(canBroadcastTo([2, 3], [3])).toBe(false);
  expect(canBroadcastTo([1, 3], [3])).toBe(false);
  expect(canBroadcastTo([2], [1])).toBe(false);
});

/** A shape and one that stretches to it. */
const stretch = fc
  .record({
    to: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
    lacking: fc.nat(4),
    ones: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ to, lacking, ones }) => ({
    to,
    from: to.slice(Math.min(lacking, to.length)).map((size, axis) => (ones[axis] ? 1 : size)),
  }));

test('broadcastInto writes what strided reading gives, whichever loop it takes', () => {
  fc.assert(
    fc.property(stretch, ({ from, to }) => {
      const source = Float64Array.from({ length: elementCount(from) }, (_, i) => i + 1);
      const actual = new Float64Array(elementCount(to)).fill(-1);
      broadcastInto(actual, source, from, to);
      const expected = new Float64Array(elementCount(to));
      copyStrided(expected, source, to, broadcastStrides(from, to));
      expect(actual).toEqual(expected);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('broadcastAxes are those along which the strides are 0 and the size is not 1', () => {
  fc.assert(
    fc.property(stretch, ({ from, to }) => {
      const lead = to.length - from.length;
      const expected = to
        .map((_, axis) => axis)
        .filter((axis) => axis < lead || (from[axis - lead] === 1 && to[axis] !== 1));
      expect(broadcastAxes(from, to)).toEqual(expected);
    }),
    { seed: 1 },
  );
});

describe('copyStrided', () => {
  const source = Float64Array.from([1, 2, 3, 4, 5, 6]);
  const read = (shape: number[], strides: number[], offset = 0): number[] => {
    const out = new Float64Array(elementCount(shape));
    copyStrided(out, source, shape, strides, offset);
    return [...out];
  };

  test('copies along row-major strides', () => {
    expect(read([2, 3], rowMajorStrides([2, 3]))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('transposes by exchanged strides', () => {
    expect(read([3, 2], [1, 3])).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test('slices by an offset and larger strides', () => {
    expect(read([2, 2], [3, 2], 0)).toEqual([1, 3, 4, 6]);
    expect(read([2], [3], 1)).toEqual([2, 5]);
  });

  test('repeats where the stride is 0', () => {
    expect(read([2, 2], [0, 1])).toEqual([1, 2, 1, 2]);
  });

  test('copies one number for a scalar and none for an empty shape', () => {
    expect(read([], [], 4)).toEqual([5]);
    expect(read([2, 0, 3], [0, 3, 1])).toEqual([]);
  });
});
