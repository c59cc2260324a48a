import { beforeEach, expect, test } from 'vitest';
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { emptyDocument } from '../../../graph-core/graph/document.ts';
import { settings } from '../../../graph-core/testing/training-documents.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { noticeStore } from '../look/notices.ts';
import { select, selectionStore } from '../look/selection-store.ts';
import { documentStore, openDocument, redo, undo } from './document-store.ts';
import {
  addOperation,
  chooseTarget,
  connectionProblem,
  connectNodes,
  deleteParts,
  deleteSelection,
  deleteWire,
  duplicateSelection,
  layOutAt,
  nudgeSelection,
  pasteDocument,
  placeNodesAt,
  selectAll,
  selectionAsDocument,
} from './graph-edits.ts';
import { rename } from './value-edits.ts';

const product = (): GraphDocument =>
  wiredGraph(
    {
      x: node('input', { value: -2 }, 'x'),
      y: node('input', { value: 5 }, 'y'),
      z: node('input', { value: -4 }, 'z'),
      q: node('add'),
      f: node('multiply'),
    },
    ...['x → q.x', 'y → q.y', 'q → f.x', 'z → f.y'],
  );

beforeEach(() => {
  noticeStore.setState({ notice: null });
  openDocument(product());
});

const document = (): GraphDocument => documentStore.getState().document;
const labels = (): string[] => documentStore.getState().past.map(({ label }) => label);
const selection = () => selectionStore.getState();
const selectParts = (nodes: string[], edges: string[] = []): void => select({ nodes, edges });
const notice = (): unknown => {
  const { notice: shown } = noticeStore.getState();
  return shown === null ? null : [shown.kind, shown.text, shown.hint];
};
const wires = (): string[] =>
  Object.values(document().edges)
    .map(({ from, to, port }) => `${from} → ${to}.${port}`)
    .toSorted();

test('new variables are called x, y, z, u, v, then x1', () => {
  openDocument(emptyDocument());
  const names = Array.from({ length: 7 }, () => {
    const id = addOperation('input', { x: 0, y: 0 });
    return id === null ? null : document().nodes[id].name;
  });
  expect(names).toEqual(['x', 'y', 'z', 'u', 'v', 'x1', 'x2']);
  const parameters = [1, 2, 3].map(() => addOperation('parameter', { x: 0, y: 0 }) ?? '');
  expect(parameters.map((id) => document().nodes[id].name)).toEqual(['w', 'b', 'w1']);
});

test('a new node is selected, at whole pixels, and its undo and redo select as before and after', () => {
  selectParts(['x']);
  const id = addOperation('relu', { x: 10.4, y: -3.6 });
  expect(document().nodes.relu1).toEqual({ op: 'relu', attrs: {}, position: { x: 10, y: -4 } });
  expect(selection()).toEqual({ nodes: [id], edges: [] });
  expect(labels()).toEqual(['Add ReLU']);
  undo();
  expect(document()).toEqual(product());
  expect(selection().nodes).toEqual(['x']);
  redo();
  expect(selection().nodes).toEqual([id]);
});

test('an operation that does not exist is not added', () => {
  expect(addOperation('magic', { x: 0, y: 0 })).toBeNull();
  expect(labels()).toEqual([]);
});

test('connecting puts the wire in place of the one that is there', () => {
  connectNodes('z', 'q', 'x');
  expect(wires()).toEqual(['q → f.x', 'y → q.y', 'z → f.y', 'z → q.x']);
  expect(labels()).toEqual(['Connect z to q']);
  undo();
  expect(document()).toEqual(product());
});

test('a wire that is there already is no change', () => {
  connectNodes('x', 'q', 'x');
  expect(labels()).toEqual([]);
});

test.each([
  [
    ['f', 'q', 'x'],
    'would close a cycle: q → f → q',
    'a value cannot depend on itself; connect a node that comes before',
  ],
  [['x', 'q', 'w'], 'q (add) has no input w', 'use x or y'],
  [['x', 'y', 'x'], 'y (input) has no input x', 'it takes no inputs'],
  [['x', 'gone', 'x'], 'there is no node gone', 'choose another node'],
  [
    ['q', 'q', 'y'],
    'would close a cycle: q → q',
    'a value cannot depend on itself; connect a node that comes before',
  ],
] as const)('the wire %s is refused with its reason', ([from, to, port], message, hint) => {
  connectNodes(from, to, port);
  expect(notice()).toEqual(['refused', message, hint]);
  expect(connectionProblem(from, to, port)).toMatchObject({ message, hint });
  expect(document()).toEqual(product());
});

