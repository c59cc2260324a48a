import { expect, test } from 'vitest';
import type { GraphDocument } from '../graph/document.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { inferDocument } from './infer-document.ts';

/** Shapes of the sound nodes, and the problems as text. */
function inferred(document: GraphDocument, bindings?: ReadonlyMap<string, number>) {
  const { nodes, problems } = inferDocument(document, bindings);
  return {
    shapes: Object.fromEntries([...nodes].map(([id, { shape }]) => [id, shape])),
    problems: problems.map(
      ({ node: at, port, edge, message, hint }) =>
        `${[at, port, edge].filter((place) => place !== undefined).join(' ')}: ${message} / ${hint}`,
    ),
  };
}

test('shapes flow through names of dimensions', () => {
  const document = wiredGraph(
    {
      x: node('input', { value: null, shape: ['N', 2] }),
      w: node('parameter', {
        value: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      }),
      m: node('matmul'),
      s: node('sum', { axes: [0] }),
    },
    ...['x → m.a', 'w → m.b', 'm → s.x'],
  );
  expect(inferred(document)).toEqual({
    shapes: { x: ['N', 2], w: [2, 3], m: ['N', 3], s: [3] },
    problems: [],
  });
  expect(inferred(document, new Map([['N', 7]])).shapes).toMatchObject({ x: [7, 2], m: [7, 3] });
});

const x = node('input', { value: 1 });

test.each<[string, GraphDocument, string[], string[]]>([
  [
    'an unknown operation',
    wiredGraph({ x, m: node('magic'), f: node('relu') }, ...['x → m.x', 'm → f.x']),
    ['m: magic is not an operation of this version / replace the node by one from the palette'],
    ['x'],
  ],
  [
    'a port that is not connected',
    wiredGraph({ x, f: node('add') }, 'x → f.x'),
    ['f y: input y of f (add) is not connected / wire a value into y'],
    ['x'],
  ],
  [
    'a port that does not exist',
    wiredGraph({ x, f: node('relu') }, ...['x → f.x', 'x → f.z']),
    ['f e2: f (relu) has no input z / connect it to x'],
    ['x'],
  ],
  [
    'a wire into a variable',
    wiredGraph({ x, y: x }, 'x → y.x'),
    ['y e1: y (input) has no input x / delete the wire'],
    ['x'],
  ],
  [
    'two wires in one port',
    wiredGraph({ x, y: x, f: node('relu') }, ...['x → f.x', 'y → f.x']),
    ['f x e2: input x of f has two wires / delete one of them, or add the two values first'],
    ['x', 'y'],
  ],
  [
    'a cycle',
    wiredGraph(
      { x, a: node('add'), b: node('relu'), c: node('relu') },
      ...['x → a.x', 'b → a.y', 'a → b.x', 'b → c.x'],
    ),
    [
      'a: a, b lie on a cycle, so none of them can be computed first / delete one of the wires between them',
    ],
    ['x'],
  ],
  [
    'a node wired to itself',
    wiredGraph({ a: node('relu') }, 'a → a.x'),
    ['a: a is wired into itself, so it cannot be computed / delete that wire'],
    [],
  ],
  [
    'shapes that do not fit',
    wiredGraph(
      {
        a: node('input', { value: [[1, 2, 3]] }),
        b: node('input', { value: [[1, 2]] }),
        m: node('matmul'),
        f: node('relu'),
      },
      ...['a → m.a', 'b → m.b', 'm → f.x'],
    ),
    [expect.stringMatching(/^m b e2: matmul: .*\[1, 3\].*\[1, 2\]/) as unknown as string],
    ['a', 'b'],
  ],
  [
    'an attribute of the wrong kind',
    wiredGraph({ x, f: node('sum', { keepDims: 3 }) }, 'x → f.x'),
    [expect.stringMatching(/^f: .*keepDims/) as unknown as string],
    ['x'],
  ],
])(
  '%s is one problem where it is, and what hangs on it is left out',
  (_, document, problems, sound) => {
    const result = inferred(document);
    expect(result.problems).toEqual(problems);
    expect(Object.keys(result.shapes)).toEqual(sound);
  },
);

test('a wire whose end is missing counts as none', () => {
  const document = wiredGraph({ f: node('relu') }, ...['gone → f.x', 'f → gone.x']);
  expect(inferred(document).problems).toEqual([
    'f x: input x of f (relu) is not connected / wire a value into x',
  ]);
});

test('a long cycle is told by its first names', () => {
  const ids = Array.from({ length: 8 }, (_, i) => `n${i}`);
  const document = wiredGraph(
    Object.fromEntries(ids.map((id) => [id, node('relu')])),
    ...ids.map((id, i) => `${id} → n${(i + 1) % 8}.x`),
  );
  expect(inferred(document).problems).toEqual([
    'n0: n0, n1, n2, n3, n4 and 3 more lie on a cycle, so none of them can be computed first / delete one of the wires between them',
  ]);
});

test('a chain of 10,000 nodes is no recursion', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
  const document = wiredGraph(
    Object.fromEntries(ids.map((id, i) => [id, i === 0 ? x : node('relu')])),
    ...ids.slice(1).map((id, i) => `n${i} → ${id}.x`),
  );
  expect(Object.keys(inferred(document).shapes).length).toBe(10_000);
});
