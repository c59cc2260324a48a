import { beforeEach, expect, test } from 'vitest';
import { emptyDocument } from '../../../graph-core/graph/document.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { select, selectionStore } from '../look/selection-store.ts';
import {
  changeDocument,
  documentStore,
  giveUpGesture,
  openDocument,
  redo,
  replaceDocument,
  undo,
} from './document-store.ts';

const start = () => wiredGraph({ x: node('input', { value: 1 }), f: node('square') }, 'x → f.x');

beforeEach(() => openDocument(start()));

const state = () => documentStore.getState();
const labels = (): string[] => state().past.map(({ label }) => label);
const x = (): unknown => state().document.nodes.x.attrs.value;

function setX(value: number, gesture?: string): void {
  changeDocument(
    'Change x',
    (draft) => {
      draft.nodes.x.attrs = { value };
    },
    gesture === undefined ? {} : { gesture },
  );
}

function moveTo(left: number, gesture: string): void {
  changeDocument(
    'Move x',
    (draft) => {
      draft.nodes.x.position = { x: left, y: 0 };
    },
    { gesture },
  );
}

test('undo takes an edit back and redo does it again, each with its label', () => {
  setX(2);
  const after = state().document;
  expect(undo()).toBe('Change x');
  expect(state().document).toEqual(start());
  expect(redo()).toBe('Change x');
  expect(state().document).toEqual(after);
});

test('without a past or a future nothing happens', () => {
  const { version } = state();
  expect([undo(), redo()]).toEqual([null, null]);
  expect(state().version).toBe(version);
});

test('a new edit forgets what was undone', () => {
  setX(2);
  setX(3);
  undo();
  setX(4);
  expect(redo()).toBeNull();
  undo();
  expect(x()).toBe(2);
});

test('every change of the document counts one version, back and forth alike', () => {
  const { version } = state();
  setX(2);
  undo();
  redo();
  openDocument(emptyDocument());
  expect(state().version).toBe(version + 4);
});

test.each<[string, () => void]>([
  ['touches nothing', () => changeDocument('Nothing', () => {})],
  ['writes what is there', () => setX(1)],
  ['moves to the same place', () => moveTo(0, 'drag 1')],
])('an edit that %s leaves no entry and no version', (_, edit) => {
  const before = state();
  edit();
  expect(state()).toBe(before);
});

test('an edit that changes nothing keeps what can be redone', () => {
  setX(2);
  undo();
  setX(1);
  expect(redo()).toBe('Change x');
});

test('one gesture is one entry, another gesture another', () => {
  for (const left of [1, 2, 3]) moveTo(left, 'drag 1');
  for (const left of [4, 5]) moveTo(left, 'drag 2');
  expect(labels()).toEqual(['Move x', 'Move x']);
  undo();
  expect(state().document.nodes.x.position.x).toBe(3);
  undo();
  expect(state().document).toEqual(start());
  redo();
  redo();
  expect(state().document.nodes.x.position.x).toBe(5);
});

test('a gesture that ends where it began leaves no entry', () => {
  for (const left of [1, 2, 0]) moveTo(left, 'drag 1');
  expect(labels()).toEqual([]);
  expect(state().document).toEqual(start());
});

test('a gesture that passes where it began is still one entry', () => {
  for (const left of [1, 0, 2]) moveTo(left, 'drag 1');
  expect(labels()).toEqual(['Move x']);
  undo();
  expect(state().document).toEqual(start());
});

test('a gesture does not grow the history however long it is', () => {
  for (let left = 1; left <= 1000; left++) moveTo(left, 'drag 1');
  const [entry] = state().past;
  expect(entry.change.redo.length + entry.change.undo.length).toBe(2);
});

test('a gesture that first adds and then changes is undone as a whole', () => {
  for (const target of ['x', 'f']) {
    changeDocument(
      'Take gradients',
      (draft) => {
        draft.target = target;
      },
      { gesture: 'scrub 1' },
    );
  }
  expect(labels().length).toBe(1);
  undo();
  expect(state().document).toEqual(start());
  redo();
  expect(state().document.target).toBe('f');
});

