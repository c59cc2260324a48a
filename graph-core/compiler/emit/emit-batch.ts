/** What feeds a step from a data set: the order of an epoch, and the rows it names next. */
import { philoxKey, STREAMS } from '../../tensor/random.ts';
import { BYTES, LANES } from '../ir/buffer.ts';
import type { BatchKernel, ShuffleKernel } from '../ir/kernel.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import type { EmitContext } from './emit-map.ts';
import { CONTROL } from './memory-map.ts';
import { emitPhilox } from './philox.ts';
import { counted, emitPlus } from './walk.ts';

/** Rows of more floats than this are copied by the machine's own copy. */
const LONG_ROW = 256;

/** Draws a permutation by Fisher and Yates when the step begins an epoch that was not drawn yet. */
export function emitShuffle(c: FunctionCode, kernel: ShuffleKernel, { start }: EmitContext): void {
  const { count, seed, every } = kernel;
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
            c.i32(STREAMS.shuffle).set(words[3]);
            emitPhilox(c, words, philoxKey(seed, 0));
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

/** Copies the rows that the order of the epoch names next. */
export function emitBatch(c: FunctionCode, kernel: BatchKernel, { start }: EmitContext): void {
  const { count, batch, inner, every, from, indices, to } = kernel;
  const cursor = c.local('i32');
  c.i32(0).op('i32.load', CONTROL.step).i32(every).op('i32.rem_u');
  c.i32(batch * BYTES)
    .op('i32.mul')
    .set(cursor);
  const rowFrom = c.local('i32');
  const rowTo = c.local('i32');
  const isWhole = [from, to].every(
    (access) => access.strides[1] === 1 && access.strides[0] >= Math.ceil(inner / LANES) * LANES,
  );
  counted(c, count, (r) => {
    c.get(cursor);
    emitPlus(c, r, 1);
    c.op('i32.load', start(indices).offset)
      .i32(from.strides[0] * BYTES)
      .op('i32.mul')
      .set(rowFrom);
    c.get(r)
      .i32(to.strides[0] * BYTES)
      .op('i32.mul')
      .set(rowTo);
    const source = start(from).offset;
    const target = start(to).offset;
    if (isWhole && inner > LONG_ROW) {
      c.get(rowTo).i32(target).op('i32.add').get(rowFrom).i32(source).op('i32.add');
      c.i32(inner * BYTES).op('memory.copy');
    } else if (isWhole) {
      for (let at = 0; at < inner; at += LANES) {
        c.get(rowTo)
          .get(rowFrom)
          .op('v128.load', source + at * BYTES);
        c.op('v128.store', target + at * BYTES);
      }
    } else {
      counted(c, inner, (i) => {
        c.get(rowTo);
        emitPlus(c, i, to.strides[1]);
        c.get(rowFrom);
        emitPlus(c, i, from.strides[1]);
        c.op('f32.load', source).op('f32.store', target);
      });
    }
  });
}
