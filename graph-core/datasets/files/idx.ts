/**
 * IDX, the layout of MNIST: two zero bytes, a type, the number of sizes, the sizes as big-endian words, then
 * the numbers. Source: Yann LeCun, "The MNIST database", file formats.
 */
import type { Problem } from '../../graph/problem.ts';
import { MAX_SIDE } from './limits.ts';

/** What an IDX file holds. */
export interface IdxArray {
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTES = 0x08;
const TYPES: Readonly<Record<number, string>> = {
  9: 'signed bytes',
  11: 'short integers',
  12: 'integers',
  13: 'floats',
  14: 'doubles',
};

/** True for bytes that begin as IDX does. */
export function isIdx(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    (bytes[2] === UNSIGNED_BYTES || TYPES[bytes[2]] !== undefined)
  );
}

/** The array in `bytes`, or what is wrong with it. */
export function readIdx(bytes: Uint8Array, name: string): IdxArray | Problem {
  if (bytes[2] !== UNSIGNED_BYTES) {
    const message = `${name} holds ${TYPES[bytes[2]] ?? 'another type'}; only unsigned bytes are read`;
    return { code: 'idx-type', message, hint: 'convert it to unsigned bytes' };
  }
  const rank = bytes[3];
  if (rank !== 1 && rank !== 3) {
    const message = `${name} has ${rank} sizes; labels have 1, images 3 (count, height, width)`;
    return { code: 'idx-rank', message, hint: 'choose MNIST-like images and labels' };
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    const message = `${name} ends after ${bytes.length} bytes, its header has ${header}`;
    return { code: 'truncated', message, hint: 'download it again' };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const sizes = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.some((size) => size === 0) || sizes.slice(1).some((size) => size > MAX_SIDE)) {
    const message = `${name} announces ${sizes.join(' × ')}; sides go from 1 to ${MAX_SIDE}`;
    return { code: 'idx-size', message, hint: 'choose another file' };
  }
  const wanted = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== wanted) {
    const message = `${name} has ${bytes.length} bytes, ${sizes.join(' × ')} need ${wanted}`;
    return bytes.length < wanted
      ? { code: 'truncated', message, hint: 'the file is cut off: download it again' }
      : { code: 'too-long', message, hint: 'choose another file, or cut off what follows' };
  }
  return { sizes, data: bytes.subarray(header) };
}
