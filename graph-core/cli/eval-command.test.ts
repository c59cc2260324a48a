import { beforeEach, describe, expect, test } from 'vitest';
import { file, files, graph, refusal, resetFiles, run } from '../testing/command-line.ts';

beforeEach(resetFiles);

describe('eval', () => {
  test('prints every value, every gradient and every wire', async () => {
    expect(await run('eval', 'graph.json')).toEqual({
      code: 0,
      stderr: '',
      stdout: `node  operation  shape   value  gradient of f
y     input      scalar      5             -4
x     input      scalar     -2             -4
z     input      scalar     -4              3
sum   add        scalar      3             -4
f     multiply   scalar    -12              1

wire     value  gradient of f
x → sum.x     -2             -4
y → sum.y      5             -4
sum → f.x      3             -4
z → f.y       -4              3
`.replace('wire     value', 'wire       value'),
    });
  });

  test('prints JSON with a stable layout', async () => {
    const { code, stdout } = await run('eval', '--json', 'graph.json', '--target', 'sum');
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual([
      ...['target', 'order', 'nodes', 'edges', 'problems', 'notes'],
    ]);
    expect(report).toMatchObject({
      target: 'q',
      order: ['n2', 'x', 'z', 'q', 'f'],
      nodes: {
        n2: { name: 'y', op: 'input', shape: [], value: 5, gradient: 1 },
        f: { value: -12, gradient: 0 },
      },
      edges: { e3: { from: 'q', to: 'f', port: 'x', value: 3, gradient: 0 } },
      problems: [],
    });
  });

  test('writes numbers that JSON lacks as text, and every bit of the others', async () => {
    file('odd.json', {
      ...graph,
      nodes: {
        x: { op: 'input', attrs: { value: [0.1, 3] } },
        zero: { op: 'constant', attrs: { value: 0 } },
        d: { op: 'divide' },
        m: { op: 'multiply' },
        n: { op: 'negate' },
      },
      edges: {
        e1: { from: 'x', to: 'd', port: 'x' },
        e2: { from: 'zero', to: 'd', port: 'y' },
        e3: { from: 'd', to: 'm', port: 'x' },
        e4: { from: 'zero', to: 'm', port: 'y' },
        e5: { from: 'zero', to: 'n', port: 'x' },
      },
      target: 'd',
    });
    const { stdout } = await run('eval', 'odd.json', '--json');
    const { nodes } = JSON.parse(stdout);
    expect(nodes.x.value).toEqual([0.1, 3]);
    expect(nodes.d.value).toEqual(['Infinity', 'Infinity']);
    expect(nodes.m.value).toEqual(['NaN', 'NaN']);
    expect(Object.is(nodes.n.value, -0)).toBe(true);
    expect(nodes.zero.gradient).toBe('-Infinity');
  });

  test('takes inputs by key and by name, of any size that the graph leaves open', async () => {
    file('in.json', {
      x: [
        [1, -2],
        [3, 4],
        [-5, 6],
      ],
    });
    const { code, stdout } = await run('eval', 'batch.json', '--inputs', 'in.json', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).nodes).toMatchObject({
      x: {
        shape: [3, 2],
        gradient: [
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      },
      s: { value: 14 },
    });
    file('y.json', { y: 1, x: 1 });
    expect(
      JSON.parse((await run('eval', 'graph.json', '--inputs=y.json', '--json')).stdout).nodes.f
        .value,
    ).toBe(-8);
  });

  test('sums large tensors up', async () => {
    const { stdout } = await run('eval', 'batch.json');
    expect(stdout).toMatch(
      /^w +parameter +\[40, 2\] +-?[\d.]+ … [\d.]+, mean -?[\d.]+ +0 … 0, mean 0$/m,
    );
  });

  test.each<[string, unknown, string]>([
    ['an unknown name', { X1: 1 }, 'X1: there is no node "X1" [unknown-input]\n  did you mean x?'],
    [
      'an ambiguous name',
      { same: 1 },
      'same: 2 nodes are called "same" [unknown-input]\n  use a key: one, two',
    ],
    [
      'a computed node',
      { r: 1 },
      'r: r is computed by max [not-a-variable]\n  give values to inputs, parameters and constants',
    ],
    [
      'a node given twice',
      { one: 1, two: 2, x: [[1, 2]], w: 'a' },
      'w: "a" where a finite number belongs [bad-value]\n  use a number or equally long lists of numbers',
    ],
    [
      'a ragged list',
      { x: [[1, 2], [3]] },
      'x[1]: a row of 1 where the first one has 2 [bad-value]\n  use a number or equally long lists of numbers',
    ],
    [
      'a list',
      [1],
      'a list of 1 where an object of values belongs [wrong-root]\n  write an object such as { "x": [[1, 2]] }',
    ],
    ['a slip', '{"x": 1,}', 'line 1, column 9: a comma before } [not-json]\n  delete the comma'],
  ])('refuses inputs with %s', async (_, inputs, expected) => {
    file('in.json', inputs);
    expect(await refusal('eval', 'batch.json', '--inputs', 'in.json')).toBe(
      `2 in.json: ${expected}\n`,
    );
  });

  test('says what is wrong with inputs of another shape, and exits with 1', async () => {
    file('in.json', { x: [[1, 2, 3]] });
    const { code, stderr } = await run('eval', 'batch.json', '--inputs', 'in.json');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^batch\.json: nodes\.x: x is declared .* but its value is \[1, 3\] \[value-shape\]\n/,
      ),
    ]);
  });

  test('computes what it can of a graph with problems and exits with 1', async () => {
    file('bad.json', { ...graph, nodes: { ...graph.nodes, f: { op: 'mulitply' } } });
    const { code, stdout, stderr } = await run('eval', 'bad.json', '--json');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'bad.json: nodes.f: mulitply is not an operation of this version [unknown-operation]\n  did you mean multiply?\n',
    );
    const report = JSON.parse(stdout);
    expect(report.nodes.q).toMatchObject({ value: 3 });
    expect(report.nodes.f).toEqual({
      name: null,
      op: 'mulitply',
      shape: null,
      value: null,
      gradient: null,
    });
    expect(report.problems).toEqual([
      {
        code: 'unknown-operation',
        path: 'nodes.f',
        node: 'f',
        port: null,
        edge: null,
        message: 'mulitply is not an operation of this version',
        hint: 'did you mean multiply?',
      },
    ]);
  });

  test('refuses a file that cannot be opened with 1, also as JSON', async () => {
    file('cut.json', '{"format": "gradwire"');
    const { code, stdout, stderr } = await run('eval', 'cut.json', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      { target: null, nodes: {}, problems: [{ code: 'not-json' }] },
    ]);
    expect(stderr).toMatch(/^cut\.json: line 1, column 22: the file ends where/);
    files.set('latin1.json', Uint8Array.of(0x7b, 0xe9, 0x7d));
    expect(await refusal('eval', 'latin1.json')).toBe(
      '1 latin1.json: the file is not UTF-8 text [not-json]\n  choose a file saved by Gradwire, or save it as UTF-8\n',
    );
    const tar = `page.json${'\0'.repeat(248)}ustar\0`;
    files.set('graphs.tar', new TextEncoder().encode(tar));
    expect(await refusal('eval', 'graphs.tar')).toBe(
      '1 graphs.tar: graphs.tar is a tar archive [foreign-file]\n  a graph is a JSON file; data goes to train --data\n',
    );
    files.set('huge.json', new Uint8Array(2 ** 24 + 1));
    expect(await refusal('eval', 'huge.json')).toMatch(
      /^1 huge\.json: the file has more than 16777216 bytes/,
    );
  });

  test('keeps the spelling of every script', async () => {
    const name = 'क्\u200dष';
    file('hindi.json', { ...graph, nodes: { ...graph.nodes, q: { op: 'add', name } } });
    expect((await run('eval', 'hindi.json')).stdout).toContain(`\n${name}    add `);
  });

  test('lets no control character of a file through to the terminal', async () => {
    const name = '\u001b[31mred\u0007\u202e';
    file('evil.json', {
      ...graph,
      nodes: { ...graph.nodes, q: { op: name, name }, [name]: { op: 'add' } },
    });
    file('shown.json', { ...graph, nodes: { ...graph.nodes, q: { op: name, name } } });
    for (const path of ['evil.json', 'shown.json']) {
      const { stdout, stderr } = await run('eval', path);
      expect(`${stdout}${stderr}`).toContain('[31mred');
      expect(/[^\P{C}\n]/u.test(`${stdout}${stderr}`)).toBe(false);
    }
  });

  test('refuses a target that is not there', async () => {
    expect(await refusal('eval', 'graph.json', '--target', 'sun')).toBe(
      '2 gradwire: --target: there is no node "sun"\n  did you mean sum?\n',
    );
  });
});

