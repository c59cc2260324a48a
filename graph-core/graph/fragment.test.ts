import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wirings } from '../testing/random-wiring.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { emptyDocument, type GraphDocument, nodeLabel, streamOf } from './document.ts';
import { edited } from './edit.ts';
import { duplicateNodes, pastePart, selectedPart } from './fragment.ts';
import { MAX_POSITION } from './limits.ts';

const still = { x: 0, y: 0 };

const selections = wirings().chain((document) =>
  fc.tuple(fc.constant(document), fc.subarray(Object.keys(document.nodes))),
);

describe('a selected part', () => {
  test('holds the nodes named, the wires between them, and nothing else', () => {
    fc.assert(
      fc.property(selections, ([document, ids]) => {
        const part = selectedPart(document, ids);
        expect(Object.keys(part.nodes).sort()).toEqual([...ids].sort());
        for (const [id, edge] of Object.entries(document.edges)) {
          const inside = ids.includes(edge.from) && ids.includes(edge.to);
          expect(part.edges[id]).toEqual(inside ? edge : undefined);
        }
      }),
      { seed: 1 },
    );
  });

  test('leaves target, training and nodes that are not there behind', () => {
    const document: GraphDocument = { ...wiredGraph({ x: node('input') }), target: 'x' };
    expect(selectedPart(document, ['x', 'toString', 'gone'])).toEqual({
      ...emptyDocument('test'),
      nodes: document.nodes,
    });
  });
});

describe('a pasted part', () => {
  test('comes beside what is there: nothing there changes, every copy is wired as its original', () => {
    fc.assert(
      fc.property(wirings(), selections, (into, [document, ids]) => {
        const part = selectedPart(document, ids);
        const pasted = { nodes: new Map<string, string>(), edges: new Map<string, string>() };
        const after = edited(into, (draft) => {
          Object.assign(pasted, pastePart(draft, part, { x: 3, y: 4 }));
        });
        expect(after.nodes).toMatchObject(into.nodes);
        expect(after.edges).toMatchObject(into.edges);
        const count = (all: GraphDocument): number[] => [
          Object.keys(all.nodes).length,
          Object.keys(all.edges).length,
        ];
        expect(count(after)).toEqual(count(into).map((n, i) => n + count(part)[i]));
        for (const [id, copy] of pasted.nodes) {
          const { x, y } = part.nodes[id].position;
          expect(after.nodes[copy].position).toEqual({ x: x + 3, y: y + 4 });
        }
        for (const [id, copy] of pasted.edges) {
          const { from, to, port } = part.edges[id];
          expect(after.edges[copy]).toEqual({
            from: pasted.nodes.get(from),
            to: pasted.nodes.get(to),
            port,
          });
        }
      }),
      { seed: 1 },
    );
  });

  test('draws what nobody else draws, and what it drew where that is free', () => {
    fc.assert(
      fc.property(wirings(), selections, (into, [document, ids]) => {
        const part = selectedPart(document, ids);
        const before = new Set(Object.keys(into.nodes).map((id) => streamOf(into.nodes, id)));
        let copies: ReadonlyMap<string, string> = new Map();
        const after = edited(into, (draft) => {
          copies = pastePart(draft, part, still).nodes;
        });
        const streams = Object.keys(after.nodes).map((id) => streamOf(after.nodes, id));
        expect(new Set(streams).size).toBe(streams.length);
        for (const [id, copy] of copies) {
          if (!before.has(id)) expect(streamOf(after.nodes, copy)).toBe(id);
        }
      }),
      { seed: 1 },
    );
  });

  test('keeps the keys that are free, though a copy before could take the next number', () => {
    const nodes = { w9: node('parameter'), w10: node('parameter') };
    const after = edited(wiredGraph({ w9: node('parameter') }), (draft) => {
      const copies = pastePart(draft, wiredGraph(nodes), still).nodes;
      expect([...copies]).toEqual([
        ['w9', 'w11'],
        ['w10', 'w10'],
      ]);
    });
    expect(Object.keys(after.nodes)).toEqual(['w9', 'w11', 'w10']);
  });

  test('gives names that are taken a number', () => {
    const document = wiredGraph({ a: node('input', {}, 'W'), b: node('input', {}, 'W9') });
    const after = edited(document, (draft) => {
      duplicateNodes(draft, ['a', 'b'], still);
    });
    const names = Object.keys(after.nodes).map((id) => nodeLabel(after, id));
    expect(names).toEqual(['W', 'W9', 'W2', 'W10']);
  });

  test('stays on the canvas, however far it is moved', () => {
    const document = wiredGraph({ x: node('input') });
    const after = edited(document, (draft) => {
      duplicateNodes(draft, ['x'], { x: Number.POSITIVE_INFINITY, y: -1e300 });
    });
    expect(after.nodes.x1.position).toEqual({ x: MAX_POSITION, y: -MAX_POSITION });
  });

  test('leaves out a wire of which an end is not in the part', () => {
    const part = { ...wiredGraph({ x: node('input') }, 'x → gone.x', 'gone → x.y') };
    const after = edited(emptyDocument(), (draft) => {
      pastePart(draft, part, still);
    });
    expect(after.edges).toEqual({});
  });
});
