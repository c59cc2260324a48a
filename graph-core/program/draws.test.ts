/** What draws, draws by its seed and the stream of its node: nobody else's doing changes it. */
import { expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import { formatDocument } from '../formats/json/format-document.ts';
import { parseDocument } from '../formats/json/parse-document.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { addNode, type DocumentDraft } from '../graph/edit.ts';
import { fingerprint } from '../graph/fingerprint.ts';
import { duplicateNodes, pastePart, selectedPart } from '../graph/fragment.ts';
import { CompiledFunction, compileFunction } from '../library/compiled-function.ts';
import { ownerOf } from '../tensor/random.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { masksOf } from '../training/step/masks.ts';
import { flatten } from './flatten.ts';

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

test('a stream of its own is what a node draws from, whatever its key', () => {
  const { a, b, one, p, q } = document.nodes;
  const moved: GraphDocument = {
    ...document,
    nodes: { b, one, q, a2: { ...a, stream: 'a' }, p: { ...p, stream: 'q' } },
  };
  expect(drawn(moved, 'a2')).toEqual(drawn(document, 'a'));
  expect(drawn(moved, 'p')).toEqual(drawn(document, 'q'));
  const text = formatDocument(moved);
  expect(parseDocument(text).document?.nodes.a2.stream).toBe('a');
  expect(fingerprint(moved)).not.toBe(
    fingerprint({ ...moved, nodes: { ...moved.nodes, p: document.nodes.p } }),
  );
});

test('the compiled loop draws masks from the stream of their node, as the interpreter does', () => {
  const compiledDraw = (of: GraphDocument, id: NodeId) => {
    const made = compileFunction(of, { outputs: [id] });
    if (!(made instanceof CompiledFunction)) throw new Error(JSON.stringify(made));
    const values = made.call().values.get(id)?.data ?? [];
    expect(made.refusal).toBe('');
    return [...values];
  };
  const moved = {
    ...document,
    nodes: { ...document.nodes, p: { ...document.nodes.p, stream: 'q' } },
  };
  expect(compiledDraw(document, 'p')).toEqual(drawn(document, 'p'));
  expect(compiledDraw(moved, 'p')).toEqual(drawn(document, 'q'));
  const masks = (of: GraphDocument) => masksOf(flatten(of).program).map(({ draw }) => draw.owner);
  expect(masks(moved)).toEqual([ownerOf('q'), ownerOf('q')]);
});

test('a node that is cut keeps its draws under another key; a copy beside its original has new ones', () => {
  const stranger = { ...document.nodes.b, stream: 'elsewhere' };
  const target: DocumentDraft = { ...document, nodes: { a: stranger }, edges: {} };
  const moved = pastePart(target, selectedPart(document, ['a']), { x: 0, y: 0 });
  const key = moved.nodes.get('a') ?? '';
  expect(key).not.toBe('a');
  expect(drawn(target, key)).toEqual(drawn(document, 'a'));

  const beside = duplicateNodes(target, [key], { x: 0, y: 0 }).nodes.get(key) ?? '';
  expect(target.nodes[beside]).not.toHaveProperty('stream');
  expect(drawn(target, beside)).not.toEqual(drawn(document, 'a'));
});

test('a new node gets no key that another one draws from', () => {
  const { a } = document.nodes;
  const target: DocumentDraft = {
    ...document,
    nodes: { w: { ...a, stream: 'parameter1' } },
    edges: {},
  };
  const added = addNode(target, { op: 'parameter', position: { x: 0, y: 0 } });
  expect(added).toBe('parameter2');
  expect(addNode(target, { op: 'parameter', position: { x: 0, y: 0 } }, 'parameter1')).toBe(
    'parameter3',
  );
});

test('a part that finds its keys free in another graph draws there what it drew', () => {
  const other = { ...wiredGraph({ x: node('input') }), nodes: { x: node('input') }, edges: {} };
  pastePart(other, document, { x: 0, y: 0 });
  for (const id of ['a', 'b', 'p', 'q']) expect(drawn(other, id)).toEqual(drawn(document, id));
});