test.each<[string, number, string]>([
  ['the logarithm of 0', 0, 'is -Infinity'],
  ['the logarithm of -1', -1, 'is NaN'],
])('%s as the target is a problem, in JSON as well', async (_, x, says) => {
  const nodes = { x: { op: 'input', attrs: { value: x } }, f: { op: 'log' } };
  const edges = { e: { from: 'x', to: 'f', port: 'x' } };
  file('log.json', { format: 'gradwire', version: 2, name: 'log', nodes, edges });
  const { code, stdout, stderr } = await run('eval', 'log.json', '--json');
  expect(code).toBe(1);
  expect(stderr).toContain(`f, the target, ${says} [not-finite]`);
  expect(stderr).toContain('\n  keep its inputs in range\n');
  expect(JSON.parse(stdout)).toMatchObject({
    problems: [{ code: 'not-finite', node: 'f' }],
    notes: [],
  });
});

/** Operations in a row after an input x; the last one is the target. */
function chain(value: unknown, ...operations: readonly string[]): void {
  const names = operations.map((op, i) => `${op}${i + 1}`);
  const nodes = Object.fromEntries(operations.map((op, i) => [names[i], { op }]));
  const edges = Object.fromEntries(
    names.map((to, i) => [to, { from: i === 0 ? 'x' : names[i - 1], to, port: 'x' }]),
  );
  file('chain.json', {
    ...{ format: 'gradwire', version: 2, name: 'chain', edges },
    nodes: { x: { op: 'input', attrs: { value } }, ...nodes },
  });
}

