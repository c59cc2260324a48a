import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reaches, retold, wirings } from '../testing/random-wiring.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { compareIds, type GraphDocument } from './document.ts';
import { adjacency, topologicalOrder } from './topological-order.ts';

describe('the order', () => {
  test('of a graph without cycles holds every node once, each behind all that it reads', () => {
    fc.assert(
      fc.property(wirings({ acyclic: true }), (document) => {
        const { order, cyclic } = topologicalOrder(document);
        expect([...order].sort()).toEqual(Object.keys(document.nodes).sort());
        expect(cyclic).toEqual([]);
        for (const { from, to } of Object.values(document.edges)) {
          expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
        }
      }),
      { seed: 1 },
    );
  });

  test('goes by depth, the longest way from a source, then by key', () => {
    fc.assert(
      fc.property(wirings({ acyclic: true }), (document) => {
        const { order, depth } = topologicalOrder(document);
        const depthOf = (id: string): number => depth.get(id) ?? Number.NaN;
        for (const id of order) {
          const behind = Object.values(document.edges).filter(({ to }) => to === id);
          expect(depthOf(id)).toBe(Math.max(-1, ...behind.map(({ from }) => depthOf(from))) + 1);
        }
        const sorted = [...order].sort((a, b) => depthOf(a) - depthOf(b) || compareIds(a, b));
        expect(order).toEqual(sorted);
      }),
      { seed: 1 },
    );
  });

  test('does not depend on the order in which a file tells nodes and wires', () => {
    fc.assert(
      fc.property(wirings(), (document) => {
        expect(topologicalOrder(retold(document))).toEqual(topologicalOrder(document));
      }),
      { seed: 1 },
    );
  });

  test('leaves out the nodes on cycles and behind them, and calls cyclic just those on one', () => {
    fc.assert(
      fc.property(wirings(), (document) => {
        const { order, depth, cyclic } = topologicalOrder(document);
        const leads = reaches(document);
        const ids = Object.keys(document.nodes);
        const onCycle = ids.filter((id) => leads(id, id));
        const spoiled = ids.filter((id) => onCycle.some((c) => c === id || leads(c, id)));
        // A node between two cycles lies on none, but no peeling of ends takes it away.
        expect(onCycle.filter((id) => !cyclic.includes(id))).toEqual([]);
        for (const id of cyclic) {
          const between = onCycle.some((c) => leads(c, id)) && onCycle.some((c) => leads(id, c));
          expect(onCycle.includes(id) || between, id).toBe(true);
        }
        expect([...order].sort()).toEqual(ids.filter((id) => !spoiled.includes(id)).sort());
        expect([...depth.keys()].sort()).toEqual([...order].sort());
      }),
      { seed: 1 },
    );
  });

  test('takes a chain of 20,000 nodes without recursion', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`n${i}`, node('negate')]),
    );
    const edges = Object.fromEntries(
      Array.from({ length: 19_999 }, (_, i) => [
        `e${i}`,
        { from: `n${i}`, to: `n${i + 1}`, port: 'x' },
      ]),
    );
    const chain: GraphDocument = { ...wiredGraph({}), nodes, edges };
    const { order, depth } = topologicalOrder(chain);
    expect([order.length, order[0], order.at(-1)]).toEqual([20_000, 'n0', 'n19999']);
    expect(depth.get('n19999')).toBe(19_999);
  });
});

describe('the wires of each node', () => {
  test('are all there, sorted by key, at both ends', () => {
    fc.assert(
      fc.property(wirings(), (document) => {
        const { incoming, outgoing } = adjacency(document);
        for (const [wires, end] of [
          [incoming, 'to'],
          [outgoing, 'from'],
        ] as const) {
          expect([...wires.values()].flat().sort()).toEqual(Object.keys(document.edges).sort());
          for (const [id, edges] of wires) {
            expect(edges).toEqual([...edges].sort(compareIds));
            for (const edge of edges) expect(document.edges[edge][end]).toBe(id);
          }
        }
      }),
      { seed: 1 },
    );
  });

  test('leave out a wire of which an end is missing', () => {
    const document = wiredGraph({ x: node('input') }, 'x → gone.x', 'gone → x.y');
    const { incoming, outgoing } = adjacency(document);
    expect([...incoming.values(), ...outgoing.values()]).toEqual([[], []]);
    expect(topologicalOrder(document)).toMatchObject({ order: ['x'], cyclic: [] });
  });
});
