/** Masks of ones and zeros: the numbers that `fillMask` draws for the interpreter. */

import { philoxKey, STREAMS } from '../../tensor/random.ts';
import { elementCount } from '../../tensor/shape.ts';
import { BYTES } from '../ir/buffer.ts';
import type { MaskKernel } from '../ir/kernel.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import type { EmitContext } from './emit-map.ts';
import { CONTROL } from './memory-map.ts';
import { emitPhilox } from './philox.ts';

/** Emits a mask: ones and zeros in row-major order; what pads the rows stays as it is. */
export function emitMask(
  c: FunctionCode,
  kernel: MaskKernel,
  { buffers, start }: EmitContext,
): void {
  const { to, rate, seed, owner } = kernel;
  const count = elementCount(kernel.shape);
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
    c.i32(0).op('i32.load', CONTROL.step).set(words[2]).i32(STREAMS.dropout).set(words[3]);
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
