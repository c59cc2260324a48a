/**
 * CIFAR-10, binary version: records of a label and 3 × 32 × 32 bytes, planes red, green, blue. Source: Alex
 * Krizhevsky, "The CIFAR-10 dataset".
 */
import { type Problem, type Refused, refuse } from '../../graph/problem.ts';
import type { DataFileKind, NamedBytes } from './data-file-kind.ts';
import { plainName } from './data-names.ts';
import type { ImageTable } from './table.ts';

const SIDE = 32;
const PIXELS = 3 * SIDE * SIDE;
const RECORD = 1 + PIXELS;

/** CIFAR-100 has a coarse and a fine label. */
const RECORD_OF_100 = 2 + PIXELS;

const CLASSES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/** The binary version of CIFAR-10; nothing in its bytes says so, the name has to. */
export const cifar: DataFileKind = {
  name: 'CIFAR-10',
  isText: false,
  isPromisedBy: (name) => /\.bin$/i.test(plainName(name)),
  begins: () => false,
  read: readCifar,
};

/** The images of all files in order, or everything that is wrong with them. */
function readCifar(files: readonly NamedBytes[]): ImageTable | Refused {
  const problems = files.flatMap((file) => problemOf(file) ?? []);
  if (problems.length > 0) return refuse(...problems);
  const rows = files.reduce((sum, { bytes }) => sum + bytes.length / RECORD, 0);
  const pixels = new Uint8Array(rows * PIXELS);
  const labels = new Uint8Array(rows);
  let row = 0;
  for (const { bytes } of files) {
    for (let at = 0; at < bytes.length; at += RECORD, row++) {
      labels[row] = bytes[at];
      pixels.set(bytes.subarray(at + 1, at + RECORD), row * PIXELS);
    }
  }
  return {
    kind: 'images',
    rows,
    height: SIDE,
    width: SIDE,
    channels: 3,
    pixels,
    labels,
    classNames: CLASSES,
    notes: [],
  };
}

function problemOf({ name, bytes }: NamedBytes): Problem | null {
  const rest = bytes.length % RECORD;
  if (rest > 0 && bytes.length % RECORD_OF_100 === 0) {
    return {
      code: 'cifar-100',
      message: `${name} has records of ${RECORD_OF_100} bytes, as CIFAR-100 has: two labels each`,
      hint: 'open the binary version of CIFAR-10, data_batch_1.bin and so on',
    };
  }
  if (bytes.length === 0 || rest > 0) {
    const whole = (bytes.length - rest) / RECORD;
    return {
      code: 'truncated',
      message: `${name} has ${bytes.length} bytes: ${whole === 1 ? '1 record' : `${whole} records`} of ${RECORD} and ${rest} bytes more`,
      hint: 'CIFAR-10 has whole records: download it again, or choose another file',
    };
  }
  for (let at = 0; at < bytes.length; at += RECORD) {
    if (bytes[at] < CLASSES.length) continue;
    return {
      code: 'bad-label',
      message: `${name} has label ${bytes[at]} at byte ${at}, record ${at / RECORD + 1}; labels go from 0 to 9`,
      hint: 'choose a binary file of CIFAR-10',
    };
  }
  return null;
}
