/** Moves by index, and the next rows of a batch. */
import { LANES } from '../ir/buffer.ts';
import type { MoveKernel } from '../ir/kernel.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import type { EmitContext } from './emit-map.ts';
import { CONTROL } from './memory-map.ts';
import { BYTES, counted } from './walk.ts';

/** Rows of more floats than this are copied by the machine's own copy. */
const LONG_ROW = 256;

/** Emits a move. */
export function emitMove(c: FunctionCode, kernel: MoveKernel, context: EmitContext): void {
  if (kernel.kind === 'batch') emitBatch(c, kernel, context);
  else emitByIndex(c, kernel, context);
}

/** Adds index · stride (in floats) to the address on the stack. */
function plus(c: FunctionCode, index: number, stride: number): void {
  if (stride === 0) return;
  c.get(index)
    .i32(stride * BYTES)
    .op('i32.mul')
    .op('i32.add');
}

function emitByIndex(c: FunctionCode, kernel: MoveKernel, { start }: EmitContext): void {
  const { outer, count, inner, size, from, indices, to } = kernel;
  const scatters = kernel.kind === 'scatter';
  const wrong = c.local('i32');
  const place = c.local('i32');
  const index = c.local('f32');
  const fillAll = (value: number) => {
    counted(c, outer * size * inner, (e) => {
      c.i32(start(to).offset);
      plus(c, e, 1);
      c.f32(value).op('f32.store');
    });
  };
  if (scatters) fillAll(0);
  counted(c, outer, (o) => {
    counted(c, count, (k) => {
      c.i32(start(indices).offset);
      plus(c, k, indices.strides[0]);
      c.op('f32.load').tee(index);
      c.op('i32.trunc_sat_f32_s').tee(place);
      c.op('f32.convert_i32_s').get(index).op('f32.eq').set(wrong);
      // `wrong` is 1 here when the index is whole; negative ones count from the end.
      c.get(place).get(place).i32(size).op('i32.add').get(place).i32(0).op('i32.ge_s').op('select');
      c.tee(place).i32(size).op('i32.lt_u').get(wrong).op('i32.and').op('i32.eqz').set(wrong);
      counted(c, inner, (i) => {
        const address = (access: typeof to, which: number) => {
          c.i32(start(access).offset);
          plus(c, o, access.strides[0]);
          plus(c, which, access.strides[1]);
          plus(c, i, access.strides[2]);
        };
        if (!scatters) {
          address(to, k);
          c.get(wrong).when(
            () => c.f32(Number.NaN).set(index),
            () => {
              address(from, place);
              c.op('f32.load').set(index);
            },
          );
          c.get(index).op('f32.store');
          return;
        }
        c.get(wrong)
          .op('i32.eqz')
          .when(() => {
            address(to, place);
            address(to, place);
            c.op('f32.load');
            address(from, k);
            c.op('f32.load').op('f32.add').op('f32.store');
          });
      });
      if (scatters) {
        // A value that has no place would be lost without a trace.
        const lost = c.scratch('move.lost', 'i32');
        c.get(lost).get(wrong).op('i32.or').set(lost);
      }
    });
  });
  if (scatters) {
    const lost = c.scratch('move.lost', 'i32');
    c.get(lost).when(() => fillAll(Number.NaN));
    c.i32(0).set(lost);
  }
}

/** Steps in a pass over the data. */
const stepsPerEpoch = (size: number, batch: number): number =>
  Math.max(1, Math.floor(size / batch));

/** Copies the rows that the order of the epoch names next. */
function emitBatch(c: FunctionCode, kernel: MoveKernel, { start }: EmitContext): void {
  const { count, batch, inner, size, from, indices, to } = kernel;
  const cursor = c.local('i32');
  c.i32(0).op('i32.load', CONTROL.step).i32(stepsPerEpoch(size, batch)).op('i32.rem_u');
  c.i32(batch * BYTES)
    .op('i32.mul')
    .set(cursor);
  const rowFrom = c.local('i32');
  const rowTo = c.local('i32');
  const isWhole = [from, to].every(
    (access) => access.strides[2] === 1 && access.strides[1] >= Math.ceil(inner / LANES) * LANES,
  );
  counted(c, count, (r) => {
    c.get(cursor);
    plus(c, r, 1);
    c.op('i32.load', start(indices).offset)
      .i32(from.strides[1] * BYTES)
      .op('i32.mul')
      .set(rowFrom);
    c.get(r)
      .i32(to.strides[1] * BYTES)
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
        plus(c, i, to.strides[2]);
        c.get(rowFrom);
        plus(c, i, from.strides[2]);
        c.op('f32.load', source).op('f32.store', target);
      });
    }
  });
}
