import { describe, expect, test } from 'vitest';
import type { Problem } from '../../graph/problem.ts';
import { formatDocument } from './format-document.ts';
import { parseDocument, validateDocument } from './parse-document.ts';

/** f = (x + y) z; every test changes one thing. */
function graph() {
  return {
    format: 'gradwire',
    version: 2,
    name: 'f = (x + y) z',
    target: 'f',
    nodes: {
      x: { op: 'input', name: 'x', attrs: { value: -2 }, position: { x: 0, y: 0 } },
      y: { op: 'input', name: 'y', attrs: { value: 5 }, position: { x: 0, y: 110 } },
      z: { op: 'input', name: 'z', attrs: { value: -4 }, position: { x: 0, y: 220 } },
      q: { op: 'add', name: 'q', position: { x: 180, y: 50 } },
      f: { op: 'multiply', position: { x: 360, y: 100 } },
    },
    edges: {
      e1: { from: 'x', to: 'q', port: 'x' },
      e2: { from: 'y', to: 'q', port: 'y' },
      e3: { from: 'q', to: 'f', port: 'x' },
      e4: { from: 'z', to: 'f', port: 'y' },
    },
  };
}

/** The value at a dotted path of a fresh graph replaced (or, for undefined, removed). */
function changed(path: string, value: unknown): unknown {
  const root = graph();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at: Record<string, unknown> = root;
  for (const key of keys) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return root;
}

/** `code at path: message / hint`, one a line. */
function lines(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ code, path, message, hint }) => `${code} at ${path}: ${message} / ${hint}`,
  );
}

/** The same from text and from a value: refused, for exactly these reasons. */
function refuses(raw: unknown, expected: readonly string[]): void {
  for (const parsed of [parseDocument(JSON.stringify(raw)), validateDocument(raw)]) {
    expect(lines(parsed.problems)).toEqual(expected);
    expect(parsed.document).toBe(null);
  }
}

/** Opens all the same, with exactly these problems. */
function opens(raw: unknown, expected: readonly string[]): void {
  for (const parsed of [parseDocument(JSON.stringify(raw)), validateDocument(raw)]) {
    expect(lines(parsed.problems)).toEqual(expected);
    expect(parsed.document).not.toBe(null);
  }
}

test('a sound graph opens without problems, in records without prototypes', () => {
  const { document, problems } = parseDocument(JSON.stringify(graph()));
  expect(problems).toEqual([]);
  const { q, ...rest } = graph().nodes;
  expect(document).toEqual({
    ...graph(),
    nodes: { ...rest, q: { ...q, attrs: {} }, f: { ...graph().nodes.f, attrs: {} } },
  });
  for (const record of [document?.nodes, document?.edges, document?.nodes.x.attrs]) {
    expect(Object.getPrototypeOf(record)).toBe(null);
  }
});

