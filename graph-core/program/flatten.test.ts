import { expect, test } from 'vitest';
import type { AttrValues, GraphDocument } from '../graph/document.ts';
import { isWaiting } from '../graph/problem.ts';
import { tensor } from '../tensor/tensor.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { type Feeds, flatten } from './flatten.ts';

function variable(op: string, attrs: AttrValues): GraphDocument {
  const nodes = { x: { op, attrs, position: { x: 0, y: 0 } } };
  return { format: 'gradwire', version: 2, name: '', nodes, edges: {} };
}

const given = tensor([3, 2], [1, 2, 3, 4, 5, 6]);

/** The given value flattened into a document with one variable: its shape, or what is wrong. */
function check(op: string, attrs: AttrValues): unknown {
  const { program, sources, problems } = flatten(variable(op, attrs), new Map([['x', given]]));
  if (problems.length > 0) return problems[0].message;
  expect(sources.get(0)).toBe(given);
  return program.instructions[0].shape;
}

test.each<[string, string, AttrValues, unknown]>([
  ['a number', 'input', { value: 1 }, [3, 2]],
  [
    'a value of another size under the same name',
    'input',
    { value: [[1, 2]], shape: ['N', 2] },
    [3, 2],
  ],
  ['a ragged value', 'input', { value: [[1], [2, 3]] }, [3, 2]],
  [
    'a shape it does not have',
    'input',
    { value: null, shape: ['N', 3] },
    'x is declared [3, 3] but its value is [3, 2]',
  ],
  ['a parameter with a value', 'parameter', { value: 1 }, [3, 2]],
  ['a parameter that is drawn', 'parameter', { init: 'he', shape: [3, 2] }, [3, 2]],
])('a value from outside takes the place of %s', (_, op, attrs, expected) => {
  expect(check(op, attrs)).toEqual(expected);
});

/** What is wrong with a document, with the place and the repair. */
function problemsOf(document: GraphDocument, feeds: Feeds = new Map()): string[] {
  return flatten(document, feeds).problems.map(
    ({ node: at, message, hint }) => `${at}: ${message} / ${hint}`,
  );
}

const rows = (...numbers: number[]) => numbers.map((x) => [x]);

test.each<[string, GraphDocument, string[]]>([
  [
    'two sizes for one name',
    wiredGraph({
      x: node('input', { value: rows(1, 2), shape: ['N', 1] }),
      y: node('input', { value: rows(1, 2, 3), shape: ['N', 1] }),
    }),
    ['y: N is 2 in x but 3 in y / give both values the same N, or use another name'],
  ],
  [
    'a name without a size',
    wiredGraph({ x: node('input', { value: null, shape: ['N', 1] }) }),
    ['x: x is [N, 1], and N has no size yet / give a value to an input whose shape names N'],
  ],
  [
    'a shape without a value',
    wiredGraph({ x: node('input', { value: null, shape: [2, 1] }) }),
    [
      'x: x is [2, 1] and has no numbers yet / type numbers of that shape, draw them by an initializer, or choose data to train on',
    ],
  ],
  [
    'more elements than a tensor may have',
    wiredGraph({ w: node('parameter', { init: 'zeros', shape: [5000, 5000] }) }),
    ['w: w is [5000, 5000]: 25000000 elements, the limit is 16777216 / use a smaller size'],
  ],
  [
    'more elements than all variables may have, before any is drawn',
    wiredGraph(
      Object.fromEntries(
        Array.from({ length: 200 }, (_, i) => [
          `w${i}`,
          node('parameter', { init: 'he', shape: [4096, 4096] }),
        ]),
      ),
    ),
    [
      'undefined: the variables have 3355443200 elements together, the limit is 33554432 / use smaller shapes',
    ],
  ],
])('%s is said with its numbers', (_, document, problems) => {
  expect(problemsOf(document)).toEqual(problems);
});

test('a name is bound by the value that has it, for all who use it', () => {
  const document = wiredGraph(
    {
      x: node('input', { value: null, shape: ['N', 2] }),
      y: node('input', { value: null, shape: ['N'] }),
      s: node('sum', { axes: [1] }),
      f: node('add'),
    },
    ...['x → s.x', 's → f.x', 'y → f.y'],
  );
  const feeds = new Map([
    ['x', given],
    ['y', tensor([3], [1, 2, 3])],
  ]);
  const { program, bindings, problems } = flatten(document, feeds);
  expect(problems).toEqual([]);
  expect(bindings).toEqual(new Map([['N', 3]]));
  expect(program.instructions[program.nodes.get('f') ?? -1].shape).toEqual([3]);
});

test('two sizes for one name are one problem with values from outside too, in any order', () => {
  const open = () => node('input', { value: null, shape: ['N'] });
  const feeds = new Map([
    ['x10', tensor([3], [1, 2, 3])],
    ['x2', tensor([2], [1, 2])],
  ]);
  for (const nodes of [
    { x2: open(), x10: open() },
    { x10: open(), x2: open() },
  ]) {
    expect(problemsOf(wiredGraph(nodes), feeds)).toEqual([
      'x10: N is 2 in x2 but 3 in x10 / give both values the same N, or use another name',
    ]);
  }
});

test('every wire is a value of its own, and every node too', () => {
  const document = wiredGraph(
    { x: node('input', { value: 1 }), a: node('full'), b: node('full'), f: node('multiply') },
    ...['x → f.x', 'x → f.y'],
  );
  const { nodes, edges } = flatten(document).program;
  const values = [...nodes.values(), ...edges.values()];
  expect(new Set(values).size).toBe(6);
});

test.each([
  ['an input of [N, 2]', node('input', { shape: ['N', 2] }), 'unknown-size'],
  ['an input of [3, 2]', node('input', { shape: [3, 2] }), 'missing-value'],
  [
    'an input of [3, 2] with one number',
    node('input', { shape: [3, 2], value: 5 }),
    'missing-value',
  ],
  ['a parameter of [8, 2]', node('parameter', { shape: [8, 2] }), 'missing-value'],
  ['weights to draw without a shape', node('parameter', { init: 'he' }), 'missing-shape'],
  ['an operation without wires', node('add'), 'missing-input'],
])('%s waits and is not wrong', (_, waiting, code) => {
  const { problems, inference } = flatten(wiredGraph({ x: waiting }));
  const all = [...inference.problems, ...problems];
  expect(all.map((problem) => problem.code)).toContain(code);
  expect(all.every(isWaiting)).toBe(true);
});
