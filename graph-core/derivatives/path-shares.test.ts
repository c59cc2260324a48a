import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphDocument, GraphNode } from '../graph/document.ts';
import { RandomStream } from '../tensor/random.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { type PathShares, pathShares } from './path-shares.ts';

function shares(document: GraphDocument, of: string, element = 0, most = 10): PathShares {
  const found = pathShares(evaluateDocument(document), of, element, most);
  if ('code' in found) throw new Error(found.message);
  return found;
}

/** So many times x = a x + b x: twice as many paths each time. */
function doublings(count: number): GraphDocument {
  const nodes: Record<string, GraphNode> = {
    x0: node('input', { value: 1.5 }),
    a: node('constant', { value: 0.7 }),
    b: node('constant', { value: -0.2 }),
  };
  const wires: string[] = [];
  for (let i = 0; i < count; i++) {
    nodes[`p${i}`] = node('multiply');
    nodes[`q${i}`] = node('multiply');
    nodes[`x${i + 1}`] = node('add');
    wires.push(`x${i} → p${i}.x`, `a → p${i}.y`, `x${i} → q${i}.x`, `b → q${i}.y`);
    wires.push(`p${i} → x${i + 1}.x`, `q${i} → x${i + 1}.y`);
  }
  return wiredGraph(nodes, ...wires);
}

describe('path shares', () => {
  test('of x in x² + 3x: the two uses, by their size', () => {
    const document = wiredGraph(
      {
        x: node('input', { value: 5 }),
        c: node('constant', { value: -3 }),
        s: node('square'),
        t: node('multiply'),
        f: node('add'),
      },
      ...['x → s.x', 'x → t.x', 'c → t.y', 's → f.x', 't → f.y'],
    );
    const { gradient, paths, rest, count } = shares(document, 'x');
    expect(gradient).toBe(7);
    expect(paths.map(({ contribution }) => contribution)).toEqual([10, -3]);
    expect(paths.map(({ share }) => share)).toEqual([10 / 13, -3 / 13]);
    expect(paths.map(({ edges }) => edges)).toEqual([
      ['e1', 'e4'],
      ['e2', 'e5'],
    ]);
    expect([rest, count]).toEqual([0, 2]);
  });

  test('of 2⁴⁰ paths the ten largest, with the rest of the gradient', () => {
    const { gradient, paths, rest, count } = shares(doublings(40), 'x0');
    expect(count).toBe(2 ** 40);
    expect(gradient).toBeCloseTo(0.5 ** 40, 20);
    expect(paths[0].contribution).toBeCloseTo(0.7 ** 40, 18);
    expect(paths[1].contribution).toBeCloseTo(-(0.7 ** 39) * 0.2, 18);
    expect(paths[0].share).toBeCloseTo((0.7 / 0.9) ** 40, 12);
    expect(paths).toHaveLength(10);
    const shown = paths.reduce((sum, { contribution }) => sum + contribution, 0);
    expect(Math.abs(shown + rest - gradient)).toBeLessThan(1e-12 * Math.abs(gradient));
  });

  test('a wire that is used twice is two paths', () => {
    const document = wiredGraph(
      { x: node('input', { value: 3 }), f: node('multiply') },
      ...['x → f.x', 'x → f.y'],
    );
    const { gradient, paths } = shares(document, 'x');
    expect(gradient).toBe(6);
    expect(paths.map(({ edges }) => edges)).toEqual([['e1'], ['e2']]);
  });

  test('a path through a ReLU that is off brings nothing and is not one', () => {
    const document = wiredGraph(
      { x: node('input', { value: -3 }), r: node('relu'), f: node('add') },
      ...['x → r.x', 'x → f.x', 'r → f.y'],
    );
    expect(shares(document, 'x')).toMatchObject({ gradient: 1, count: 1 });
  });
});

describe('in tensors', () => {
  const draw = new RandomStream(7, 'test');
  const numbers = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw.normal()));
  const net: GraphDocument = {
    ...wiredGraph(
      {
        x: node('input', { value: numbers(3, 2) }),
        W: node('parameter', { value: numbers(4, 2) }),
        b: node('parameter', { value: numbers(1, 4)[0] }),
        V: node('parameter', { value: numbers(3, 4) }),
        y: node('input', { value: [0, 2, 1] }),
        h: node('linear'),
        a: node('tanh'),
        s: node('linear', { useBias: false }),
        L: node('softmaxLoss'),
      },
      ...['x → h.x', 'W → h.weight', 'b → h.bias', 'h → a.x', 'a → s.x', 'V → s.weight'],
      ...['s → L.logits', 'y → L.target'],
    ),
    target: 'L',
  };

  test.each(['x', 'W', 'b', 'V', 'h', 'a', 's'])(
    'all paths of every element of %s add up to its gradient',
    (id) => {
      const evaluation = evaluateDocument(net);
      const gradients = evaluation.gradient(id)?.data ?? [];
      expect(gradients.length).toBeGreaterThan(0);
      gradients.forEach((gradient, element) => {
        const found = pathShares(evaluation, id, element, 1000);
        if ('code' in found) throw new Error(found.message);
        const all = found.paths.reduce((sum, { contribution }) => sum + contribution, 0);
        expect(found.paths).toHaveLength(found.count);
        expect(all).toBeCloseTo(gradient, 12);
        expect(found.gradient).toBeCloseTo(gradient, 12);
        const sizes = found.paths.reduce((sum, { share }) => sum + Math.abs(share), 0);
        expect(sizes).toBeCloseTo(1, 12);
      });
    },
  );

  test('few paths are the largest of all', () => {
    const all = shares(net, 'W', 3, 1000).paths;
    expect(shares(net, 'W', 3, 4).paths).toEqual(all.slice(0, 4));
  });

  test('a weight acts in every row: its paths name the elements they pass', () => {
    const { paths } = shares(net, 'W', 3, 1000);
    const places = paths.map(({ places: [, hidden] }) => hidden);
    expect(new Set(places.map(({ node: id }) => id))).toEqual(new Set(['h']));
    expect(new Set(places.map(({ element }) => element % 4))).toEqual(new Set([1]));
  });
});

test('an element that is not there is told', () => {
  const evaluation = evaluateDocument(doublings(1));
  expect(pathShares(evaluation, 'x0', 4)).toMatchObject({ code: 'no-element' });
  expect(pathShares(evaluation, 'nobody', 0)).toMatchObject({ code: 'no-value' });
});
