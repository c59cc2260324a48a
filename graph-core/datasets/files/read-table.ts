/** Files → one table: CSV alone, IDX images with their labels, CIFAR-10 files together; each may be packed. */
import type { Problem } from '../../graph/problem.ts';
import type { TableSwitches } from '../../graph/table-switches.ts';
import { type NamedBytes, readCifar } from './cifar.ts';
import { readCsv } from './csv/read-csv.ts';
import { promisedKind } from './data-names.ts';
import { foreignFile } from './foreign-file.ts';
import { type IdxArray, isIdx, readIdx } from './idx.ts';
import { MAX_DATA_BYTES } from './limits.ts';
import type { ImageTable, Table } from './table.ts';
import { isGzip, LOOK, unpackGzip } from './unpack.ts';

/** A file as it was chosen. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The table that `files` hold together, or why they hold none. `said` is for tables of text. */
export async function readTable(
  files: readonly DataFile[],
  said: TableSwitches = {},
): Promise<Table | readonly Problem[]> {
  if (files.length === 0) {
    return [{ code: 'no-files', message: 'no file was opened', hint: 'choose at least one' }];
  }
  const plain = await unpackAll(files);
  if (!('files' in plain)) return plain;
  const foreign = plain.files.flatMap(({ name, bytes }) => foreignFile(name, bytes) ?? []);
  if (foreign.length > 0) return foreign;
  const kinds = new Set(plain.files.map(kindOf));
  if (kinds.size > 1) {
    const message = `${[...kinds].join(' and ')} files do not go together`;
    return [{ code: 'mixed-files', message, hint: 'open files of one kind' }];
  }
  const [kind] = kinds;
  if (kind === 'IDX') return readIdxPair(plain.files);
  if (kind === 'CIFAR-10') return readCifar(plain.files);
  const [file, ...others] = plain.files;
  if (others.length === 0) return readCsv(file.bytes, said);
  const message = `${plain.files.length} tables were opened at once`;
  return [{ code: 'several-tables', message, hint: 'open one of them' }];
}

function kindOf({ name, bytes }: NamedBytes): 'IDX' | 'CIFAR-10' | 'CSV' {
  return promisedKind(name) ?? (isIdx(bytes) ? 'IDX' : 'CSV');
}

async function unpackAll(
  files: readonly DataFile[],
): Promise<{ readonly files: readonly NamedBytes[] } | readonly Problem[]> {
  const plain: NamedBytes[] = [];
  let left = MAX_DATA_BYTES;
  for (const { name, bytes } of files) {
    const unpacked = isGzip(bytes)
      ? await unpackGzip(bytes, left, (beginning) => refuseBeginning(name, beginning))
      : bytes;
    if (unpacked !== null && typeof unpacked === 'object' && 'code' in unpacked) return [unpacked];
    if (unpacked === 'damaged') {
      const message = `${name} is damaged: it cannot be unpacked`;
      return [{ code: 'damaged', message, hint: 'download it again' }];
    }
    left -= unpacked?.length ?? left + 1;
    if (unpacked === null || left < 0) {
      const message = `the files have more than ${MAX_DATA_BYTES} bytes, which is the limit`;
      return [{ code: 'too-large', message, hint: 'open fewer or smaller files' }];
    }
    const refused = refuseBeginning(name, unpacked);
    if (refused !== null) return [refused];
    plain.push({ name: name.replace(/\.gz$/i, ''), bytes: unpacked });
  }
  return { files: plain };
}

/** What speaks against a file as soon as its beginning is there: a line that no table has. */
function refuseBeginning(name: string, beginning: Uint8Array): Problem | null {
  if (beginning.length < LOOK || kindOf({ name, bytes: beginning }) !== 'CSV') return null;
  const foreign = foreignFile(name, beginning);
  if (foreign !== null) return foreign;
  const line = beginning.subarray(0, LOOK);
  if (line.includes(10) || line.includes(13)) return null;
  const message = `the first line of ${name} has more than ${LOOK} bytes`;
  return { code: 'too-long-line', message, hint: 'choose a table, with one example a line' };
}

/** Images and labels, in any order. */
function readIdxPair(files: readonly NamedBytes[]): ImageTable | readonly Problem[] {
  const read = files.map(({ name, bytes }) => ({ name, array: readIdxFile(name, bytes) }));
  const problems = read.flatMap(({ array }) => ('sizes' in array ? [] : [array]));
  if (problems.length > 0) return problems;
  const arrays = read.flatMap(({ name, array }) => ('sizes' in array ? [{ name, ...array }] : []));
  const images = arrays.filter(({ sizes }) => sizes.length === 3);
  const labels = arrays.filter(({ sizes }) => sizes.length === 1);
  const [image, label] = [images[0], labels[0]];
  if (images.length !== 1 || labels.length !== 1) {
    const count = (number: number, noun: string): string =>
      `${number} ${noun}${number === 1 ? '' : 's'}`;
    const message = `${count(images.length, 'file')} of images and ${count(labels.length, 'file')} of labels`;
    return [{ code: 'idx-pair', message, hint: 'open one of each together' }];
  }
  const [rows, height, width] = image.sizes;
  if (rows !== label.sizes[0]) {
    const message = `${image.name} has ${rows} images, ${label.name} has ${label.sizes[0]} labels`;
    return [{ code: 'idx-pair', message, hint: 'open images and labels of the same set' }];
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

function readIdxFile(name: string, bytes: Uint8Array): IdxArray | Problem {
  if (isIdx(bytes)) return readIdx(bytes, name);
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0'));
  const message = `${name} begins with ${start.join(' ') || 'nothing'}, IDX of bytes with 00 00 08`;
  return { code: 'not-idx', message, hint: 'choose an IDX file such as those of MNIST' };
}
