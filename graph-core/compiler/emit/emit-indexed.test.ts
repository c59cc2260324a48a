import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emissionFaults } from '../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { sizes, wholeNumbers } from '../../testing/kernels/random-kernels.ts';

interface Moved {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
  readonly size: number;
  readonly picks: readonly number[];
}

/** What is moved, with indices of which some may name nothing. */
const moves = (isWild: boolean): fc.Arbitrary<Moved> =>
  fc.record({ outer: sizes, count: sizes, inner: sizes, size: sizes }).chain((space) => {
    const inRange = fc.nat(space.size - 1);
    const wild = fc.constantFrom(-1, space.size, 0.5, Number.NaN, Infinity, 1e9, -1e9);
    const pick = isWild ? fc.oneof(inRange, wild) : inRange;
    return fc
      .array(pick, { minLength: space.count, maxLength: space.count })
      .map((picks) => ({ ...space, picks }));
  });

/** The faults of moving as `move` says. */
function faultsOf(family: 'gather' | 'scatter', move: Moved, seed: number): readonly string[] {
  const { outer, count, inner, size, picks } = move;
  const sketch = new KernelSketch();
  const [named, listed] = [
    [outer, size, inner],
    [outer, count, inner],
  ];
  const from = sketch.buffer('from', family === 'gather' ? named : listed, 'source');
  const indices = sketch.buffer('indices', [count], 'source');
  const to = sketch.buffer('to', [outer * (family === 'gather' ? count : size) * inner]);
  const dense = [(family === 'gather' ? count : size) * inner, inner, 1];
  sketch.add({
    family,
    ...{ outer, count, inner, size, origin: [] },
    ...{
      from: accessOf(from),
      indices: accessOf(indices),
      to: { ...accessOf(to), strides: dense },
    },
  });
  const given = new Map<number, readonly number[]>([
    [from.id, wholeNumbers(from, seed)],
    [indices.id, picks],
  ]);
  return emissionFaults(sketch.program([to]), given);
}

describe('gathering', () => {
  test('copies what the indices name, each as often as it is named', () => {
    fc.assert(
      fc.property(moves(false), fc.nat(99), (move, seed) => {
        expect(faultsOf('gather', move, seed)).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('gives NaN for an index that names nothing, and reads nowhere else', () => {
    fc.assert(
      fc.property(moves(true), fc.nat(99), (move, seed) => {
        expect(faultsOf('gather', move, seed)).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('scattering', () => {
  test('adds to zeros what is named twice, and leaves zeros where nothing is named', () => {
    fc.assert(
      fc.property(moves(false), fc.nat(99), (move, seed) => {
        expect(faultsOf('scatter', move, seed)).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('gives NaN everywhere where one index names nothing, and writes nowhere else', () => {
    fc.assert(
      fc.property(moves(true), fc.nat(99), (move, seed) => {
        expect(faultsOf('scatter', move, seed)).toEqual([]);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
