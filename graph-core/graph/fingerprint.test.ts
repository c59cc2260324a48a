import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retold, wirings } from '../testing/random-wiring.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import type { GraphDocument } from './document.ts';
import { fingerprint } from './fingerprint.ts';

/** f = (x + y) x, with an attribute, a name and a target. */
const document: GraphDocument = {
  ...wiredGraph(
    {
      x: node('input', { value: [1, 2] }, 'features'),
      y: node('parameter', { shape: [2], seed: 3, init: 'normal' }),
      q: node('add'),
      f: node('multiply'),
    },
    'x → q.x',
    'y → q.y',
    'q → f.x',
    'x → f.y',
  ),
  target: 'f',
};

const withNode = (id: string, change: object): GraphDocument => ({
  ...document,
  nodes: { ...document.nodes, [id]: { ...document.nodes[id], ...change } },
});
const withEdge = (id: string, change: object): GraphDocument => ({
  ...document,
  edges: { ...document.edges, [id]: { ...document.edges[id], ...change } },
});
const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> => {
  const { [key]: _, ...others } = record;
  return others;
};

describe('a fingerprint stays the same when', () => {
  test.each<[string, GraphDocument]>([
    ['the document gets another name', { ...document, name: 'other' }],
    ['another node is the target', { ...document, target: 'q' }],
    ['no node is the target', (({ target: _, ...others }) => others)(document)],
    ['a node moves', withNode('q', { position: { x: 99, y: -1 } })],
    ['a node gets another name', withNode('x', { name: 'inputs' })],
    ['wires get other keys', { ...document, edges: renumbered(document.edges) }],
    [
      'attributes are told in another order',
      withNode('y', { attrs: { init: 'normal', seed: 3, shape: [2] } }),
    ],
    ['the document is told backwards', retold(document)],
  ])('%s', (_, same) => {
    expect(fingerprint(same)).toBe(fingerprint(document));
  });
});

describe('a fingerprint changes when', () => {
  test.each<[string, GraphDocument]>([
    ['an operation changes', withNode('q', { op: 'subtract' })],
    [
      'a number changes in its last digit',
      withNode('x', { attrs: { value: [1, 2.000000000000001] } }),
    ],
    ['a number loses its sign', withNode('x', { attrs: { value: [-1, 2] } })],
    ['numbers change places', withNode('x', { attrs: { value: [2, 1] } })],
    ['numbers get another shape', withNode('x', { attrs: { value: [[1, 2]] } })],
    ['an attribute goes', withNode('x', { attrs: {} })],
    ['a node draws from another stream', withNode('y', { stream: 'w' })],
    ['a node comes', { ...document, nodes: { ...document.nodes, z: node('input') } }],
    ['a node goes', { ...document, nodes: without(document.nodes, 'y') }],
    ['a wire goes', { ...document, edges: without(document.edges, 'e4') }],
    ['a wire comes from another node', withEdge('e4', { from: 'y' })],
    ['a wire goes to another port', withEdge('e4', { port: 'z' })],
    [
      'two wires change their ports',
      {
        ...withEdge('e1', { port: 'y' }),
        edges: {
          ...document.edges,
          e1: { from: 'x', to: 'q', port: 'y' },
          e2: { from: 'y', to: 'q', port: 'x' },
        },
      },
    ],
    [
      'a node has another key',
      { ...document, nodes: { ...without(document.nodes, 'y'), w: document.nodes.y } },
    ],
  ])('%s', (_, other) => {
    expect(fingerprint(other)).not.toBe(fingerprint(document));
  });
});

test('different wirings have different fingerprints, 16 digits each', () => {
  const texts = new Map<string, string>();
  fc.assert(
    fc.property(wirings(), (wiring) => {
      const print = fingerprint(wiring);
      expect(print).toMatch(/^[\da-f]{16}$/);
      const { nodes, edges } = wiring;
      const wires = Object.values(edges).map(({ from, to, port }) => `${from} ${to} ${port}`);
      const text = JSON.stringify([Object.keys(nodes).sort(), wires.sort()]);
      expect(texts.get(print) ?? text).toBe(text);
      texts.set(print, text);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

function renumbered<T>(edges: Readonly<Record<string, T>>): Record<string, T> {
  const values = Object.values(edges).reverse();
  return Object.fromEntries(values.map((edge, i) => [`w${i}`, edge]));
}
