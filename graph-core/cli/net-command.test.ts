import { beforeEach, expect, test } from 'vitest';
import { parseDocument } from '../formats/json/parse-document.ts';
import { file, files, refusal, resetFiles, run } from '../testing/command-line.ts';
import { flowers, houses } from '../testing/table-cases.ts';

beforeEach(() => {
  resetFiles();
  file('flowers.csv', flowers());
  file('houses.csv', houses());
});

const textOf = (path: string): string => new TextDecoder().decode(files.get(path));

test('a table becomes a graph that trains on it', async () => {
  const { code, stdout, stderr } = await run('net', 'flowers.csv', '--out', 'net.json');
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toBe(
    [
      'flowers.csv: 150 rows, cells separated by commas, decimal point',
      'predicts species (the last column)',
      'X [N, 4] → linear 4→16 → relu → linear 16→3 → softmax loss',
      '',
    ].join('\n'),
  );
  expect(parseDocument(textOf('net.json')).problems).toEqual([]);
  const train = ['train', 'net.json', '--data', 'flowers.csv', '--steps', '200'];
  expect((await run(...train)).stdout).toMatch(/held-out loss .* (9\d\.\d|100\.0) % right/);
});

test('another column, other widths, and standard output', async () => {
  const { code, stdout, stderr } = await run(
    ...['net', 'houses.csv', '--target', 'age', '--hidden', '6,5'],
  );
  expect(code).toBe(0);
  expect(stderr).toContain('predicts age\n');
  expect(stderr).toContain('linear 2→6 → relu → linear 6→5 → relu → linear 5→1');
  const { document } = parseDocument(stdout);
  expect(document?.name).toBe('houses, 2-6-5-1');
  expect(document?.training?.dataset?.file).toMatchObject({ name: 'houses.csv', target: 'age' });
});

test('what cannot be made is refused with what to do', async () => {
  expect(await refusal('net', 'flowers.csv', '--target', 'kind')).toContain(
    'gradwire: --target: flowers.csv has no column kind\n  use one of sepal length, ',
  );
  expect(await refusal('net', 'flowers.csv', '--hidden', '0')).toContain(
    'gradwire: --hidden is 0\n  use none, or at most 2 whole numbers from 1 to 512',
  );
  file('one.csv', 'a\n1\n2\n');
  expect(await refusal('net', 'one.csv')).toContain('1 one.csv: 2 rows');
  expect(await refusal('net', 'one.csv')).toContain('one.csv has one column, a');
});
