import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { OP_TYPES } from '../ops/registry.ts';
import { file, refusal, resetFiles, run } from '../testing/command-line.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';

beforeEach(resetFiles);

describe('gradcheck', () => {
  test('agrees with itself', async () => {
    const { code, stdout } = await run(
      'gradcheck',
      'graph.json',
      '--step',
      '1e-4',
      '--tolerance',
      '1e-8',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /gradients of f agree: largest relative error .*, tolerance 1e-8, steps from 0.0001 down\n$/,
    );
  });

  test('says where gradients disagree and exits with 1', async () => {
    file('in.json', { x: [[1, 1e-9]] });
    const { code, stdout } = await run('gradcheck', 'batch.json', '--inputs', 'in.json', '--json');
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual([
      'target',
      'agrees',
      'worst',
      'step',
      'tolerance',
      'elements',
      'skipped',
      'problems',
    ]);
    expect(code).toBe(report.agrees ? 0 : 1);
    const length = wiredGraph(
      { x: node('input', { value: [0, 0] }), s: node('square'), t: node('sum'), f: node('sqrt') },
      ...['x → s.x', 's → t.x', 't → f.x'],
    );
    file('length.json', length);
    const { code: failed, stdout: table } = await run('gradcheck', 'length.json');
    expect(failed).toBe(1);
    expect(table).toMatch(/x\[0\] +NaN +0 +NaN/);
    expect(table).toContain('DISAGREE');
  });

  test.each(['0', '-1', 'small', 'NaN'])('refuses a step of %s', async (step) => {
    expect(await refusal('gradcheck', 'graph.json', `--step=${step}`)).toBe(
      `2 gradwire: --step is ${step}\n  use a number above 0, such as 1e-5\n`,
    );
  });
});

describe('ops', () => {
  test('lists every operation with its inputs', async () => {
    const { code, stdout } = await run('ops');
    expect(code).toBe(0);
    for (const op of OP_TYPES) expect(stdout).toContain(` ${op}(`);
  });

  test('lists them as JSON with attributes and defaults', async () => {
    const operations = JSON.parse((await run('ops', '--json')).stdout);
    expect(operations.map(({ name }: { name: string }) => name)).toEqual(OP_TYPES);
    expect(operations[0]).toMatchObject({
      name: 'input',
      inputs: [],
      attrs: { value: { kind: 'tensor', default: 0 } },
    });
  });

  test('explains one', async () => {
    expect((await run('ops', 'sum')).stdout).toMatch(
      /^sum\(x\): .*\n.*\n\ninput\nx .*\n\nattribute/,
    );
    expect(await refusal('ops', 'matmull')).toBe(
      '2 gradwire: there is no operation matmull\n  did you mean matmul?\n',
    );
  });
});

describe('the command line', () => {
  test.each<[string[], string]>([
    [['evla'], 'unknown command evla\n  did you mean eval?'],
    [['fly'], 'unknown command fly\n  see gradwire --help'],
    [['--jason'], 'unknown option --jason\n  begin with a command; see gradwire --help'],
    [['eval'], 'GRAPH.json is missing\n  see gradwire eval --help'],
    [['eval', 'graph.json', '--jsno'], 'unknown option --jsno\n  did you mean --json?'],
    [
      ['eval', 'graph.json', '--constructor'],
      'unknown option --constructor\n  see gradwire eval --help',
    ],
    [['eval', 'graph.json', '--target'], '--target needs a value\n  see gradwire eval --help'],
    [['eval', 'graph.json', '--json=1'], '--json takes no value\n  see gradwire eval --help'],
    [['eval', 'graph.json', 'b.json'], 'unexpected argument b.json\n  see gradwire eval --help'],
    [
      ['eval', 'none.json'],
      'cannot read none.json: there is no such file or folder\n  check the path',
    ],
  ])('%j is wrong use', async (argv, expected) => {
    expect(await refusal(...argv)).toBe(`2 gradwire: ${expected}\n`);
  });

  test('explains itself', async () => {
    for (const argv of [['--help'], ['help'], ['-h']]) {
      const { code, stdout } = await run(...argv);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^usage: gradwire COMMAND/)]);
    }
    for (const command of ['eval', 'gradcheck', 'ops']) {
      const help = await run('help', command);
      expect(help.stdout).toMatch(new RegExp(`^usage: gradwire ${command} `));
      expect(await run(command, '--help')).toEqual(help);
      expect(await run(command, '-h')).toEqual(help);
    }
    expect(await refusal()).toMatch(/^2 usage: gradwire/);
  });

  test('knows its version', async () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    expect((await run('--version')).stdout).toBe(`${JSON.parse(text).version}\n`);
  });
});
