/** Random numbers of a step: the order of an epoch, masks. The numbers are those of tensor/random.ts. */

import { philoxKey } from '../../tensor/random.ts';
import type { RandomKernel } from '../ir/kernel.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import type { EmitContext } from './emit-map.ts';
import { CONTROL } from './memory-map.ts';
import { BYTES, counted } from './walk.ts';

/** Philox 4×32 with 10 rounds, as in tensor/random.ts; the counter in and the words out in locals. */
function emitPhilox(
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

/** Emits a draw. */
export function emitRandom(c: FunctionCode, kernel: RandomKernel, context: EmitContext): void {
  if (kernel.kind === 'mask') emitMask(c, kernel, context);
  else emitPermutation(c, kernel, context);
}

/** One and zeros in row-major order; what pads the rows stays as it is. */
function emitMask(c: FunctionCode, kernel: RandomKernel, { buffers, start }: EmitContext): void {
  const { to, count, rate, seed, owner, stream } = kernel;
  const { row, size } = buffers[to.buffer];
  const rows = count / row;
  const padding = rows > 1 ? size / rows - row : 0;
  const words = [0, 1, 2, 3].map(() => c.local('i32'));
  const block = c.local('i32');
  const left = c.local('i32');
  const at = c.local('i32');
  const column = c.local('i32');
  c.i32(0).set(block).i32(0).set(column).i32(count).set(left).i32(start(to).offset).set(at);
  c.loop((again) => {
    c.get(block).set(words[0]).i32(0).set(words[1]);
    c.i32(0).op('i32.load', CONTROL.step).set(words[2]).i32(stream).set(words[3]);
    emitPhilox(c, words, philoxKey(seed, owner));
    for (const word of words) {
      c.get(left).i32(0).op('i32.gt_s');
      c.when(() => {
        c.get(at).get(word).i32(8).op('i32.shr_u');
        c.i32(Math.ceil(rate * 2 ** 24)).op('i32.ge_u');
        c.op('f32.convert_i32_s').op('f32.store');
        c.get(at).i32(BYTES).op('i32.add').set(at).get(left).i32(1).op('i32.sub').set(left);
        if (padding === 0) return;
        c.get(column).i32(1).op('i32.add').tee(column).i32(row).op('i32.eq');
        c.when(() => {
          c.i32(0)
            .set(column)
            .get(at)
            .i32(padding * BYTES)
            .op('i32.add')
            .set(at);
        });
      });
    }
    c.get(block).i32(1).op('i32.add').set(block).get(left).i32(0).op('i32.gt_s');
    again();
  });
}

/** Draws a permutation by Fisher and Yates when the step begins an epoch that was not drawn yet. */
function emitPermutation(c: FunctionCode, kernel: RandomKernel, { start }: EmitContext): void {
  const { count, seed, owner, stream, every } = kernel;
  const order = start(kernel.to).offset;
  const epoch = c.local('i32');
  c.i32(0).op('i32.load', CONTROL.step).i32(every).op('i32.div_u').tee(epoch);
  c.i32(1).op('i32.add').i32(0).op('i32.load', CONTROL.drawn).op('i32.ne');
  c.when(() => {
    const words = [0, 1, 2, 3].map(() => c.local('i32'));
    const drawn = c.local('i32');
    const left = c.local('i32');
    const other = c.local('i32');
    const kept = c.local('i32');
    const at = c.local('i32');
    counted(c, count, (i) => {
      c.get(i).i32(BYTES).op('i32.mul').get(i).op('i32.store', order);
    });
    if (count > 1) {
      c.i32(0)
        .set(drawn)
        .i32(count - 1)
        .set(left);
      const word = c.local('i32');
      c.loop((again) => {
        c.get(drawn)
          .i32(3)
          .op('i32.and')
          .op('i32.eqz')
          .when(() => {
            c.get(drawn).i32(2).op('i32.shr_u').set(words[0]);
            c.i32(0).set(words[1]);
            c.get(epoch).set(words[2]);
            c.i32(stream).set(words[3]);
            emitPhilox(c, words, philoxKey(seed, owner));
          });
        // Which of the four words is next.
        c.get(words[0]).get(words[1]).get(drawn).i32(1).op('i32.and').op('i32.eqz').op('select');
        c.get(words[2]).get(words[3]).get(drawn).i32(1).op('i32.and').op('i32.eqz').op('select');
        c.get(drawn).i32(2).op('i32.and').op('i32.eqz').op('select').set(word);
        c.get(drawn).i32(1).op('i32.add').set(drawn);
        c.get(word).op('i64.extend_i32_u').get(left).i32(1).op('i32.add').op('i64.extend_i32_u');
        c.op('i64.mul').op('i64.const', 32).op('i64.shr_u').op('i32.wrap_i64');
        c.i32(BYTES).op('i32.mul').set(other);
        c.get(left).i32(BYTES).op('i32.mul').tee(at).op('i32.load', order).set(kept);
        c.get(at).get(other).op('i32.load', order).op('i32.store', order);
        c.get(other).get(kept).op('i32.store', order);
        c.get(left).i32(1).op('i32.sub').tee(left);
        again();
      });
    }
    c.i32(0).get(epoch).i32(1).op('i32.add').op('i32.store', CONTROL.drawn);
  });
}