test('a target that is not finite names the node where that begins', async () => {
  chain([1, 0], 'log', 'negate', 'sum');
  const { code, stderr } = await run('eval', 'chain.json');
  expect([code, stderr]).toEqual([
    1,
    'chain.json: nodes.sum3: sum3, the target, is Infinity [not-finite]\n  it begins at log1: keep its inputs in range\n',
  ]);
});

test.each<[string, unknown, string[], string]>([
  [
    'a value that the target leaves behind',
    [1, 0],
    ['log', 'exp', 'sum'],
    'note: log1 has -Infinity in it, the first node that is not finite\n  keep its inputs in range\n',
  ],
  [
    'a gradient whose values are finite',
    0,
    ['sqrt', 'negate'],
    'note: the gradient of x is -Infinity, the first on the way back that is not finite\n  move its value away from where the slope has no bound or is not defined\n',
  ],
])('%s is a note and no problem', async (_, value, operations, note) => {
  chain(value, ...operations);
  expect(await run('eval', 'chain.json')).toMatchObject({ code: 0, stderr: note });
  const { stdout } = await run('eval', 'chain.json', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ problems: [], notes: [{ code: 'not-finite' }] });
});

test('a number that would vanish is refused in inputs and options', async () => {
  file('tiny.json', '{ "x": [1, 1e-400] }');
  expect(await run('eval', 'graph.json', '--inputs', 'tiny.json')).toMatchObject({
    code: 2,
    stderr:
      'tiny.json: x[1]: 1e-400 is not 0, but too small for a double [too-small]\n  use 0, or a number above 4.9e-324\n',
  });
  expect(await refusal('gradcheck', 'graph.json', '--step', '1e-400')).toBe(
    '2 gradwire: --step is 1e-400: not 0, but too small for a double\n  use 0, or a number above 4.9e-324\n',
  );
});