describe('a file is refused as a whole for', () => {
  const key = 'use 1 to 64 letters, digits, _ . or -, and no name built into JavaScript';
  test.each<[string, unknown, readonly string[]]>([
    [
      'another root',
      [1, 2],
      ['wrong-root at : a list where a document belongs / choose a Gradwire file'],
    ],
    [
      'another format',
      { nodes: [], links: [] },
      [
        'wrong-format at format: no format: this is not a Gradwire document / write "format": "gradwire"',
      ],
    ],
    [
      'a newer version',
      { ...graph(), version: 3, panels: {} },
      [
        'newer-version at version: the file has version 3, this program reads versions up to 2 / open it with a newer Gradwire',
      ],
    ],
    [
      'no version',
      changed('version', undefined),
      ['bad-version at version: the version is missing / write "version": 2'],
    ],
    [
      'a version that is none',
      changed('version', '1'),
      ['bad-version at version: "1" is not a version / write "version": 2'],
    ],
    [
      'an unknown field',
      changed('nodes.q.nmae', 'sum'),
      ['unknown-field at nodes.q.nmae: "nmae" is not a field of this version / did you mean name?'],
    ],
    [
      'a missing field',
      changed('edges.e1.port', undefined),
      ['missing-field at edges.e1: "port" is missing / add "port"'],
    ],
    [
      'an unknown attribute',
      changed('nodes.x.attrs.vlaue', 1),
      [
        'unknown-attribute at nodes.x.attrs.vlaue: input has no attribute "vlaue" / did you mean value?',
      ],
    ],
    [
      'an attribute where the operation has none',
      changed('nodes.q.attrs', { alpha: 1 }),
      ['unknown-attribute at nodes.q.attrs.alpha: add has no attribute "alpha" / delete it'],
    ],
    [
      'an object as attribute',
      changed('nodes.x.attrs.value', { init: 'he' }),
      [
        'wrong-type at nodes.x.attrs.value: an object where a number, text, list, true, false or null belongs / write a number, text, list, true, false or null',
      ],
    ],
    [
      'null in a list',
      changed('nodes.x.attrs.value', [
        [1, null],
        [2, 3],
      ]),
      [
        'wrong-type at nodes.x.attrs.value[0][1]: null where a number, a name or a list belongs / write a number, a name or a list',
      ],
    ],
    [
      'a wrong type',
      changed('nodes.x.position.y', '0'),
      ['wrong-type at nodes.x.position.y: "0" where a number belongs / write a number'],
    ],
    [
      'a list of nodes',
      changed('nodes', []),
      [
        'wrong-type at nodes: a list of 0 where an object of nodes by key belongs / write an object of nodes by key',
      ],
    ],
    [
      'a position that is off the canvas',
      changed('nodes.x.position.y', 1e8),
      [
        'out-of-range at nodes.x.position.y: 100000000 is not a finite number from -10000000 to 10000000 / use a finite number from -10000000 to 10000000',
      ],
    ],
    [
      'an edge from a node that is not there',
      changed('edges.e3.from', 'Q'),
      ['dangling-edge at edges.e3.from: there is no node "Q" / did you mean q?'],
    ],
    [
      'an edge to a property of every object',
      changed('edges.e3.to', 'toString'),
      ['dangling-edge at edges.e3.to: there is no node "toString" / name a node of this document'],
    ],
    [
      'a target that is not there',
      changed('target', 'g'),
      ['bad-reference at target: there is no node "g" / name a node of this document'],
    ],
    [
      'a key with a space',
      changed('nodes.a b', { op: 'input' }),
      [`bad-key at nodes["a b"]: "a b" cannot be a key / ${key}`],
    ],
    [
      'an empty key',
      changed('nodes.', { op: 'input' }),
      [`bad-key at nodes[""]: "" cannot be a key / ${key}`],
    ],
    [
      'a key every object has',
      changed('nodes.constructor', { op: 'input' }),
      [`bad-key at nodes.constructor: "constructor" cannot be a key / ${key}`],
    ],
    [
      'an empty name',
      changed('nodes.q.name', ''),
      ['empty-text at nodes.q.name: the text is empty / write something or leave the field out'],
    ],
    [
      'a name of 400 kB',
      changed('nodes.q.name', 'n'.repeat(400_000)),
      ['too-long at nodes.q.name: 400000 characters, the limit is 200 / shorten the text'],
    ],
    [
      'training settings that name no node',
      changed('training', {
        loss: 'loss',
        features: 'x',
        targets: 'y',
        dataset: { kind: 'xor', size: 0, noise: 0, seed: 1 },
        rate: -1,
        batch: 1.5,
        seed: 0,
      }),
      [
        'out-of-range at training.dataset.size: 0 is not a whole number from 1 to 100000 / use a whole number from 1 to 100000',
        'out-of-range at training.rate: -1 is not a finite number from 0 to 1000000 / use a finite number from 0 to 1000000',
        'out-of-range at training.batch: 1.5 is not a whole number from 1 to 100000 / use a whole number from 1 to 100000',
        'bad-reference at training.loss: there is no node "loss" / name a node of this document',
      ],
    ],
    [
      'options that are no numbers, and more of them than there can be',
      changed('training', {
        loss: 'f',
        features: 'x',
        targets: 'y',
        dataset: { kind: 'xor', size: 4, noise: 0, seed: 1 },
        rate: 1,
        optimizer: { kind: 'adam', options: { beta1: '0.9', 'beta 2': 1 } },
        schedule: {
          kind: '',
          options: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`o${i}`, i])),
        },
        batch: 1,
        seed: 0,
      }),
      [
        'wrong-type at training.optimizer.options.beta1: "0.9" where a number, true or false belongs / write a number, true or false',
        `bad-key at training.optimizer.options["beta 2"]: "beta 2" cannot be a key / ${key}`,
        'empty-text at training.schedule.kind: the text is empty / write something or leave the field out',
        'too-many at training.schedule.options: 17 options, the limit is 16 / leave some out',
      ],
    ],
  ])('%s', (_, raw, expected) => refuses(raw, expected));
});

