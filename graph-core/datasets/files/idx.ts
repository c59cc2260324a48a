/**
 * IDX, the layout of MNIST: two zero bytes, a type, the number of sizes, the sizes as big-endian words, then
 * the numbers. Source: Yann LeCun, "The MNIST database", file formats.
 */
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import type { DataFileKind, NamedBytes } from './data-file-kind.ts';
import { MAX_SIDE } from './data-file-limits.ts';
import { isIdxName } from './data-names.ts';
import type { ImageTable } from './table.ts';

/** What an IDX file holds. */
interface IdxArray {
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

/** Images and labels as MNIST has them. */
export const idx: DataFileKind = {
  name: 'IDX',
  isText: false,
  isPromisedBy: isIdxName,
  begins: isIdx,
  read: readIdxPair,
};

/** True for bytes that begin as IDX does. */
function isIdx(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 &&
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    (bytes[2] === UNSIGNED_BYTES || TYPES[bytes[2]] !== undefined)
  );
}

/** The array in `bytes`, or what is wrong with it. */
function readIdx(bytes: Uint8Array, name: string): IdxArray | Refused {
  if (bytes[2] !== UNSIGNED_BYTES) {
    const message = `${name} holds ${TYPES[bytes[2]] ?? 'another type'}; only unsigned bytes are read`;
    return refuse({ code: 'idx-type', message, hint: 'convert it to unsigned bytes' });
  }
  const rank = bytes[3];
  if (rank !== 1 && rank !== 3) {
    const message = `${name} has ${rank} sizes; labels have 1, images 3 (count, height, width)`;
    return refuse({ code: 'idx-rank', message, hint: 'choose MNIST-like images and labels' });
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    const message = `${name} ends after ${bytes.length} bytes, its header has ${header}`;
    return refuse({ code: 'truncated', message, hint: 'download it again' });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const sizes = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.some((size) => size === 0) || sizes.slice(1).some((size) => size > MAX_SIDE)) {
    const message = `${name} announces ${sizes.join(' × ')}; sides go from 1 to ${MAX_SIDE}`;
    return refuse({ code: 'idx-size', message, hint: 'choose another file' });
  }
  const wanted = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== wanted) {
    const message = `${name} has ${bytes.length} bytes, ${sizes.join(' × ')} need ${wanted}`;
    const problem: Problem =
      bytes.length < wanted
        ? { code: 'truncated', message, hint: 'the file is cut off: download it again' }
        : { code: 'too-long', message, hint: 'choose another file, or cut off what follows' };
    return refuse(problem);
  }
  return { sizes, data: bytes.subarray(header) };
}

/** Images and labels, in any order. */
function readIdxPair(files: readonly NamedBytes[]): ImageTable | Refused {
  const read = files.map(({ name, bytes }) => ({ name, array: readIdxFile(name, bytes) }));
  const problems = read.flatMap(({ array }) => (isRefused(array) ? array.refused : []));
  if (problems.length > 0) return refuse(...problems);
  const arrays = read.flatMap(({ name, array }) => (isRefused(array) ? [] : [{ name, ...array }]));
  const images = arrays.filter(({ sizes }) => sizes.length === 3);
  const labels = arrays.filter(({ sizes }) => sizes.length === 1);
  const [image, label] = [images[0], labels[0]];
  if (images.length !== 1 || labels.length !== 1) {
    const count = (number: number, noun: string): string =>
      `${number} ${noun}${number === 1 ? '' : 's'}`;
    const message = `${count(images.length, 'file')} of images and ${count(labels.length, 'file')} of labels`;
    return refuse({ code: 'idx-pair', message, hint: 'open one of each together' });
  }
  const [rows, height, width] = image.sizes;
  if (rows !== label.sizes[0]) {
    const message = `${image.name} has ${rows} images, ${label.name} has ${label.sizes[0]} labels`;
    return refuse({ code: 'idx-pair', message, hint: 'open images and labels of the same set' });
  }
  const highest = label.data.reduce((most, value) => Math.max(most, value), 1);
  return {
    kind: 'images',
    rows,
    height,
    width,
    channels: 1,
    pixels: image.data,
    labels: label.data,
    classNames: Array.from({ length: highest + 1 }, (_, i) => String(i)),
    notes: [],
  };
}

function readIdxFile(name: string, bytes: Uint8Array): IdxArray | Refused {
  if (isIdx(bytes)) return readIdx(bytes, name);
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0'));
  const message = `${name} begins with ${start.join(' ') || 'nothing'}, IDX of bytes with 00 00 08`;
  return refuse({ code: 'not-idx', message, hint: 'choose an IDX file such as those of MNIST' });
}
