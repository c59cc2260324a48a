/**
 * Counter-based random numbers: the number at (seed, stream, counter) is a pure function, so
 * interpreter, compiled loop, any thread and any order of evaluation see the same ones.
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
 * Philox 4×32 with 10 rounds.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/** Seeds of data sets, shuffles, weights and masks: 32 bits. */
export const MAX_SEED = 2 ** 32 - 1;

/** High 32 bits of the unsigned product of two 32-bit numbers, by halves of 16 bits. */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 16);
  const carry = a0 * b1 + (middle % 0x10000);
  return (a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** Four 32-bit words for a 128-bit counter and a 64-bit key, written into `out`. */
export function philox4x32(
  out: Uint32Array,
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): void {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** What the numbers are for; each purpose draws from its own stream of the same seed. */
export const STREAMS = { weights: 0, shuffle: 1, dataset: 2, dropout: 3, test: 4 } as const;

/** One of the streams. */
export type Stream = keyof typeof STREAMS;

/**
 * 32 bits for a name, such as the key of the node that draws; 0 for none. FNV-1a over its UTF-16 units, then
 * the finalizer of MurmurHash3, so that `w1` and `w2` have nothing in common.
 */
export function ownerOf(name: string): number {
  if (name === '') return 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The key of Philox for what an owner draws with a seed below 2^53. */
export const philoxKey = (seed: number, owner: number): readonly [number, number] => [
  seed >>> 0,
  (Math.floor(seed / 2 ** 32) ^ owner) >>> 0,
];

/** A reader of one stream that remembers only how many words it has drawn. */
export class RandomStream {
  private readonly words = new Uint32Array(4);
  private drawn = 0;
  private readonly key: readonly [number, number];
  private readonly stream: Stream;
  private readonly substream: number;

  /**
   * `substream` separates users of one seed, for example the epochs of a shuffle; `owner` nodes, by the number
   * that `ownerOf` gives their key.
   */
  constructor(seed: number, stream: Stream, substream = 0, owner = 0) {
    this.stream = stream;
    this.substream = substream;
    this.key = philoxKey(seed, owner);
  }

  /** A whole number in [0, 2^32). */
  word(): number {
    const lane = this.drawn & 3;
    if (lane === 0) {
      const block = Math.floor(this.drawn / 4);
      philox4x32(
        this.words,
        [
          block >>> 0,
          Math.floor(block / 2 ** 32) >>> 0,
          this.substream >>> 0,
          STREAMS[this.stream],
        ],
        this.key,
      );
    }
    this.drawn++;
    return this.words[lane];
  }

  /** Uniform in [0, 1) with 24 bits, so that f32 and f64 hold the same number. */
  uniform(): number {
    return (this.word() >>> 8) * 2 ** -24;
  }

  /** Standard normal by Box and Muller (1958); draws two words. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A whole number in [0, bound). The bias of the multiplication is below bound / 2^32. */
  integer(bound: number): number {
    return Math.floor((this.word() * bound) / 2 ** 32);
  }

  /** The numbers 0 … count-1 in random order, by Fisher and Yates. */
  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
