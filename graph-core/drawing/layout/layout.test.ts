import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import type { GraphDocument, NodeId, Position } from '../../graph/document.ts';
import { layerNet, randomNet, sampleGraphs } from '../../testing/drawing/sample-graphs.ts';
import { retold } from '../../testing/random-wiring.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { documentFrames } from '../document-frames.ts';
import { drawingFaults } from '../drawing-faults.ts';
import type { RunElk } from './layered-layout.ts';
import { extentOf, layoutAmong, layoutDocument, USUAL_ROOM } from './layout.ts';

const elk = new ELK();
const run: RunElk = (graph) => elk.layout(graph);

/** Text of 15 px is 12 on the screen: the least zoom at which numbers are read. */
const READABLE = 0.8;

const sorted = (positions: ReadonlyMap<NodeId, Position>) =>
  [...positions].toSorted(([a], [b]) => (a < b ? -1 : 1));

const placed = (document: GraphDocument, positions: ReadonlyMap<NodeId, Position>) => ({
  ...document,
  nodes: Object.fromEntries(
    Object.entries(document.nodes).map(([id, rest]) => [
      id,
      { ...rest, position: positions.get(id) ?? rest.position },
    ]),
  ),
});

test.each(sampleGraphs().map((document) => [document.name, document] as const))(
  'no wire runs through a node, a name or a label, and nothing stands on anything: %s',
  async (_, document) => {
    const laid = placed(document, await layoutDocument(document, run));
    const { through, overlaps } = drawingFaults(laid, documentFrames(laid));
    expect(through).toEqual([]);
    expect(overlaps).toEqual([]);
  },
);

test('the layout depends neither on the order of keys nor on where nodes stand', async () => {
  const document = randomNet(30, 7);
  const elsewhere = placed(retold(document), new Map([['n4', { x: 900, y: -30 }]]));
  expect(sorted(await layoutDocument(elsewhere, run))).toEqual(
    sorted(await layoutDocument(document, run)),
  );
});

test('wires go from left to right where nothing is folded', async () => {
  const document = randomNet(30, 3);
  const positions = await layoutDocument(document, run, { width: 9000, height: 3000 });
  for (const { from, to } of Object.values(document.edges)) {
    expect(positions.get(from)?.x ?? 0).toBeLessThan(positions.get(to)?.x ?? 0);
  }
});

test('a long row is folded until it is seen large enough', async () => {
  const document = layerNet([2, 8, 8, 3]);
  const frames = documentFrames(document);
  const { left, right, top, bottom } = extentOf(frames, await layoutDocument(document, run));
  expect(right - left).toBeLessThan(USUAL_ROOM.width / READABLE);
  expect(bottom - top).toBeLessThan(USUAL_ROOM.height / READABLE);
});

test('some nodes are laid out where they are, and nothing else moves', async () => {
  const document = layerNet([2, 8, 8, 3]);
  const chosen = new Set(['X', 'W0', 'z0', 'missing']);
  const positions = await layoutAmong(document, chosen, run);
  expect([...positions.keys()].sort()).toEqual(['W0', 'X', 'z0']);
  const frames = documentFrames(document);
  const now = new Map(['X', 'W0', 'z0'].map((id) => [id, document.nodes[id].position]));
  const [before, after] = [extentOf(frames, now), extentOf(frames, positions)];
  expect(after.left + after.right).toBeCloseTo(before.left + before.right, -1);
  expect(after.top + after.bottom).toBeCloseTo(before.top + before.bottom, -1);
});

test('nothing, cycles, unknown operations and wires into ports that are not there are laid out too', async () => {
  expect((await layoutDocument(wiredGraph({}), run)).size).toBe(0);
  const odd = wiredGraph(
    { x: node('input'), a: node('add'), b: node('add'), c: node('relu'), m: node('magic') },
    ...['x → a.x', 'b → a.y', 'a → b.x', 'b → c.x', 'a → m.q', 'c → c.x'],
  );
  expect((await layoutDocument(odd, run)).size).toBe(5);
});
