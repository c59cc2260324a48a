/** What is said of accesses by their strides, held against all the elements they come to, one by one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elementCount, type Size } from '../../tensor/shape.ts';
import { indices } from '../../testing/kernels/kernel-interpreter.ts';
import { matchAxes, toReader, toWriter } from './axes.ts';
import { type Buffer, LANES, layoutOf } from './buffer.ts';
import type { Place, Walk } from './kernel.ts';
import { isOnce, meet, reachOf } from './meeting.ts';
import { maybeReshaped, permuted, sliced, stretched, wholeBuffer } from './place.ts';
import type { Access } from './scalar-code.ts';

const size = fc.constantFrom(1, 2, 3, 4, 5);
const shapes: fc.Arbitrary<Size> = fc.array(size, { maxLength: 3 });
const walks: fc.Arbitrary<Walk> = shapes.chain((shape) =>
  fc.record({
    access: fc.record({
      buffer: fc.constant(0),
      offset: fc.nat(12),
      strides: fc.array(fc.constantFrom(0, 1, 1, 2, 3, 4, 8, 12, -1, -4), {
        minLength: shape.length,
        maxLength: shape.length,
      }),
    }),
    shape: fc.constant(shape),
  }),
);
const FIXED = { seed: 1, numRuns: 600 };

const elementAt = ({ offset, strides }: Access, index: readonly number[]): number =>
  strides.reduce((at, stride, axis) => at + stride * index[axis], offset);
/** Every element of a walk in the order of its index, as often as it comes there. */
const elementsOf = ({ access, shape }: Walk): number[] =>
  Array.from(indices(shape), (index) => elementAt(access, index));
/** The elements a place names, in the order of its index. */
const namedBy = (place: Place | null): readonly number[] | null =>
  place?.kind === 'view' ? elementsOf(place) : null;

describe('two walks', () => {
  test('meet when they have an element in common', () => {
    fc.assert(
      fc.property(walks, walks, (a, b) => {
        const elements = new Set(elementsOf(a));
        expect(meet(a, b)).toBe(elementsOf(b).some((element) => elements.has(element)));
        expect(meet(b, a)).toBe(meet(a, b));
      }),
      FIXED,
    );
  });
});

describe('a walk', () => {
  test('reaches from its least to its greatest element', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const elements = elementsOf(walk);
        const [first, last] = [Math.min(...elements), Math.max(...elements)];
        expect(reachOf(walk)).toEqual({ first, last });
      }),
      FIXED,
    );
  });

  test('comes to each element once when it says so', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(isOnce(walk)).toBe(new Set(elementsOf(walk)).size === elementCount(walk.shape));
      }),
      FIXED,
    );
  });
});

describe('a layout', () => {
  const layouts = shapes.chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      ),
    ),
  );

  test('has a float for every element, whole vectors of them, and the last axis in memory dense', () => {
    fc.assert(
      fc.property(layouts, ([shape, order]) => {
        const { strides, size: floats, row } = layoutOf(shape, order);
        const elements = elementsOf({ access: { buffer: 0, offset: 0, strides }, shape });
        expect(new Set(elements).size).toBe(elementCount(shape));
        expect(Math.max(...elements)).toBeLessThan(floats);
        expect(floats % LANES).toBe(0);
        const inner = order.findLast((axis) => shape[axis] > 1);
        expect(row).toBe(inner === undefined ? 1 : shape[inner]);
        if (inner !== undefined) expect(strides[inner]).toBe(1);
      }),
      FIXED,
    );
  });

  test('of long rows takes an odd number of cache lines a row', () => {
    for (const columns of [64, 100, 256, 1000]) {
      const [row] = layoutOf([3, columns]).strides;
      expect([row >= columns, row % 16, (row / 16) % 2]).toEqual([true, 0, 1]);
    }
  });
});

describe('a view of a buffer', () => {
  const bufferOf = (shape: Size): Buffer => ({
    ...{ id: 0, name: 'x', role: 'source', shape },
    ...layoutOf(shape),
  });

  test('with axes exchanged names the elements of the exchanged index', () => {
    fc.assert(
      fc.property(fc.tuple(size, size, size), ([a, b, c]) => {
        const place = wholeBuffer(bufferOf([a, b, c]));
        const turned = permuted(place, [2, 0, -2]);
        expect(turned.shape).toEqual([c, a, b]);
        const expected = Array.from(indices([c, a, b]), ([k, i, j]) =>
          place.kind === 'view' ? elementAt(place.access, [i, j, k]) : Number.NaN,
        );
        expect(namedBy(turned)).toEqual(expected);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('under another shape names the same elements in the same order, or is none', () => {
    const regrouped: fc.Arbitrary<readonly [Size, Size]> = fc.constantFrom<readonly [Size, Size]>(
      ...([
        [
          [2, 3, 4],
          [6, 4],
        ],
        [
          [2, 3, 4],
          [2, 12],
        ],
        [
          [6, 4],
          [2, 3, 4],
        ],
        [
          [2, 3],
          [1, 2, 1, 3],
        ],
        [[4, 4], [16]],
        [[12], [3, 4]],
        [[5, 3], [15]],
      ] as const),
    );
    fc.assert(
      fc.property(regrouped, fc.boolean(), ([from, to], isTurned) => {
        const whole = wholeBuffer(bufferOf(isTurned ? [...from].reverse() : from));
        const place = isTurned ? permuted(whole, null) : whole;
        const named = namedBy(maybeReshaped(place, to));
        if (named !== null) expect(named).toEqual(namedBy(place));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test('that is a range of an axis, or stretched, names what the index says', () => {
    const place = wholeBuffer(bufferOf([2, 5]));
    const range = sliced(place, [2, 2], { axis: -1, start: -4, step: 2 });
    expect(namedBy(range)).toEqual([1, 3, 9, 11]);
    const column = stretched(wholeBuffer(bufferOf([2, 1])), [3, 2, 2]);
    expect(namedBy(column)).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
  });
});

describe('the axes of a writer and a reader', () => {
  test('correspond where every element is read at the index that follows from its writer', () => {
    fc.assert(
      fc.property(shapes, fc.nat(5), (shape, seed) => {
        const axes = shape.map((_, axis) => axis);
        const order = axes.toSorted((p, q) => ((p * 7 + seed) % 3) - ((q * 7 + seed) % 3));
        const written: Access = { buffer: 0, offset: 0, strides: layoutOf(shape).strides };
        const readerShape = order.map((axis) => shape[axis]);
        const read = { ...written, strides: order.map((axis) => written.strides[axis]) };
        const match = matchAxes(written, shape, read, readerShape);
        if (match === null) throw new Error('every element is read where it was written');
        const there = toReader(written, match, readerShape);
        expect(elementsOf({ access: there, shape: readerShape })).toEqual(
          elementsOf({ access: read, shape: readerShape }),
        );
        const back = toWriter(there, match);
        expect(elementsOf({ access: back, shape })).toEqual(elementsOf({ access: written, shape }));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('do not correspond where a part is read, from another place, or one axis twice', () => {
    const written: Access = { buffer: 0, offset: 0, strides: [4, 1] };
    const reads: readonly (readonly [Access, Size])[] = [
      [{ ...written, strides: [4, 1] }, [2, 2]],
      [{ ...written, offset: 1 }, [2, 3]],
      [{ ...written, buffer: 1 }, [2, 3]],
      [{ ...written, strides: [4, 4] }, [2, 3]],
      [{ ...written, strides: [4, 1, 1] }, [2, 3, 3]],
    ];
    for (const [read, shape] of reads) expect(matchAxes(written, [2, 3], read, shape)).toBeNull();
  });
});