test('deleting a node takes its wires, the target and the training that named it', () => {
  openDocument({
    ...product(),
    target: 'f',
    training: settings({ loss: 'f', features: 'x', targets: 'y' }),
  });
  const before = document();
  selectParts(['f']);
  deleteSelection();
  expect(wires()).toEqual(['x → q.x', 'y → q.y']);
  expect(document().target).toBeUndefined();
  expect(document().training).toBeUndefined();
  expect(selection()).toEqual({ nodes: [], edges: [] });
  expect(labels()).toEqual(['Delete f']);
  undo();
  expect(document()).toEqual(before);
  expect(selection().nodes).toEqual(['f']);
});

test('several parts are one entry, and one wire is called so', () => {
  deleteParts({ nodes: ['x', 'y'], edges: ['e4'] });
  deleteWire('e3');
  expect(labels()).toEqual(['Delete 3 parts', 'Delete the wire']);
  expect(wires()).toEqual([]);
});

test('deleting nothing is no edit', () => {
  selectParts([]);
  deleteSelection();
  deleteWire('gone');
  expect(labels()).toEqual([]);
});

test('everything can be selected', () => {
  selectAll();
  expect(selection()).toEqual({
    nodes: ['x', 'y', 'z', 'q', 'f'],
    edges: ['e1', 'e2', 'e3', 'e4'],
  });
});

test('a copy has fresh keys, the wires inside it, and is selected', () => {
  selectParts(['x', 'q']);
  duplicateSelection();
  const { nodes, edges } = selection();
  expect(nodes.length).toBe(2);
  expect(nodes.some((id) => ['x', 'q'].includes(id))).toBe(false);
  const [wire] = edges.map((id) => document().edges[id]);
  expect([nodes.includes(wire.from), nodes.includes(wire.to), wire.port]).toEqual([
    true,
    true,
    'x',
  ]);
  expect(nodes.map((id) => document().nodes[id].position)).toEqual([
    { x: 0, y: 120 },
    { x: 0, y: 120 },
  ]);
  expect(labels()).toEqual(['Duplicate']);
  undo();
  expect(document()).toEqual(product());
  expect(selection().nodes).toEqual(['x', 'q']);
});

test('pasting twice makes two copies, apart from everything there', () => {
  selectParts(['q', 'f']);
  const part = selectionAsDocument();
  if (part === null) throw new Error('nothing selected');
  for (let i = 0; i < 2; i++) pasteDocument(part);
  expect(Object.keys(document().nodes).length).toBe(9);
  expect(wires().length).toBe(6);
  expect(labels()).toEqual(['Paste 2 nodes', 'Paste 2 nodes']);
});

test('a copy of a named node gets the next free name', () => {
  rename('q', 'W');
  rename('f', 'W2');
  selectParts(['q', 'f']);
  duplicateSelection();
  const names = Object.values(document().nodes).flatMap(({ name }) => name ?? []);
  expect(new Set(names).size).toBe(names.length);
  expect(selection().nodes.map((id) => document().nodes[id].name)).toContain('W3');
});

test('pasting nothing and copying nothing is no edit', () => {
  pasteDocument(emptyDocument());
  selectParts([]);
  expect(selectionAsDocument()).toBeNull();
  duplicateSelection();
  expect(labels()).toEqual([]);
});

test('one drag is one entry, and back where it began none', () => {
  const at = (x: number) => new Map([['x', { x, y: 0 }]]);
  for (const x of [1, 5, 9]) placeNodesAt(at(x), 'drag 1');
  expect(labels()).toEqual(['Move x']);
  placeNodesAt(at(0), 'drag 1');
  expect(labels()).toEqual([]);
  placeNodesAt(new Map([['gone', { x: 1, y: 1 }]]));
  expect(labels()).toEqual([]);
});

test('arrow keys move what is selected, over and over as one entry', () => {
  selectParts(['x', 'y']);
  nudgeSelection(8, 0);
  nudgeSelection(0, -8);
  expect(document().nodes.y.position).toEqual({ x: 8, y: -8 });
  expect(labels()).toEqual(['Move 2 nodes']);
  selectParts(['z']);
  nudgeSelection(8, 0);
  expect(labels()).toEqual(['Move 2 nodes', 'Move z']);
});

test('the target is chosen once', () => {
  chooseTarget('q');
  chooseTarget('q');
  expect(labels()).toEqual(['Take gradients of q']);
  expect(document().target).toBe('q');
});

test('a layout is one edit, and none where everything stands as it wants', () => {
  const positions = new Map([
    ['x', { x: 40, y: 0 }],
    ['f', { x: 400, y: 0 }],
  ]);
  layOutAt(positions, true);
  expect(labels()).toEqual(['Tidy up']);
  const tidied = document();
  layOutAt(positions, true);
  expect(document()).toBe(tidied);
  expect(labels()).toEqual(['Tidy up']);
});
