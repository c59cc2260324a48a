import { expect, test } from 'vitest';
import { contentHash } from './content-hash.ts';
import { isDataFile } from './data-file-names.ts';
import { filesToForget } from './file-records.ts';

const entry = (hash: string, size: number, at: number) => ({ hash, size, at });
const part = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

test('the files used longest ago make room', () => {
  const entries = [entry('new', 40, 3), entry('old', 30, 1), entry('middle', 20, 2)];
  expect(filesToForget(entries, 10, 100)).toEqual([]);
  expect(filesToForget(entries, 11, 100)).toEqual(['old']);
  expect(filesToForget(entries, 45, 100)).toEqual(['old', 'middle']);
  expect(filesToForget(entries, 500, 100)).toEqual(['old', 'middle', 'new']);
});

test('one file has the hash that sha256sum prints, several do not depend on their order', async () => {
  expect(await contentHash([part('a', 'abc')])).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  const [one, two] = [part('a', 'abc'), part('b', '')];
  expect(await contentHash([one, two])).toBe(await contentHash([two, one]));
  expect(await contentHash([one, two])).not.toBe(await contentHash([one]));
});

test('data is told from graphs by the name', () => {
  const data = [
    'iris.csv',
    'a.TSV',
    'data_batch_1.bin',
    'train-images-idx3-ubyte',
    'x.idx',
    'y.csv.gz',
    'train-images-idx3-ubyte (1)',
    'train-labels.idx1-ubyte(2).gz',
    'scores.xlsx',
    'x.npy',
    'cifar-10-binary.tar',
  ];
  expect(data.filter((name) => !isDataFile({ name }))).toEqual([]);
  expect(['graph.json', 'README.md', 'csv'].filter((name) => isDataFile({ name }))).toEqual([]);
});
