/** Small documents must not ask for large work: each of these opens and is evaluated at once, and says what it refuses. */
import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import { formatDocument } from '../formats/json/format-document.ts';
import { parseDocument } from '../formats/json/parse-document.ts';
import type { GraphDocument, GraphEdge, GraphNode } from '../graph/document.ts';
import { node } from '../testing/wired-graph.ts';

/** `count` nodes in a row, each wired to the one before it by all of `ports`. */
function chain(
  first: GraphNode,
  count: number,
  link: (index: number) => GraphNode,
  ports: readonly string[],
): GraphDocument {
  const nodes: Record<string, GraphNode> = { n0: first };
  const edges: Record<string, GraphEdge> = {};
  for (let i = 1; i <= count; i++) {
    nodes[`n${i}`] = link(i);
    for (const port of ports) edges[`${port}-${i}`] = { from: `n${i - 1}`, to: `n${i}`, port };
  }
  return { format: 'gradwire', version: 2, name: 'chain', nodes, edges };
}

const named = node('input', { value: null, shape: ['N'] });
const vector = node('input', { value: [1, 2, 3, 4] });
const ones = node('input', { value: null, shape: [1, 1] });
const concat = (): GraphNode => node('concat');
const pair = ['x1', 'x2'];

/** Slices the value in two ways and joins them: each round doubles what the name of its size would say. */
function slicedInTwo(rounds: number): GraphDocument {
  const nodes: Record<string, GraphNode> = { n0: named };
  const edges: Record<string, GraphEdge> = {};
  for (let i = 1; i <= rounds; i++) {
    nodes[`a${i}`] = node('slice', { start: 1 });
    nodes[`b${i}`] = node('slice', { start: 2 });
    nodes[`n${i}`] = node('concat');
    edges[`p${i}`] = { from: `n${i - 1}`, to: `a${i}`, port: 'x' };
    edges[`q${i}`] = { from: `n${i - 1}`, to: `b${i}`, port: 'x' };
    edges[`r${i}`] = { from: `a${i}`, to: `n${i}`, port: 'x1' };
    edges[`s${i}`] = { from: `b${i}`, to: `n${i}`, port: 'x2' };
  }
  return { format: 'gradwire', version: 2, name: 'slices', nodes, edges };
}

const together = 'values and gradients have 134217704 elements together, the limit is 67108864';

/** The document and the problems it has. */
const documents: readonly [string, GraphDocument, readonly string[]][] = [
  [
    '28 doublings of a named size',
    chain(named, 28, concat, pair),
    ['n0 is [N], and N has no size yet'],
  ],
  [
    '60 doublings of a named size',
    chain(named, 60, concat, pair),
    [
      'n53 is too large: at axis 0 its size is beyond 2^53 or has more than 32 terms',
      'n0 is [N], and N has no size yet',
    ],
  ],
  [
    '28 doublings of four numbers',
    chain(vector, 28, concat, pair),
    ['n23 is [33554432]: 33554432 elements, the limit is 16777216', together],
  ],
  [
    '60 doublings of four numbers',
    chain(vector, 60, concat, pair),
    [
      'n51 is too large: at axis 0 its size is beyond 2^53 or has more than 32 terms',
      'n23 is [33554432]: 33554432 elements, the limit is 16777216',
      together,
    ],
  ],
  [
    '40 doublings of a rank',
    chain(ones, 40, () => node('gather'), ['x', 'indices']),
    ['n3 would have 9 axes, the limit is 8', 'n0 is [1, 1] and has no numbers yet'],
  ],
  [
    'names of sizes that double',
    slicedInTwo(40),
    [
      'the size of n4 at axis 0 takes 241 characters to tell, the limit is 200',
      'n0 is [N], and N has no size yet',
    ],
  ],
  [
    'names of sizes that grow',
    chain(named, 2000, () => node('slice', { start: 1 }), ['x']),
    [
      'the size of n34 at axis 0 takes 205 characters to tell, the limit is 200',
      'n0 is [N], and N has no size yet',
    ],
  ],
  [
    'padding by 1e300',
    chain(vector, 1, () => node('pad', { before: 1e300 }), ['x']),
    ['n1 is too large: at axis 0 its size is beyond 2^53 or has more than 32 terms'],
  ],
  [
    'a matrix of 2^40 classes',
    chain(vector, 1, () => node('oneHot', { classes: 2 ** 40 }), ['x']),
    ['n1 is [4, 1099511627776]: 4398046511104 elements, the limit is 16777216'],
  ],
];

describe('opened and evaluated within 2 s, where unbounded work would take minutes:', () => {
  test.each(documents)('%s', (_, made, expected) => {
    const start = performance.now();
    const { document } = parseDocument(formatDocument(made));
    if (document === null) throw new Error('it did not open');
    const { problems } = evaluateDocument(document);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(problems.map(({ message }) => message)).toEqual(expected);
  });
});