describe('a file opens, with the problem listed, for', () => {
  test.each<[string, unknown, readonly string[]]>([
    [
      'an unknown operation',
      changed('nodes.f.op', 'mulitply'),
      [
        'unknown-operation at nodes.f: mulitply is not an operation of this version / did you mean multiply?',
      ],
    ],
    [
      'a ragged tensor',
      changed('nodes.x.attrs.value', [[1, 2], [3]]),
      [
        'bad-attribute at nodes.x.attrs.value[1]: value: a row of 1 where the first one has 2 at [1] / use a number or equally long lists of numbers',
      ],
    ],
    [
      'a value of the wrong kind',
      changed('nodes.x.attrs.shape', 3),
      [
        'bad-attribute at nodes.x.attrs.shape: shape: 3 is not a shape / use a list of sizes and names such as [2, 3] or ["N", 2]',
      ],
    ],
    [
      'an open port',
      changed('edges.e4', undefined),
      ['missing-input at nodes.f: input y of f (multiply) is not connected / wire a value into y'],
    ],
    [
      'an unknown port',
      changed('edges.e5', { from: 'x', to: 'f', port: 'z' }),
      ['unknown-port at edges.e5: f (multiply) has no input z / connect it to x or y'],
    ],
    [
      'two wires into one port',
      changed('edges.e5', { from: 'x', to: 'f', port: 'y' }),
      [
        'two-wires-one-port at edges.e5: input y of f has two wires / delete one of them, or add the two values first',
      ],
    ],
    [
      'a cycle',
      changed('edges.e1.from', 'f'),
      [
        'cycle at nodes.f: f, q lie on a cycle, so none of them can be computed first / delete one of the wires between them',
      ],
    ],
  ])('%s', (_, raw, expected) => opens(raw, expected));

  test('shapes that do not fit', () => {
    const raw = changed('nodes.x.attrs.value', [1, 2]) as ReturnType<typeof graph>;
    raw.nodes.y.attrs.value = [1, 2, 3] as never;
    const { document, problems } = validateDocument(raw);
    expect(document).not.toBe(null);
    expect(problems).toMatchObject([
      { code: 'shape-mismatch', node: 'q', path: expect.stringMatching(/q|e2/) },
    ]);
  });
});

test('many problems are reported once a hundred and counted beyond', () => {
  const nodes = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`n${i}`, { op: 7 }]));
  const { document, problems } = validateDocument({
    ...graph(),
    nodes,
    edges: {},
    target: undefined,
  });
  expect(document).toBe(null);
  expect(problems).toHaveLength(101);
  expect(problems[100].message).toBe('and 4900 more');
});

test('nodes without positions are put to the right of what they depend on', () => {
  const raw = graph();
  for (const node of Object.values(raw.nodes)) delete (node as { position?: unknown }).position;
  const { document } = validateDocument(raw);
  const x = Object.fromEntries(
    Object.entries(document?.nodes ?? {}).map(([id, node]) => [id, node.position.x]),
  );
  expect([x.x < x.q, x.q < x.f]).toEqual([true, true]);
  const spots = Object.values(document?.nodes ?? {}).map(
    ({ position }) => `${position.x} ${position.y}`,
  );
  expect(new Set(spots).size).toBe(5);
});

test('what was validated is a copy', () => {
  const raw = graph();
  const { document } = validateDocument(raw);
  const text = document === null ? '' : formatDocument(document);
  raw.nodes.x.attrs.value = 100;
  raw.edges.e1.from = 'nowhere';
  expect(document === null ? '' : formatDocument(document)).toBe(text);
});
