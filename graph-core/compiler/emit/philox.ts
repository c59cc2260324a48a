/** Random words from a counter and a key, as tensor/random.ts draws them. */
import type { FunctionCode } from '../wasm/function-code.ts';

/** Philox 4×32 with 10 rounds: the counter in and the words out in locals. */
export function emitPhilox(
  c: FunctionCode,
  words: readonly number[],
  key: readonly [number, number],
): void {
  const wide = c.scratch('philox.0', 'i64');
  const wider = c.scratch('philox.1', 'i64');
  let [k0, k1] = key;
  const product = (word: number, multiplier: number, into: number) => {
    c.get(word).op('i64.extend_i32_u').op('i64.const', multiplier).op('i64.mul').set(into);
  };
  const high = (local: number) => {
    c.get(local).op('i64.const', 32).op('i64.shr_u').op('i32.wrap_i64');
  };
  for (let round = 0; round < 10; round++) {
    product(words[0], 0xd2511f53, wide);
    product(words[2], 0xcd9e8d57, wider);
    high(wider);
    c.get(words[1]).op('i32.xor').i32(k0).op('i32.xor').set(words[0]);
    high(wide);
    c.get(words[3]).op('i32.xor').i32(k1).op('i32.xor').set(words[2]);
    c.get(wider).op('i32.wrap_i64').set(words[1]);
    c.get(wide).op('i32.wrap_i64').set(words[3]);
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
}
