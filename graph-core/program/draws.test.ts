/** What draws, draws by its seed and the key of its node: nobody else's doing changes it. */
import { expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { duplicateNodes, pastePart } from '../graph/fragment.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';

/** Two parameters of one rule and seed, and two dropouts of one seed. */
const document = wiredGraph(
  {
    a: node('parameter', { init: 'xavier', shape: [4, 4] }),
    b: node('parameter', { init: 'xavier', shape: [4, 4] }),
    one: node('full', { value: 1, shape: [8, 8] }),
    p: node('dropout'),
    q: node('dropout'),
  },
  ...['one → p.x', 'one → q.x'],
);

const drawn = (of: GraphDocument, id: NodeId): readonly number[] => [
  ...(evaluateDocument(of).value(id)?.data ?? []),
];

test('two nodes that draw by the same rule and seed get different numbers', () => {
  expect(drawn(document, 'a')).not.toEqual(drawn(document, 'b'));
  expect(drawn(document, 'p')).not.toEqual(drawn(document, 'q'));
});

test('another seed draws other numbers, the same one the same', () => {
  const seeded = (seed: number): readonly number[] => {
    const a = node('parameter', { init: 'xavier', shape: [4, 4], seed });
    return drawn({ ...document, nodes: { ...document.nodes, a } }, 'a');
  };
  expect(seeded(0)).toEqual(drawn(document, 'a'));
  expect(seeded(1)).not.toEqual(seeded(0));
});

test('names, the order of keys, and nodes that come and go change no draw; a copy has its own', () => {
  const { a, b, one, p, q } = document.nodes;
  const changed: GraphDocument = {
    ...document,
    nodes: { q, p, one, b, a: { ...a, name: 'renamed' }, c: b },
  };
  const draft = { ...changed, nodes: { ...changed.nodes }, edges: { ...changed.edges } };
  const copies = duplicateNodes(draft, ['a', 'p'], { x: 10, y: 10 });
  for (const id of ['a', 'b', 'p', 'q']) expect(drawn(draft, id)).toEqual(drawn(document, id));
  expect(drawn(draft, copies.nodes.get('a') ?? '')).not.toEqual(drawn(document, 'a'));
});

test('a part that finds its keys free in another graph draws there what it drew', () => {
  const other = { ...wiredGraph({ x: node('input') }), nodes: { x: node('input') }, edges: {} };
  pastePart(other, document, { x: 0, y: 0 });
  for (const id of ['a', 'b', 'p', 'q']) expect(drawn(other, id)).toEqual(drawn(document, id));
});
