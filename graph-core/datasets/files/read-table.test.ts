import { expect, test } from 'vitest';
import { isRefused } from '../../graph/problem.ts';
import { RandomStream } from '../../tensor/random.ts';
import { reasons } from '../../testing/granted.ts';
import { isDataName } from './data-names.ts';
import { type DataFile, readTable } from './read-table.ts';
import type { ImageTable } from './table.ts';

const file = (name: string, ...bytes: number[]): DataFile => ({
  name,
  bytes: Uint8Array.from(bytes),
});

/** IDX of unsigned bytes with these sizes and numbers. */
function idx(name: string, sizes: readonly number[], numbers: readonly number[]): DataFile {
  const words = sizes.flatMap((size) => [
    size >>> 24,
    (size >> 16) & 255,
    (size >> 8) & 255,
    size & 255,
  ]);
  return file(name, 0, 0, 8, sizes.length, ...words, ...numbers);
}

async function gzip({ name, bytes }: DataFile): Promise<DataFile> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  const buffer = await new Response(packed).arrayBuffer();
  return { name: `${name}.gz`, bytes: new Uint8Array(buffer) };
}

const images = idx(
  'train-images-idx3-ubyte',
  [2, 2, 3],
  [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255],
);
const labels = idx('train-labels-idx1-ubyte', [2], [7, 0]);

/** One record of CIFAR-10. */
const record = (label: number, pixel: number): number[] => [
  label,
  ...new Array<number>(3072).fill(pixel),
];

/** What is said about files. */
async function refusal(...files: DataFile[]): Promise<string[]> {
  const read = await readTable(files);
  return reasons(read).map(({ code, message, hint }) => `${code}: ${message} / ${hint}`);
}

test('images and labels of MNIST make one table, packed or not, in any order', async () => {
  const table: ImageTable = {
    kind: 'images',
    rows: 2,
    height: 2,
    width: 3,
    channels: 1,
    pixels: images.bytes.subarray(16),
    labels: Uint8Array.of(7, 0),
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7'],
    notes: [],
  };
  expect(await readTable([images, labels])).toEqual(table);
  expect(await readTable([labels, images])).toEqual(table);
  expect(await readTable([await gzip(images), await gzip(labels)])).toEqual(table);
});

test('records of several CIFAR-10 files follow one another', async () => {
  const read = await readTable([
    file('data_batch_1.bin', ...record(3, 10), ...record(9, 20)),
    file('data_batch_2.bin', ...record(0, 30)),
  ]);
  expect(read).toMatchObject({ kind: 'images', rows: 3, height: 32, width: 32, channels: 3 });
  if (!('labels' in read)) throw new Error('no images');
  expect([...read.labels]).toEqual([3, 9, 0]);
  expect([0, 3071, 3072, 6143, 6144].map((at) => read.pixels[at])).toEqual([10, 10, 20, 20, 30]);
  expect(read.classNames[3]).toBe('cat');
});

test('copies that browsers have numbered are what they are copies of', async () => {
  const read = await readTable([
    { ...images, name: 'train-images-idx3-ubyte (1)' },
    { ...labels, name: 'train-labels.idx1-ubyte - Copy' },
  ]);
  expect(read).toMatchObject({ kind: 'images', rows: 2 });
  const copies = [
    'a.csv (2)',
    'x-ubyte (1)',
    'x-ubyte(3).gz',
    'data_batch_1 (1).bin',
    'b.csv.gz (1)',
  ];
  expect(copies.filter((name) => !isDataName(name))).toEqual([]);
});

test('a packed table is read as the table', async () => {
  const csv = file('iris.csv', ...new TextEncoder().encode('a,b\n1,x\n'));
  expect(await readTable([await gzip(csv)])).toEqual(await readTable([csv]));
});

