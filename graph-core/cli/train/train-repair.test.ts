import { beforeEach, expect, test } from 'vitest';
import { formatDocument } from '../../formats/json/format-document.ts';
import { parseDocument } from '../../formats/json/parse-document.ts';
import { file, files, refusal, resetFiles, run } from '../../testing/command-line.ts';
import { flowers, houses } from '../../testing/table-cases.ts';
import { line, spirals } from '../../testing/training-documents.ts';

beforeEach(() => {
  resetFiles();
  file('spirals.json', formatDocument(spirals()));
  file('line.json', formatDocument(line()));
  file('flowers.csv', flowers());
  file('houses.csv', houses());
});

const textOf = (path: string): string => new TextDecoder().decode(files.get(path));

test('a table that does not fit is refused with the repairs that would help', async () => {
  expect(await refusal('train', 'spirals.json', '--data', 'flowers.csv')).toBe(
    [
      '1 flowers.csv: 150 rows, cells separated by commas, decimal point',
      'spirals.json: nodes.x: training: x is declared [N, 2], but a batch of features of flowers.csv is [10, 4] [batch-shape]',
      '  declare x as [N, 4], or choose other data',
      'note: 5 repairs make the graph fit flowers.csv: x [N, 2] → [N, 4]; W1 [8, 2] → [8, 4]; W2 [2, 8] → [3, 8]; b2 [2] → [3]; y [N]: other rows to look at',
      '  add --repair to do them; --out GRAPH.json writes the repaired graph',
      '',
    ].join('\n'),
  );
});

test('repairs are told one by one, and the repaired graph trains and is written', async () => {
  const { code, stdout, stderr } = await run(
    ...['train', 'spirals.json', '--data', 'flowers.csv', '--repair'],
    ...['--steps', '400', '--out', 'fitted.json'],
  );
  expect(code).toBe(0);
  expect(stderr).toBe(
    [
      'flowers.csv: 150 rows, cells separated by commas, decimal point',
      'predicts species (the last column)',
      'repairs: 5',
      '  x [N, 2] → [N, 4], because flowers.csv has 4 features',
      '  W1 [8, 2] → [8, 4], because flowers.csv has 4 features',
      '  W2 [2, 8] → [3, 8], because species has 3 classes',
      '  b2 [2] → [3], because species has 3 classes',
      '  y [N]: other rows to look at, because its rows are those of flowers.csv',
      '400 steps in 0.00 s by the compiled loop',
      '',
    ].join('\n'),
  );
  expect(stdout).toMatch(/held-out loss .* (9\d\.\d|100\.0) % right/);
  const { document, problems } = parseDocument(textOf('fitted.json'));
  expect(problems).toEqual([]);
  expect(document?.training?.dataset).toMatchObject({
    ...{ kind: 'file', standardize: true, testShare: 0.2 },
    file: { name: 'flowers.csv', target: 'species', classes: true },
  });

  const again = await run('train', 'fitted.json', '--data', 'flowers.csv', '--steps', '5');
  expect(again.code).toBe(0);
  const { stderr: nothing } = await run(
    ...['train', 'fitted.json', '--data', 'flowers.csv', '--steps', '5', '--repair'],
  );
  expect(nothing).toContain('predicts species\nrepairs: none, the graph fits flowers.csv\n');
});

test('another column is predicted, and numbers of a parameter itself are said to be lost', async () => {
  const graph = spirals();
  const W1 = { ...graph.nodes.W1, attrs: { value: Array.from({ length: 8 }, () => [1, 2]) } };
  const wide = { ...graph, nodes: { ...graph.nodes, W1 } };
  file('own.json', formatDocument(wide));
  const { code, stderr } = await run(
    ...['train', 'own.json', '--data', 'flowers.csv', '--target', 'sepal width', '--repair'],
    ...['--steps', '5'],
  );
  expect([code, stderr]).toEqual([0, expect.stringContaining('predicts sepal width\n')]);
  expect(stderr).toContain(
    '  W1 [8, 2] → [8, 6], because flowers.csv has 6 features; its 16 own numbers are lost and drawn anew\n',
  );
  expect(stderr).toContain(
    '  L: softmax loss → mean squared error, because sepal width is a number',
  );
});

test('an optimizer of the command line is not repaired', async () => {
  const houseRun = ['train', 'spirals.json', '--data', 'houses.csv', '--repair', '--steps', '5'];
  const adam = await run(...houseRun);
  expect(adam.stderr).toContain(
    '  training: gradient descent at 0.1 → Adam at 0.01, because price',
  );
  const said = await run(...houseRun, '--optimizer', 'momentum', '--out', 'said.json');
  expect(said.stderr).not.toContain('training:');
  expect(parseDocument(textOf('said.json')).document?.training).toMatchObject({
    ...{ optimizer: { kind: 'momentum' }, rate: 0.1 },
  });
});

test('a graph without settings is repaired with those that are suggested', async () => {
  const { training: _, ...bare } = spirals();
  file('bare.json', formatDocument(bare));
  const { code, stderr } = await run(
    ...['train', 'bare.json', '--data', 'flowers.csv', '--repair', '--steps', '5'],
  );
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^suggested: loss L, .*\n(?:.*\n)*repairs: 5\n/),
  ]);
});

test('what no repair mends, and what is about no table, is refused with what to do', async () => {
  expect(await refusal('train', 'line.json', '--data', 'houses.csv', '--repair')).toBe(
    [
      '1 houses.csv: 200 rows, cells separated by commas, decimal point',
      'line.json: edges.e6: meanSquaredError: prediction is [N, 2], target is [N, 1] [shape-mismatch]',
      '  reshape one of them',
      'note: no change of sizes makes the graph fit houses.csv',
      '  gradwire net houses.csv makes a net for it',
      '',
    ].join('\n'),
  );
  file('same.csv', 'a,b\n1,x\n2,x\n3,x\n');
  expect(
    await refusal(...['train', 'spirals.json', '--data', 'same.csv', '--target', 'b', '--repair']),
  ).toContain('same.csv: b is x in every row: there is nothing to learn [constant-target]\n');
  expect(await refusal('train', 'spirals.json', '--repair')).toBe(
    '2 gradwire: --repair is about a table\n  give the table with --data FILE\n',
  );
  expect(
    await refusal('train', 'spirals.json', '--data', 'flowers.csv', '--target', 'kind'),
  ).toContain('gradwire: --target: flowers.csv has no column kind\n  use one of sepal length, ');
});
