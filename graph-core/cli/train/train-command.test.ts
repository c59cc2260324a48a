import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { formatDocument } from '../../formats/json/format-document.ts';
import { parseDocument } from '../../formats/json/parse-document.ts';
import { file, files, refusal, resetFiles, run } from '../../testing/command-line.ts';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { LiveRun } from '../../training/run/live-run.ts';
import { main } from '../main.ts';

beforeEach(() => {
  resetFiles();
  file('spirals.json', formatDocument(spirals()));
  file('line.json', formatDocument(line()));
});

const textOf = (path: string): string => new TextDecoder().decode(files.get(path));

/** Objects, one a line, without what depends on the clock. */
const metrics = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => ({ ...JSON.parse(line), seconds: undefined }));

test('metrics are JSON lines with the losses of the app, the last one with the scores', async () => {
  const { code, stdout, stderr } = await run(
    ...['train', 'spirals.json', '--steps', '100', '--every', '30', '--json'],
  );
  expect([code, stderr]).toEqual([0, '']);
  const lines = metrics(stdout);
  expect(lines.map(({ step, epoch, done }) => [step, epoch, done])).toEqual([
    [0, 0, undefined],
    [30, 1, undefined],
    [60, 3, undefined],
    [90, 4, undefined],
    [100, 5, undefined],
    [100, 5, true],
  ]);
  const app = granted(LiveRun.start(spirals()));
  const losses = app.advance(100);
  const mean = (from: number, to: number) =>
    losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
  expect(lines[0].loss).toBe(losses[0]);
  expect(lines[2].loss).toBeCloseTo(mean(30, 60), 12);
  expect(lines[4].loss).toBeCloseTo(mean(90, 100), 12);
  expect(lines[5]).toMatchObject({
    engine: 'compiled',
    test: null,
    refusal: '',
    scoresRefusal: '',
  });
  expect(lines[5].training).toMatchObject({ accuracy: expect.any(Number), rows: 200, note: '' });
});

test('the losses at the end are of all rows, of those learned from and of those held out', async () => {
  const fixture = (name: string) =>
    readFileSync(
      new URL(`../../training/look/fixtures/uneven-batch.${name}`, import.meta.url),
    ).toString();
  file('uneven.json', fixture('json'));
  file('uneven.csv', fixture('csv'));
  const train = ['train', 'uneven.json', '--data', 'uneven.csv', '--steps', '1'];
  expect((await run(...train)).stdout).toMatch(
    /^step 0 .*\nstep 1 .*\ntraining loss 1\.27556, all 25 rows\n$/,
  );
  file('uneven.json', fixture('json').replace('"standardize"', '"testShare": 0.4, "standardize"'));
  expect((await run(...train)).stdout).toMatch(
    /\ntraining loss \S+, all 15 rows\nheld-out loss \S+, all 10 rows\n$/,
  );
});

test('people read lines; the engine is said on standard error', async () => {
  const { code, stdout, stderr } = await run('train', 'spirals.json', '--epochs', '2');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^step 0 {2}epoch 0 {2}batch loss 0\.\d+\nstep 2 {2}epoch 0 {2}batch loss 0\.\d+\n/,
  );
  expect(stdout).toMatch(
    /step 40 {2}epoch 2 {2}batch loss \S+\ntraining loss \S+, all 200 rows, \d+\.\d % right\n$/,
  );
  expect(stderr).toBe('40 steps in 0.00 s by the compiled loop\n');
});

test('a resumed run ends in the same bytes as one that never stopped', async () => {
  const options = ['--optimizer', 'adam', '--rate', '0.02', '--schedule', 'cosine'];
  const train = (...more: string[]) => run('train', 'spirals.json', ...options, ...more);
  expect((await train('--steps', '150', '--checkpoint', 'whole', '--out', 'a.json')).code).toBe(0);
  await train('--steps', '67', '--checkpoint', 'part');
  const { code } = await train(
    ...['--steps', '150', '--resume', 'part', '--checkpoint', 'rest', '--out', 'b.json'],
  );
  expect(code).toBe(0);
  expect(JSON.parse(textOf('rest')).step).toBe(150);
  expect(textOf('rest')).toBe(textOf('whole'));
  expect(textOf('b.json')).toBe(textOf('a.json'));
  expect(textOf('part')).not.toBe(textOf('whole'));
});

