import { expect, test } from 'vitest';
import type { ColumnTable } from '../datasets/files/table.ts';
import { isRefused } from '../graph/problem.ts';
import { granted } from '../testing/granted.ts';
import { ANY_HASH, caseOf, tableCase } from '../testing/table-cases.ts';
import type { SampleExamples } from './sample-examples.ts';
import { mostRows } from './table-needs.ts';
import { suggestRoles } from './table-roles.ts';

/** What is said of a table that nothing can be learned from. */
async function refusal(text: string, said = {}): Promise<string> {
  const { needs } = await tableCase(text, said);
  if (!isRefused(needs)) throw new Error('it was taken');
  return needs.refused.map(({ message, hint }) => `${message} / ${hint}`).join('\n');
}

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

test.each<[string, string, string, boolean]>([
  ['the last column', 'a,b,c', 'c', true],
  ['a column that is called so', 'a,label,c', 'label', true],
])('%s is predicted', async (_, header, target, classes) => {
  const { file } = await tableCase(`${header}\n${lines(30, (i) => `${i}.5,${i % 3},${i % 2}`)}`);
  expect(file).toMatchObject({ target, classes });
});

test('a first column of codes before measures is predicted', async () => {
  const { summary } = await tableCase(
    `kind,a,b\n${lines(30, (i) => `${i % 3},${i}.5,${i * i}.25`)}`,
  );
  expect(suggestRoles(summary)).toMatchObject({
    target: 'kind',
    why: 'the only column with few whole numbers',
    classes: true,
  });
});

test('few rows of whole numbers are measures, not classes', async () => {
  const { file } = await tableCase(`x,n\n${lines(12, (i) => `${i}.5,${i}`)}`);
  expect(file).toMatchObject({ target: 'n', classes: false });
});

test('keys, constants and columns of too many words are left out, with the reason', async () => {
  const { summary, file, needs } = await tableCase(
    `id,name,site,x,y,huge\n${lines(60, (i) => `${i},n${i},A,${i}.5,${i % 2},${9007199254740993n + BigInt(2 * i)}`)}`,
  );
  expect(suggestRoles(summary)).toMatchObject({
    target: 'y',
    leftOut: [
      { name: 'id', features: 1, reason: 'numbers the rows' },
      { name: 'name', features: 60, reason: '60 different words' },
      { name: 'site', features: 1, reason: 'always the same' },
      { name: 'huge', features: 1, reason: 'numbers the rows' },
    ],
  });
  expect(file.leaveOut).toEqual(['id', 'name', 'site', 'huge']);
  expect(needs).toMatchObject({ features: 1, classes: 2 });
});

test('where many rows have gaps they are filled, where few have they are left out', async () => {
  const gappy = (every: number) =>
    tableCase(`a,b\n${lines(60, (i) => `${i % every === 0 ? '' : `${i}.5`},${i % 2}`)}`);
  expect((await gappy(3)).file.missing).toBe('mean');
  expect((await gappy(30)).file.missing).toBe('leave-out');
});

test('tables that nothing can be learned from are told so', async () => {
  expect(await refusal('a\n1\n2\n')).toBe(
    'data.csv has one column, a: there is nothing to predict it from / choose a table with features in one column each, and a column to predict',
  );
  expect(await refusal('a,b\n1,3\n2,3\n', { target: 'b' })).toBe(
    'b is 3 in every row: there is nothing to learn / predict another column',
  );
  expect(await refusal('a,b\n1,3\n2,5\n', { target: 'b', leaveOut: ['a'] })).toBe(
    'no column of data.csv is a feature / leave fewer columns out, or predict another one',
  );
  expect(await refusal(`a,b\n${lines(40, (i) => `w${i},v${i}`)}`)).toBe(
    'b has 40 different words in 40 rows: hardly any is there twice / predict another column',
  );
  const many = lines(1100, (i) => `${i},w${i}`);
  expect(await refusal(`a,b\n${many}`, { target: 'b' })).toBe(
    'b has 1100 classes, the limit is 1000 / predict another column',
  );
  expect(
    await refusal(`a,b\n${lines(40, (i) => `${i},${i}.5`)}`, { target: 'b', classes: true }),
  ).toBe('b has many different numbers, which make no classes / take its values as numbers');
});