test('a gesture over different places is undone as a whole', () => {
  moveTo(1, 'drag 1');
  changeDocument(
    'Move f',
    (draft) => {
      draft.nodes.f.position = { x: 9, y: 9 };
      draft.nodes.x.attrs = { value: 5 };
    },
    { gesture: 'drag 1' },
  );
  moveTo(3, 'drag 1');
  expect(labels()).toEqual(['Move x']);
  const after = state().document;
  undo();
  expect(state().document).toEqual(start());
  redo();
  expect(state().document).toEqual(after);
});

test('a gesture does not go on after an undo', () => {
  moveTo(1, 'drag 1');
  setX(2);
  undo();
  moveTo(2, 'drag 1');
  expect(labels()).toEqual(['Move x', 'Move x']);
  undo();
  expect(state().document.nodes.x.position.x).toBe(1);
});

test('undo and redo bring back what was selected', () => {
  const [before, after] = [
    { nodes: ['x'], edges: [] },
    { nodes: [], edges: ['e1'] },
  ];
  select(before);
  changeDocument(
    'Change x',
    (draft) => {
      draft.nodes.x.attrs = { value: 2 };
    },
    { select: () => after },
  );
  expect(selectionStore.getState()).toEqual(after);
  undo();
  expect(selectionStore.getState()).toEqual(before);
  redo();
  expect(selectionStore.getState()).toEqual(after);
});

test('the last 500 edits can be undone', () => {
  for (let i = 0; i < 510; i++) setX(100 + i);
  expect(state().past.length).toBe(500);
  let count = 0;
  while (undo() !== null) count++;
  expect(count).toBe(500);
  expect(x()).toBe(109);
});

test('another document has no history and nothing selected', () => {
  setX(2);
  select({ nodes: ['x'], edges: [] });
  openDocument(emptyDocument('other'));
  expect([undo(), redo()]).toEqual([null, null]);
  expect(selectionStore.getState()).toEqual({ nodes: [], edges: [] });
});

test('what is undone shares nothing that can be written into', () => {
  setX(2);
  undo();
  expect(Object.isFrozen(state().document.nodes.x.attrs)).toBe(true);
});

/** A graph of so many nodes, as an example or a file has it. */
const large = (name: string) =>
  wiredGraph(
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`n${i}`, node('input', { value: i }, name)]),
    ),
  );

test('thirty large documents opened one after the other do not pile up in the history', () => {
  for (let i = 0; i < 30; i++) {
    replaceDocument(`Open ${i}`, large(`graph ${i}`));
    replaceDocument('New graph', emptyDocument());
  }
  expect(JSON.stringify(state().past).length).toBeLessThan(2 ** 21 + 2 ** 18);
  expect(labels().slice(-2)).toEqual(['Open 29', 'New graph']);
  undo();
  expect(state().document.nodes.n0.name).toBe('graph 29');
});

test('a document larger than the whole history can still be taken back', () => {
  const value = Array.from({ length: 1000 }, () => Array.from({ length: 600 }, () => 0.123));
  replaceDocument('Open', wiredGraph({ w: node('parameter', { value }) }));
  expect(undo()).toBe('Open');
  expect(state().document).toEqual(start());
});

test('a gesture that is given up was never there, and what could be redone still can', () => {
  setX(2);
  setX(3);
  undo();
  setX(4, 'scrub 1');
  setX(5, 'scrub 1');
  giveUpGesture('scrub 1');
  expect([x(), labels()]).toEqual([2, ['Change x']]);
  expect(redo()).toBe('Change x');
  expect(x()).toBe(3);
});

test('only the gesture that was last can be given up', () => {
  setX(2, 'scrub 1');
  setX(3);
  const before = state();
  giveUpGesture('scrub 1');
  undo();
  redo();
  giveUpGesture('scrub 2');
  expect(state().document).toEqual(before.document);
});