test('the graph that is written begins where the run ended, with the settings of the run', async () => {
  await run(
    'train',
    'line.json',
    '--steps',
    '200',
    '--batch',
    '5',
    '--seed',
    '9',
    '--out',
    'out.json',
  );
  const { document, problems } = parseDocument(textOf('out.json'));
  expect(problems).toEqual([]);
  expect(document?.training).toEqual({ ...line().training, batch: 5, seed: 9 });
  const before = (await run('train', 'line.json', '--steps', '1', '--json')).stdout;
  const after = (await run('train', 'out.json', '--steps', '1', '--json')).stdout;
  expect(metrics(after)[0].loss).toBeLessThan(Number(metrics(before)[0].loss));
});

test('a CSV file takes the place of the data of the document', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i / 60},${(3 * i) / 60 - 1}`);
  file('points.csv', ['x,y', ...rows, '5,'].join('\n'));
  const { code, stdout, stderr } = await run(
    ...['train', 'line.json', '--data', 'points.csv', '--steps', '2000', '--json'],
    ...['--out', 'fitted.json'],
  );
  expect([code, stderr]).toEqual([
    0,
    'points.csv: 61 rows, cells separated by commas, decimal point\nnote: rows that miss a number and are not used: 1\n',
  ]);
  expect(metrics(stdout).at(-1)?.training).toMatchObject({ accuracy: null });
  const { document } = parseDocument(textOf('fitted.json'));
  expect(document?.nodes.w.attrs.value).toBeCloseTo(3, 3);
  expect(document?.nodes.b.attrs.value).toBeCloseTo(-1, 3);
  expect(document?.training?.dataset).toMatchObject({ kind: 'file', file: { name: 'points.csv' } });

  expect(await refusal('train', 'fitted.json')).toBe(
    '1 fitted.json: training: data file points.csv is not here [no-data-file]\n  give it with --data FILE\n',
  );
  expect((await run('train', 'fitted.json', '--data', 'points.csv', '--steps', '5')).code).toBe(0);
});

test('a graph without settings trains with those that are suggested, changed by other options', async () => {
  const { training: _, ...bare } = line();
  file('bare.json', formatDocument(bare));
  const { code, stderr } = await run(
    ...['train', 'bare.json', '--suggest', '--rate', '0.05', '--steps', '20', '--out', 'out.json'],
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^suggested: loss L, features x, targets t, data sine, rate 0\.1, batch 10\n/,
  );
  const { document } = parseDocument(textOf('out.json'));
  expect(document?.training).toMatchObject({ loss: 'L', rate: 0.05, batch: 10 });
});

test('settings of the graph are not replaced by what would be suggested', async () => {
  const given = await run('train', 'line.json', '--steps', '5', '--json');
  const suggested = await run('train', 'line.json', '--steps', '5', '--json', '--suggest');
  expect(metrics(suggested.stdout)).toEqual(metrics(given.stdout));
  expect(suggested.stderr).toBe(given.stderr);
});

describe('refused, with what to do', () => {
  test.each<[string, string[], string]>([
    [
      'another graph’s checkpoint',
      ['line.json', '--resume', 'c'],
      '2 c: checkpoint: it has no b, which this run changes [checkpoint]\n',
    ],
    [
      'a file that is no checkpoint',
      ['line.json', '--resume', 'graph.json'],
      '2 graph.json: checkpoint: this is no checkpoint of Gradwire [checkpoint]\n  choose a file written by --checkpoint\n',
    ],
    [
      'an unknown optimizer',
      ['line.json', '--optimizer', 'adm'],
      '1 line.json: training: adm is no optimizer of this version [unknown-optimizer]\n  did you mean adam?\n',
    ],
    [
      'half a step',
      ['line.json', '--steps', '0.5'],
      '2 gradwire: --steps is 0.5\n  use a whole number from 0 to 4294967295\n',
    ],
    [
      'steps and epochs',
      ['line.json', '--steps', '5', '--epochs', '5'],
      '2 gradwire: --steps and --epochs are both given\n  use one of them\n',
    ],
    [
      'data that is not there',
      ['line.json', '--data', 'none.csv'],
      '2 gradwire: cannot read none.csv: there is no such file or folder\n  check the path\n',
    ],
    [
      'a graph without settings',
      ['graph.json'],
      '1 graph.json: training: no loss is chosen yet [no-training]\n  add --suggest for loss f, no data set, rate 0.1\n',
    ],
    [
      'a graph in which nothing would change',
      ['batch.json', '--suggest'],
      '1 suggested: loss s, no data set, rate 0.1\nbatch.json: nodes.s: training: the loss s depends on no trainable parameter [no-parameter]\n  wire a parameter into what it is computed from, or make inputs trainable\n',
    ],
  ])('%s', async (_, argv, expected) => {
    await run('train', 'spirals.json', '--steps', '3', '--checkpoint', 'c');
    const found = await refusal('train', ...argv);
    expect(found.slice(0, expected.length)).toBe(expected);
  });

  test.each(['--checkpoint', '--out'])(
    '%s to a path that cannot be written, before the first step',
    async (option) => {
      expect(await refusal('train', 'line.json', '--steps', '3', option, 'no/c')).toBe(
        '2 gradwire: cannot write no/c: there is no such file or folder\n  check the path\n',
      );
    },
  );

  test.each<[string, string[], string]>([
    [
      'a rate above the limit',
      ['--rate', '1000001'],
      '--rate is 1000001\n  use a number from 0 to 1000000',
    ],
    ['a rate below 0', ['--rate', '-1e-9'], '--rate is -1e-9\n  use a number from 0 to 1000000'],
    [
      'a batch above the limit',
      ['--batch', '100001'],
      '--batch is 100001\n  use a whole number from 1 to 100000',
    ],
    [
      'one file for two things',
      ['--out', 'x', '--checkpoint', 'x'],
      '--out and --checkpoint are both x\n  give each a file of its own',
    ],
    [
      'another separator',
      ['--data', 'graph.json', '--separator', ';'],
      '--separator is ;\n  use one of comma, semicolon, tab, pipe, blanks',
    ],
    [
      'half a header',
      ['--data', 'graph.json', '--header', 'maybe'],
      '--header is maybe\n  use one of yes, no',
    ],
  ])('%s', async (_, options, expected) => {
    const joined = options.length === 2 ? [options.join('=')] : options;
    expect(await refusal('train', 'line.json', ...joined)).toBe(`2 gradwire: ${expected}\n`);
  });

  test('an optimizer whose name no document could hold', async () => {
    const name = 'a'.repeat(65);
    const found = await refusal('train', 'line.json', '--optimizer', name);
    expect(found).toMatch(/^2 line\.json: .*65 characters, the limit is 64 \[too-long\]\n/);
  });
});

test('a loss that is no number stops the run and leaves the last checkpoint alone', async () => {
  const { code, stdout, stderr } = await run(
    ...['train', 'line.json', '--rate', '100', '--checkpoint', 'c', '--json'],
  );
  expect(code).toBe(1);
  expect(JSON.parse(stdout).problems).toMatchObject([{ code: 'diverged' }]);
  expect(stderr).toMatch(
    /^(note: the loss .*\n.*\n)?line\.json: the loss is (NaN|Infinity) at step \d+ \[diverged\]\n {2}use a smaller --rate\n$/,
  );
  expect(files.has('c')).toBe(false);
});

test('a rate of 0 trains and changes nothing', async () => {
  const { code } = await run(
    'train',
    'line.json',
    '--rate',
    '0',
    '--steps',
    '5',
    '--out',
    'o.json',
  );
  expect(code).toBe(0);
  expect(parseDocument(textOf('o.json')).document?.training?.rate).toBe(0);
});

test('a comma belongs to a path that exists with it, and else stands between paths', async () => {
  const fixture = new URL('../../datasets/files/csv/fixtures/comma,in-name.csv', import.meta.url);
  file('comma,in-name.csv', readFileSync(fixture, 'utf8'));
  const train = (data: string) => run('train', 'line.json', '--data', data, '--steps', '2');
  expect((await train('comma,in-name.csv')).code).toBe(0);
  expect((await train('comma,in-name.csv,none.csv')).stderr).toBe(
    'gradwire: cannot read none.csv: there is no such file or folder\n  check the path\n',
  );
});

test('the table is read as the options say, and the document that is written remembers', async () => {
  file('points.csv', 'x;y\n1,049;1\n2,100;2\n3,000;3\n');
  const { code, stderr } = await run(
    ...['train', 'line.json', '--data', 'points.csv', '--decimal', 'point', '--gaps', 'empty'],
    ...['--steps', '1', '--rate', '1e-9', '--out', 'o.json'],
  );
  expect([code, stderr]).toEqual([0, expect.stringContaining('"1,049" in line 2 is read as 1049')]);
  expect(parseDocument(textOf('o.json')).document?.training?.dataset?.file).toMatchObject({
    decimal: 'point',
    gaps: 'empty',
  });
});

test.each<[string, () => void, string[], string]>([
  ['a document', () => file('bad.json', '{'), ['bad.json'], 'not-json'],
  ['data', () => file('bad.csv', 'a,b\n"1,2\n'), ['line.json', '--data', 'bad.csv'], 'open-quote'],
  [
    'a cell beyond floats',
    () => file('b.csv', 'x,y\n1,1\n1e39,2\n'),
    ['line.json', '--data', 'b.csv'],
    'beyond-float',
  ],
  ['settings', () => {}, ['line.json', '--optimizer', 'adm'], 'unknown-optimizer'],
  ['a loss that is no number', () => {}, ['line.json', '--rate', '100'], 'diverged'],
])('--json tells problems of %s on standard output too', async (_, prepare, argv, code) => {
  prepare();
  const { stdout, stderr, code: exit } = await run('train', ...argv, '--json');
  expect(exit).toBeGreaterThan(0);
  expect(stderr).toContain(`[${code}]`);
  const { problems } = JSON.parse(stdout);
  expect(problems).toMatchObject([{ code, message: expect.any(String), hint: expect.any(String) }]);
});

test('an interruption saves the run; the terminal shows progress until then', async () => {
  let [stderr, breaths, time] = ['', 0, 0];
  const code = await main(['train', 'spirals.json', '--steps', '100000', '--checkpoint', 'c'], {
    stdout: () => {},
    stderr: (text) => {
      stderr += text;
    },
    read: async (path) => files.get(path) ?? new Uint8Array(),
    write: async (path, text) => file(path, text),
    exists: async (path) => files.has(path),
    probe: async () => {},
    isTerminal: true,
    now: () => {
      time += 60;
      return time;
    },
    breathe: async () => ++breaths < 5,
  });
  expect(code).toBe(130);
  expect(stderr).toMatch(/[█░]{24} step \d+ of 100000 {2}batch loss 0\.\d+ {2}\d+ steps a second/);
  const { step } = JSON.parse(textOf('c'));
  expect(step).toBeGreaterThan(0);
  expect(step).toBeLessThan(100000);
});

test('a rate at which the loss rises is told once, with one to try', async () => {
  file('fast.json', formatDocument(line({ rate: 30 })));
  const { stderr } = await run('train', 'fast.json', '--steps', '200');
  expect(stderr).toMatch(/note: the loss (has risen|was) .* a rate of 30 is too large here\n/);
  expect(stderr).toContain('  try --rate ');
  expect(stderr.split('is too large here').length).toBe(2);
});
