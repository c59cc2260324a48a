import { expect, test } from 'vitest';
import type { GraphDocument, GraphNode } from '../../../graph-core/graph/document.ts';
import { RandomStream } from '../../../graph-core/tensor/random.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { nodeGeometry, ROW_GAP } from './geometry.ts';
import { layoutPositions } from './layout.ts';

/** A graph of so many nodes, each wired from earlier ones. */
function randomGraph(count: number, seed: number): GraphDocument {
  const draw = new RandomStream(seed, 'test');
  const nodes: Record<string, GraphNode> = {};
  const wires: string[] = [];
  for (let i = 0; i < count; i++) {
    const op = i < 3 ? 'input' : ['add', 'relu', 'softmaxLoss', 'linear'][draw.integer(4)];
    nodes[`n${i}`] = { ...node(op), position: { x: 0, y: draw.integer(1000) } };
    if (i < 3) continue;
    const port = op === 'softmaxLoss' ? 'logits' : 'x';
    wires.push(`n${draw.integer(i)} → n${i}.${port}`);
    if (op === 'add') wires.push(`n${draw.integer(i)} → n${i}.y`);
  }
  return wiredGraph(nodes, ...wires);
}

/** No two nodes stand on each other; those above one another keep their distance. */
function check(document: GraphDocument): void {
  const positions = layoutPositions(document);
  expect([...positions.keys()].toSorted()).toEqual(Object.keys(document.nodes).toSorted());
  const boxes = [...positions].map(([id, { x, y }]) => {
    const { width, height } = nodeGeometry(document.nodes[id]);
    return { left: x, right: x + width, top: y, bottom: y + height };
  });
  for (const a of boxes) {
    for (const b of boxes) {
      if (a === b || a.right <= b.left || b.right <= a.left) continue;
      const gap = Math.max(b.top - a.bottom, a.top - b.bottom);
      // A pixel for rounding.
      expect(gap).toBeGreaterThanOrEqual(ROW_GAP - 1);
    }
  }
}

test.each(Array.from({ length: 10 }, (_, seed) => [seed]))(
  'no two nodes of a random graph overlap (seed %d)',
  (seed) => check(randomGraph(40, seed)),
);

test.each(Array.from({ length: 10 }, (_, seed) => [seed]))(
  'the layout depends neither on the order of keys nor on that of wires (seed %d)',
  (seed) => {
    const document = randomGraph(30, seed);
    const turned = {
      ...document,
      nodes: Object.fromEntries(Object.entries(document.nodes).toReversed()),
      edges: Object.fromEntries(Object.entries(document.edges).toReversed()),
    };
    const sorted = (positions: ReadonlyMap<string, unknown>) =>
      [...positions].toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(layoutPositions(turned))).toEqual(sorted(layoutPositions(document)));
  },
);

test('wires go from left to right', () => {
  const document = randomGraph(60, 3);
  const positions = layoutPositions(document);
  for (const { from, to } of Object.values(document.edges)) {
    expect(positions.get(from)?.x ?? 0).toBeLessThan(positions.get(to)?.x ?? 0);
  }
});

test('the whole begins at the origin', () => {
  const positions = [...layoutPositions(randomGraph(50, 1)).values()];
  expect(Math.min(...positions.map(({ y }) => y))).toBe(0);
  expect(Math.min(...positions.map(({ x }) => x))).toBeLessThan(100);
});

test('nodes of one column keep the order in which they were drawn', () => {
  const nodes = Object.fromEntries(
    [30, 10, 20].map((y, i) => [`x${i}`, { ...node('input'), position: { x: 0, y } }]),
  );
  const positions = layoutPositions(wiredGraph(nodes));
  const order = [...positions].toSorted(([, a], [, b]) => a.y - b.y).map(([id]) => id);
  expect(order).toEqual(['x1', 'x2', 'x0']);
});

test('a source stands right before the first node it feeds', () => {
  const document = wiredGraph(
    { x: node('input'), w: node('input'), a: node('relu'), b: node('relu'), f: node('add') },
    ...['x → a.x', 'a → b.x', 'b → f.x', 'w → f.y'],
  );
  const at = layoutPositions(document);
  expect(at.get('w')?.x).toBeGreaterThan(at.get('a')?.x ?? 0);
  expect(at.get('w')?.x).toBeLessThan(at.get('f')?.x ?? 0);
});

test('nodes on a cycle and behind it stand in a column behind the others', () => {
  const document = wiredGraph(
    { x: node('input'), a: node('add'), b: node('add'), c: node('relu') },
    ...['x → a.x', 'b → a.y', 'a → b.x', 'b → c.x'],
  );
  check(document);
  const at = layoutPositions(document);
  for (const id of ['a', 'b', 'c']) expect(at.get(id)?.x).toBeGreaterThan(at.get('x')?.x ?? 0);
});

test('nothing and unknown operations are laid out too', () => {
  expect(layoutPositions(wiredGraph({})).size).toBe(0);
  check(wiredGraph({ a: node('magic'), b: node('magic') }, 'a → b.q'));
});

test('a chain of 10,000 nodes is no recursion', () => {
  const nodes: Record<string, GraphNode> = { n0: node('input') };
  const wires: string[] = [];
  for (let i = 1; i < 10_000; i++) {
    nodes[`n${i}`] = node('relu');
    wires.push(`n${i - 1} → n${i}.x`);
  }
  const positions = layoutPositions(wiredGraph(nodes, ...wires));
  expect(new Set([...positions.values()].map(({ x }) => x)).size).toBe(10_000);
});

test('a column of 5,000 nodes keeps them apart', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [`x${i}`, node('input')]),
  );
  const tops = [...layoutPositions(wiredGraph(nodes)).values()].map(({ y }) => y);
  expect(new Set(tops).size).toBe(5000);
});