test('a table without rows, and one of too many words, are told so', () => {
  const table = (rows: number, words: number): ColumnTable => ({
    kind: 'columns',
    rows,
    columns: ['a', 'b'].map((name) => ({
      name,
      values: Float64Array.from({ length: rows }, (_, i) => i % Math.max(1, words)),
      categories: name === 'a' ? Array.from({ length: words }, (_, i) => `w${i}`) : null,
      missing: { count: 0, lines: [] },
    })),
    dialect: {
      ...{ encoding: 'utf-8', separator: 'comma', decimal: 'point', thousands: 'marked' },
      ...{ quotes: 'doubled', gaps: 'words', header: true, skip: 0 },
    },
    notes: [],
  });
  expect(caseOf(table(0, 0)).needs).toEqual({
    refused: [
      { code: 'no-examples', message: 'data.csv has no rows', hint: 'choose another table' },
    ],
  });
  expect(caseOf(table(140_000, 140_000), { leaveOut: [] }).needs).toEqual({
    refused: [
      {
        code: 'too-many-features',
        message: 'data.csv makes 140000 features of 2 columns, the limit is 131072',
        hint: 'leave columns of many words out',
      },
    ],
  });
});

test('as many rows are taken as have room', () => {
  expect(mostRows(150, 4)).toBe(150);
  expect(mostRows(1_000_000, 4)).toBe(100_000);
  expect(mostRows(50_000, 3072)).toBe(21_845);
});

test('some rows are there as they are fed', async () => {
  const { needs } = await tableCase(
    `x,color,kind\n${lines(20, (i) => `${i % 2 === 0 ? 1.5 : 3.5},${['b', 'a'][i % 2]},${i % 2 === 0 ? 'no' : 'yes'}`)}`,
  );
  expect(needs).toMatchObject({
    features: 3,
    sample: {
      features: [
        [-1, 0, 1],
        [1, 1, 0],
        [-1, 0, 1],
        [1, 1, 0],
      ],
      targets: [0, 1, 0, 1],
    },
  });
});

const targetsOf = (sample: SampleExamples | null | undefined) => sample?.targets;

test('rows of a sorted table show every class, a rare one and one of seven too', async () => {
  const sorted = (sizes: readonly number[]): string =>
    `x,kind\n${sizes.flatMap((size, kind) => Array<string>(size).fill(`${kind}.5,k${kind}`)).join('\n')}\n`;
  const classesOf = async (sizes: readonly number[]) =>
    targetsOf(granted((await tableCase(sorted(sizes))).needs).sample);
  expect(await classesOf([50, 50, 50])).toEqual([0, 0, 1, 2]);
  expect(await classesOf([500, 1, 500])).toEqual([0, 0, 1, 2]);
  expect(await classesOf([30, 30, 30, 30, 30, 30, 30])).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('rows with gaps are shown only where there are no others', async () => {
  const table = (gaps: number) =>
    tableCase(
      `x,z,y\n${lines(12, (i) => `${i < gaps ? '' : i + 0.5},${i * 0.25 + 0.1},${100 + i}.5`)}`,
    );
  expect(targetsOf(granted((await table(6)).needs).sample)).toEqual([106.5, 107.5, 109.5, 111.5]);
  expect(targetsOf(granted((await table(11)).needs).sample)).toEqual([100.5, 103.5, 107.5, 111.5]);
});

test('what was done with gaps stays with its table, and says nothing about another', async () => {
  const gappy = `x,z,kind\n${lines(20, (i) => `${i % 3 === 0 ? '' : i},${i / 2},${['a', 'b'][i % 2]}`)}`;
  const { summary } = await tableCase(gappy);
  const before = (target: string) => ({ name: 'other.csv', hash: ANY_HASH, target });
  const missing = (target: string) =>
    suggestRoles(summary, { ...before(target), missing: 'leave-out' })?.missing;
  expect(missing('kind')).toBe('leave-out');
  expect(missing('species')).toBe('mean');
});
