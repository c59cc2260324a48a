/**
 * Buffers: where numbers lie in the memory of the compiled loop, as f32. Rows are padded, so that whole
 * vectors may be written; what lies in the padding is leftovers and never reaches a result.
 */
import { elementCount, type Size } from '../../tensor/shape.ts';

/** Floats in a vector of 128 bits. */
export const LANES = 4;
/** Bytes of one f32. */
export const BYTES = 4;
/** Floats in a cache line of 64 bytes. */
const LINE = 16;
/** Rows of at least so many floats begin at cache lines. */
const LONG_ROW = 64;

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

/** Byte address of each buffer that has a place in memory. No number stands for "none". */
export type Addresses = ReadonlyMap<number, number>;

/** The byte address of a buffer that must have one. */
export function assertAddress(addresses: Addresses, buffer: number): number {
  const address = addresses.get(buffer);
  if (address === undefined) throw new Error(`internal: buffer ${buffer} has no address`);
  return address;
}

/** Where the last element of a buffer lies, in floats; behind it there is padding. */
export function lastElement({ shape, strides }: Buffer): number {
  let last = 0;
  for (let axis = 0; axis < shape.length; axis++) last += (shape[axis] - 1) * strides[axis];
  return last;
}

/** Floats rounded up to whole vectors. */
export const wholeVectors = (floats: number): number => Math.ceil(floats / LANES) * LANES;

/**
 * Floats from one row to the next. Long rows take an odd number of cache lines: then no row is split where
 * it need not be, and columns do not compete for the same cache sets.
 */
function rowStride(row: number): number {
  if (row < LONG_ROW) return wholeVectors(row);
  const lines = Math.ceil(row / LINE);
  return (lines % 2 === 0 ? lines + 1 : lines) * LINE;
}

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
      stride = rowStride(stride);
    }
  });
  return { strides, size: elementCount(shape) === 0 ? 0 : wholeVectors(stride), row };
}
