import { expect, test } from 'vitest';
import { reasons } from '../../testing/granted.ts';
import { foreignFile } from './foreign-file.ts';
import { readTable } from './read-table.ts';

/** One byte a letter. */
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** The local header of the first entry of a zip archive. */
const zip = (entry: string, content = ''): string =>
  `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(entry.length)}\0\0\0${entry}${content}`;

const PADDED = '\0'.repeat(400);

test.each<[string, string, string]>([
  [
    'a.xlsx',
    zip('[Content_Types].xml'),
    'an Excel workbook / save the sheet as CSV, and open that',
  ],
  ['a.xlsx', zip('xl/workbook.xml'), 'an Excel workbook / save the sheet as CSV, and open that'],
  [
    'a.ods',
    zip('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
    'an OpenDocument spreadsheet / save the sheet as CSV, and open that',
  ],
  [
    'a.xls',
    `\xd0\xcf\x11\xe0${PADDED}`,
    'an old Excel workbook / save the sheet as CSV, and open that',
  ],
  [
    'a.npy',
    `\x93NUMPY\x01\0v\0${PADDED}`,
    'a NumPy array / write it as text: numpy.savetxt("data.csv", x, delimiter=",")',
  ],
  [
    'a.npz',
    zip('arr_0.npy'),
    'an archive of NumPy arrays / write one array as text: numpy.savetxt("data.csv", x, delimiter=",")',
  ],
  ['a.zip', zip('iris.csv'), 'a zip archive / unpack it, and open the files in it'],
  [
    'cifar-10-binary.tar',
    `cifar-10-batches-bin/${'\0'.repeat(236)}ustar\0${PADDED}`,
    'a tar archive / unpack it, and open the files in it',
  ],
  [
    'a.parquet',
    `PAR1${PADDED}PAR1`,
    'a Parquet file / write it as CSV: pandas.read_parquet("…").to_csv("data.csv", index=False)',
  ],
  [
    'data_batch_1',
    '\x80\x03}q\x01.',
    'a pickle of Python, which can run code / of CIFAR-10 open the binary version; write other arrays as text: numpy.savetxt',
  ],
  ['a.csv.bz2', 'BZh91AY', 'packed by bzip2 / unpack it, and open the files in it'],
  ['a.csv.xz', '\xfd7zXZ\0\0', 'packed by xz / unpack it, and open the files in it'],
  [
    'a.csv',
    '\x89PNG\r\n',
    'a PNG picture / open images as MNIST-like IDX files or as CIFAR-10 binary files',
  ],
  [
    'iris.csv',
    '\n<!DOCTYPE html>\n<title>iris</title>',
    'a page of the web, not the file itself / download the file behind the link, and open that',
  ],
  [
    'iris.csv',
    'version https://git-lfs.github.com/spec/v1\n',
    'a pointer of Git LFS, not the file itself / fetch the file: git lfs pull',
  ],
  [
    'a.json',
    '\xef\xbb\xbf{"format": 1}',
    'JSON, and no table / a graph is opened as a file, not as data',
  ],
])('%s of another form is told from a damaged file', async (name, text, expected) => {
  const read = await readTable([{ name, bytes: bytesOf(text) }]);
  expect(reasons(read).map(({ code, message, hint }) => `${code}: ${message} / ${hint}`)).toEqual([
    `foreign-file: ${name} is ${expected}`,
  ]);
});

test('tables are no foreign files, whatever their names begin with', () => {
  const tables = [
    'PK,a\n1,2\n',
    'RD,X\n1,2\n',
    '{a},b\n1,2\n',
    '<x>,y\n1,2\n',
    'BZ,h\n1,2\n',
    '%P,b\n',
  ];
  expect(tables.filter((text) => foreignFile('a.csv', bytesOf(text)) !== null)).toEqual([]);
});
