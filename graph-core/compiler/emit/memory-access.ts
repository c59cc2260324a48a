/** Loads and stores of four elements, whatever the distance between them. */
import { BYTES, LANES } from '../ir/buffer.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import type { Address } from './walk.ts';

function push(c: FunctionCode, { pointer }: Address): FunctionCode {
  return pointer === null ? c.i32(0) : c.get(pointer);
}

/** Leaves four elements on the stack; `stride` is the distance between them in floats. */
export function emitLoad(c: FunctionCode, at: Address, stride: number, lanes: number): void {
  if (stride === 1) {
    // Beyond the last lane that counts there is padding, or another buffer: numbers nobody looks at.
    push(c, at).op('v128.load', at.offset);
    return;
  }
  if (stride === 0 || lanes === 1) {
    push(c, at).op('v128.load32_splat', at.offset);
    return;
  }
  const vector = c.scratch('load.lanes');
  push(c, at).op('v128.load32_zero', at.offset).set(vector);
  for (let lane = 1; lane < lanes; lane++) {
    push(c, at)
      .get(vector)
      .op('v128.load32_lane', at.offset + lane * stride * BYTES, lane);
    c.set(vector);
  }
  c.get(vector);
}

/** Stores the first `lanes` of the vector in `local`. */
export function emitStore(
  c: FunctionCode,
  at: Address,
  stride: number,
  lanes: number,
  local: number,
): void {
  if (stride === 1 && lanes === LANES) {
    push(c, at).get(local).op('v128.store', at.offset);
    return;
  }
  let lane = 0;
  if (stride === 1 && lanes >= 2) {
    push(c, at).get(local).op('v128.store64_lane', at.offset, 0);
    lane = 2;
  }
  for (; lane < lanes; lane++) {
    push(c, at)
      .get(local)
      .op('v128.store32_lane', at.offset + lane * stride * BYTES, lane);
  }
}