test.each<[string, () => Promise<DataFile[]> | DataFile[], string[]]>([
  [
    'images cut off',
    () => [{ ...images, bytes: images.bytes.slice(0, 20) }, labels],
    [
      'truncated: train-images-idx3-ubyte has 20 bytes, 2 × 2 × 3 need 28 / the file is cut off: download it again',
    ],
  ],
  [
    'a header cut off',
    () => [{ ...images, bytes: images.bytes.slice(0, 10) }, labels],
    [
      'truncated: train-images-idx3-ubyte ends after 10 bytes, its header has 16 / download it again',
    ],
  ],
  [
    'bytes too many',
    () => [images, { ...labels, bytes: Uint8Array.of(...labels.bytes, 1) }],
    [
      'too-long: train-labels-idx1-ubyte has 11 bytes, 2 need 10 / choose another file, or cut off what follows',
    ],
  ],
  [
    'images that announce billions',
    () => [idx('huge', [4_000_000_000, 40, 40], [])],
    [
      'truncated: huge has 16 bytes, 4000000000 × 40 × 40 need 6400000000016 / the file is cut off: download it again',
    ],
  ],
  [
    'images without extent',
    () => [idx('flat', [5, 0, 4], [])],
    ['idx-size: flat announces 5 × 0 × 4; sides go from 1 to 4096 / choose another file'],
  ],
  [
    'IDX of floats',
    () => [file('floats', 0, 0, 13, 1, 0, 0, 0, 0)],
    ['idx-type: floats holds floats; only unsigned bytes are read / convert it to unsigned bytes'],
  ],
  [
    'IDX of another rank',
    () => [idx('plane', [2, 2], [1, 2, 3, 4])],
    [
      'idx-rank: plane has 2 sizes; labels have 1, images 3 (count, height, width) / choose MNIST-like images and labels',
    ],
  ],
  [
    'a wrong magic number',
    () => [file('x-images-idx3-ubyte', 1, 2, 3, 4), labels],
    [
      'not-idx: x-images-idx3-ubyte begins with 01 02 03 04, IDX of bytes with 00 00 08 / choose an IDX file such as those of MNIST',
    ],
  ],
  [
    'images without labels',
    () => [images],
    ['idx-pair: 1 file of images and 0 files of labels / open one of each together'],
  ],
  [
    'labels of another set',
    () => [images, idx('t10k-labels', [3], [1, 2, 3])],
    [
      'idx-pair: train-images-idx3-ubyte has 2 images, t10k-labels has 3 labels / open images and labels of the same set',
    ],
  ],
  [
    'CIFAR-10 cut off',
    () => [file('data_batch_1.bin', ...record(1, 0), 1, 2)],
    [
      'truncated: data_batch_1.bin has 3075 bytes: 1 record of 3073 and 2 bytes more / CIFAR-10 has whole records: download it again, or choose another file',
    ],
  ],
  [
    'a label that CIFAR-10 has not',
    () => [file('data_batch_1.bin', ...record(1, 0), ...record(10, 0))],
    [
      'bad-label: data_batch_1.bin has label 10 at byte 3073, record 2; labels go from 0 to 9 / choose a binary file of CIFAR-10',
    ],
  ],
  [
    'files of different kinds',
    () => [images, file('data_batch_1.bin', ...record(1, 0))],
    ['mixed-files: IDX and CIFAR-10 files do not go together / open files of one kind'],
  ],
  [
    'two tables',
    () => [file('a.csv', 49, 10), file('b.csv', 49, 10)],
    ['several-tables: 2 tables were opened at once / open one of them'],
  ],
  [
    'a damaged packed file',
    async () => {
      const packed = await gzip(images);
      return [{ ...packed, bytes: packed.bytes.slice(0, 15) }];
    },
    ['damaged: train-images-idx3-ubyte.gz is damaged: it cannot be unpacked / download it again'],
  ],
  [
    'a file that unpacks to more than fits',
    async () => [await gzip({ name: 'bomb.bin', bytes: new Uint8Array(2 ** 28 + 1) })],
    [
      'too-large: the files have more than 268435456 bytes, which is the limit / open fewer or smaller files',
    ],
  ],
  ['no file', () => [], ['no-files: no file was opened / choose at least one']],
  [
    'a line that never ends, before it is unpacked whole',
    async () => [await gzip({ name: 'commas.csv', bytes: new Uint8Array(2 ** 26).fill(44) })],
    [
      'too-long-line: the first line of commas.csv.gz has more than 16777216 bytes / choose a table, with one example a line',
    ],
  ],
  [
    'CIFAR-100',
    () => [file('train.bin', ...[0, 0, ...new Array<number>(3072).fill(1)])],
    [
      'cifar-100: train.bin has records of 3074 bytes, as CIFAR-100 has: two labels each / open the binary version of CIFAR-10, data_batch_1.bin and so on',
    ],
  ],
])(
  '%s are refused',
  async (_, files, expected) => {
    expect(await refusal(...(await files()))).toEqual(expected);
  },
  // Packing a quarter of a gigabyte takes its time on a busy machine.
  60_000,
);

test('no bytes make it throw, whatever a name promises', async () => {
  const draw = new RandomStream(31, 'test');
  const names = ['a.csv', 'b.bin', 'c-ubyte', 'd.idx', 'e.gz'];
  for (let round = 0; round < 500; round++) {
    const files = Array.from({ length: 1 + draw.integer(2) }, () => {
      // Small first bytes, so that many begin as IDX does; some as gzip.
      const bytes = Array.from({ length: draw.integer(40) }, (_, i) =>
        draw.integer(i < 8 ? 10 : 256),
      );
      if (draw.integer(2) === 0) bytes.splice(0, 3, 0, 0, 8);
      if (draw.integer(10) === 0) bytes.splice(0, 2, 0x1f, 0x8b);
      return file(names[draw.integer(names.length)], ...bytes);
    });
    const read = await readTable(files);
    expect(isRefused(read) ? read.refused.length : read.rows).toBeGreaterThan(0);
  }
});
