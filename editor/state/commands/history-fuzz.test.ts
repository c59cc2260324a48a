/** Every command of the document in random order: undo takes everything back, redo does it again. */
import { expect, test } from 'vitest';
import { formatDocument } from '../../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../../graph-core/formats/json/parse-document.ts';
import { emptyDocument, type GraphDocument } from '../../../graph-core/graph/document.ts';
import { RandomStream } from '../../../graph-core/tensor/random.ts';
import { documentStore, openDocument, redo, undo } from '../document-store.ts';
import { viewStore } from '../view-store.ts';
import {
  addOperation,
  chooseTarget,
  connectNodes,
  deleteSelection,
  duplicateSelection,
  nudgeSelection,
  pasteDocument,
  placeNodesAt,
  selectionAsDocument,
  tidy,
} from './graph-commands.ts';
import { changeTraining } from './training-commands.ts';
import { rename, renameGraph, setAttribute, setAttributes, setValue } from './value-commands.ts';

const OPS = [
  'input',
  'parameter',
  'constant',
  'add',
  'multiply',
  'relu',
  'meanSquaredError',
  'sum',
];

/** Does one command, or selects something. */
function act(draw: RandomStream): void {
  const { document } = documentStore.getState();
  const ids = Object.keys(document.nodes);
  const edges = Object.keys(document.edges);
  const pick = <T>(list: readonly T[]): T => list[draw.integer(list.length)];
  const somewhere = () => ({ x: draw.integer(500), y: draw.integer(500) });
  const gesture = `gesture ${draw.integer(3)}`;
  if (ids.length < 3) {
    addOperation(pick(OPS), somewhere());
    return;
  }
  const id = pick(ids);
  const variable = pick(ids.filter((key) => document.nodes[key].op === 'parameter').concat(id));
  const isVariable = document.nodes[variable].op === 'parameter';
  const commands: (() => unknown)[] = [
    () => addOperation(pick(OPS), somewhere()),
    () => connectNodes(id, pick(ids), pick(['x', 'y', 'prediction', 'target'])),
    () => connectNodes(id, pick(ids), pick(['x', 'y', 'prediction', 'target'])),
    () => viewStore.getState().select({ nodes: [id, pick(ids)], edges: edges.slice(0, 1) }),
    () => draw.integer(3) === 0 && deleteSelection(),
    duplicateSelection,
    () => nudgeSelection(draw.integer(3) - 1, draw.integer(3) - 1),
    () => placeNodesAt(new Map([[id, somewhere()]]), gesture),
    () => placeNodesAt(new Map([[id, { x: draw.integer(2), y: 0 }]]), gesture),
    tidy,
    () => chooseTarget(id),
    () => isVariable && setValue(variable, pick([1, 2, [1, 2]]), gesture),
    () => isVariable && setAttribute(variable, 'scale', pick([undefined, 3, 4]), gesture),
    () => isVariable && setAttributes(variable, { init: 'zeros', shape: pick([[1], [2]]) }),
    () => rename(id, pick(['', 'w', 'loss'])),
    () => renameGraph(pick(['', 'a', 'b'])),
    () => changeTraining({ rate: draw.integer(3) }, gesture),
    () => {
      const part = selectionAsDocument();
      if (part !== null && ids.length < 40) pasteDocument(part, { x: 8, y: 8 });
    },
    undo,
    redo,
  ];
  pick(commands)();
}

const state = () => documentStore.getState();

test.each(Array.from({ length: 20 }, (_, seed) => [seed]))(
  'undo of everything gives the document that was opened, redo the one that was made (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    openDocument(emptyDocument());
    const first = state().document;
    let entries = 0;
    for (let step = 0; step < 150; step++) {
      const before = state();
      act(draw);
      const after = state();
      expect(after.version - before.version).toBe(after.document === before.document ? 0 : 1);
      expect(after.past.length - entries).toBeLessThanOrEqual(1);
      entries = after.past.length;
    }
    while (redo() !== null);
    const { document: last, past } = state();
    const documents: GraphDocument[] = [last];
    while (undo() !== null) documents.push(state().document);
    expect(state().document).toEqual(first);
    expect(documents.length).toBe(past.length + 1);
    // Each entry was worth one.
    documents.forEach((document, i) => {
      if (i > 0) expect(document).not.toEqual(documents[i - 1]);
    });
    for (const expected of documents.toReversed().slice(1)) {
      redo();
      expect(state().document).toEqual(expected);
    }
    expect(redo()).toBeNull();
    expect(state().document).toEqual(last);
  },
);

test.each(Array.from({ length: 5 }, (_, seed) => [100 + seed]))(
  'whatever commands make can be saved and opened again (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    openDocument(emptyDocument());
    for (let step = 0; step < 100; step++) act(draw);
    const text = formatDocument(state().document);
    const { document } = parseDocument(text);
    expect(document === null ? null : formatDocument(document)).toBe(text);
  },
);
