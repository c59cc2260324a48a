/**
 * Which examples are held out for testing: a seeded draw, the same in every run. With classes each gives
 * its share, rounded down, so that every class keeps at least one example to learn from.
 */
import { RandomStream } from '../tensor/random.ts';

/** Rows in the order the run has them: those to learn from, as they were, then those held out. */
export interface TestSplit {
  readonly order: Uint32Array;
  /** How many of `order` are learned from. */
  readonly training: number;
}

/** `labelOf` gives the class of a row among `rows`; null when there are no classes. */
export function splitRows(
  rows: Uint32Array,
  share: number,
  seed: number,
  labelOf: ((row: number) => number) | null,
): TestSplit {
  if (share <= 0) return { order: rows, training: rows.length };
  const count = new Map<number, number>();
  const label = labelOf ?? (() => 0);
  for (const row of rows) count.set(label(row), (count.get(label(row)) ?? 0) + 1);
  const open = new Map([...count].map(([key, size]) => [key, Math.floor(size * share + 1e-9)]));
  const held = new Uint8Array(rows.length);
  let training = rows.length;
  for (const at of new RandomStream(seed, 'dataset', SUBSTREAM).permutation(rows.length)) {
    const key = label(rows[at]);
    const remaining = open.get(key) ?? 0;
    if (remaining === 0) continue;
    open.set(key, remaining - 1);
    held[at] = 1;
    training--;
  }
  const order = new Uint32Array(rows.length);
  let [first, last] = [0, training];
  for (let at = 0; at < rows.length; at++) {
    if (held[at] === 1) order[last++] = rows[at];
    else order[first++] = rows[at];
  }
  return { order, training };
}

/** Of the seed of the data; 0 draws noise, 1 hidden truths, 3 samples. */
const SUBSTREAM = 2;

/** The first `size` rows of a seeded order, ascending: a sample of a large file. */
export function sampleRows(rows: Uint32Array, size: number, seed: number): Uint32Array {
  if (rows.length <= size) return rows;
  const order = new RandomStream(seed, 'dataset', 3).permutation(rows.length).slice(0, size);
  return Uint32Array.from(order, (at) => rows[at]).sort();
}
