import { describe, expect, test } from 'vitest';
import { philox4x32, RandomStream } from './random.ts';

type Words = readonly [number, number, number, number];

const philox = (counter: Words, key: readonly [number, number]): number[] => {
  const out = new Uint32Array(4);
  philox4x32(out, counter, key);
  return [...out];
};

const F = 0xffffffff;

// The known answers that Random123 is distributed with (tests/kat_vectors, philox4x32 with 10 rounds).
test.each([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [F, F, F, F],
    [F, F],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)('Philox gives the known answer for counter %j and key %j', (counter, key, expected) => {
  expect(philox(counter, key)).toEqual([...expected]);
});

describe('a stream', () => {
  test('draws the words of consecutive counters', () => {
    const stream = new RandomStream(5, 'shuffle', 3);
    const words = Array.from({ length: 6 }, () => stream.word());
    expect(words).toEqual([
      ...philox([0, 0, 3, 1], [5, 0]),
      ...philox([1, 0, 3, 1], [5, 0]).slice(0, 2),
    ]);
  });

  test('is the same for the same seed and another for each purpose, substream and large seed', () => {
    const first = (seed: number, substream = 0) => new RandomStream(seed, 'test', substream).word();
    expect(first(1)).toBe(first(1));
    const words = [
      first(1),
      first(2),
      first(1, 1),
      first(1 + 2 ** 32),
      new RandomStream(1, 'weights').word(),
    ];
    expect(new Set(words).size).toBe(words.length);
  });

  test('draws uniform numbers in [0, 1) that f32 holds exactly', () => {
    const stream = new RandomStream(1, 'test');
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      const value = stream.uniform();
      expect(value >= 0 && value < 1 && Math.fround(value) === value).toBe(true);
      sum += value;
    }
    // Standard deviation of the mean: 1/√12/100 = 0.0029.
    expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.012);
  });

  test('draws normal numbers with mean 0 and variance 1, within four standard deviations', () => {
    const stream = new RandomStream(1, 'test');
    let [sum, squares] = [0, 0];
    for (let i = 0; i < 10_000; i++) {
      const value = stream.normal();
      sum += value;
      squares += value * value;
    }
    expect(Math.abs(sum / 10_000)).toBeLessThan(0.04);
    expect(Math.abs(squares / 10_000 - 1)).toBeLessThan(0.057);
  });

  test('permutes every number once', () => {
    const order = new RandomStream(1, 'shuffle').permutation(100);
    expect(order).not.toEqual([...order].sort((p, q) => p - q));
    expect([...order].sort((p, q) => p - q)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(new RandomStream(1, 'shuffle').permutation(0)).toEqual([]);
  });
});
