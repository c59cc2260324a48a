/**
 * Buffers: where numbers lie in the memory of the compiled loop, as f32. Rows are padded, so that whole
 * vectors may be written; what lies in the padding is leftovers and never reaches a result.
 */
import { elementCount, type Size } from '../../tensor/shape.ts';

/** Floats in a vector of 128 bits. */
export const LANES = 4;
/** A row stride that is a multiple of this many floats (1 KiB) makes rows compete for the same cache sets. */
const CROWDED = 256;
/** Floats added to such a stride: 64 bytes, one cache line. */
const DETOUR = 16;

/** Who puts numbers there. */
export type BufferRole =
  /** Given from outside before the loop, possibly replaced by each step. */
  | 'source'
  /** Part of the program: the same for ever. */
  | 'constant'
  /** Computed by kernels. */
  | 'computed';

/** A block of memory with a shape. */
export interface Buffer {
  readonly id: number;
  readonly name: string;
  readonly role: BufferRole;
  readonly shape: Size;
  /** Floats from one element to the next, by axis. */
  readonly strides: readonly number[];
  /** Floats it takes, padding included. */
  readonly size: number;
  /** Size of the axis of stride 1: what a row holds before its padding. */
  readonly row: number;
  /** For constants, in the order of memory. */
  readonly values?: Float32Array<ArrayBuffer>;
  /** Whole numbers of 32 bits instead of f32: the order of a permutation. */
  readonly integers?: boolean;
}

/** Floats rounded up to whole vectors. */
export const wholeVectors = (floats: number): number => Math.ceil(floats / LANES) * LANES;

/** Strides, size and row of a buffer; `order` lists its axes from the outermost in memory. */
export function layoutOf(
  shape: Size,
  order: readonly number[] = shape.map((_, axis) => axis),
): Pick<Buffer, 'strides' | 'size' | 'row'> {
  const strides = new Array<number>(shape.length).fill(0);
  const long = order.filter((axis) => shape[axis] !== 1);
  let stride = 1;
  let row = 1;
  long.reverse().forEach((axis, i) => {
    strides[axis] = stride;
    stride *= shape[axis];
    if (i > 0) return;
    row = shape[axis];
    if (long.length > 1) {
      stride = wholeVectors(stride);
      if (stride % CROWDED === 0) stride += DETOUR;
    }
  });
  return { strides, size: elementCount(shape) === 0 ? 0 : wholeVectors(stride), row };
}
