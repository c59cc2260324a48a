/** Every edit of the document in random order: undo takes everything back, redo does it again. */
import { expect, test } from 'vitest';
import { formatDocument } from '../../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../../graph-core/formats/json/parse-document.ts';
import {
  type AttrValue,
  type DatasetSettings,
  emptyDocument,
  type GraphDocument,
  type TrainingSettings,
} from '../../../graph-core/graph/document.ts';
import { RandomStream } from '../../../graph-core/tensor/random.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { noticeStore } from '../look/notices.ts';
import { select } from '../look/selection-store.ts';
import { changeDataset, repairProblem, replaceDrawnPoints } from './data-edits.ts';
import { documentStore, openDocument, redo, undo } from './document-store.ts';
import {
  addOperation,
  chooseTarget,
  connectNodes,
  deleteSelection,
  duplicateSelection,
  layOutAt,
  nudgeSelection,
  pasteDocument,
  placeNodesAt,
  selectionAsDocument,
} from './graph-edits.ts';
import { changeTraining } from './training-edits.ts';
import { rename, renameGraph, setAttribute, setAttributes, setValue } from './value-edits.ts';

const trainable = wiredGraph(
  {
    x: node('input', { value: null, shape: ['N', 1] }),
    t: node('input', { value: null, shape: ['N', 1] }),
    w: node('parameter', { value: 1 }),
    p: node('multiply'),
    f: node('meanSquaredError'),
  },
  ...['x → p.x', 'w → p.y', 'p → f.prediction', 't → f.target'],
);

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

/** Does one edit, or selects something. */
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
  const edits: (() => unknown)[] = [
    () => addOperation(pick(OPS), somewhere()),
    () => connectNodes(id, pick(ids), pick(['x', 'y', 'prediction', 'target'])),
    () => connectNodes(id, pick(ids), pick(['x', 'y', 'prediction', 'target'])),
    () => select({ nodes: [id, pick(ids)], edges: edges.slice(0, 1) }),
    () => draw.integer(3) === 0 && deleteSelection(),
    duplicateSelection,
    () => nudgeSelection(draw.integer(3) - 1, draw.integer(3) - 1),
    () => placeNodesAt(new Map([[id, somewhere()]]), gesture),
    () => placeNodesAt(new Map([[id, { x: draw.integer(2), y: 0 }]]), gesture),
    () => layOutAt(new Map([[id, somewhere()]]), true),
    () => chooseTarget(id),
    () => isVariable && setValue(variable, pick([1, 2, [1, 2]]), gesture),
    () => isVariable && setAttribute(variable, 'scale', pick([undefined, 3, 4]), gesture),
    () => isVariable && setAttributes(variable, { init: 'zeros', shape: pick([[1], [2]]) }),
    () => rename(id, pick(['', 'w', 'loss'])),
    () => renameGraph(pick(['', 'a', 'b'])),
    () => changeTraining({ rate: draw.integer(3) }, gesture),
    () => {
      const part = selectionAsDocument();
      if (part !== null && ids.length < 40) pasteDocument(part);
    },
    undo,
    redo,
  ];
  pick(edits)();
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

/** What no file holds, what is at the edge of what one holds, and what is strange but fine. */
const NUMBERS = [
  0,
  -0,
  1,
  2e6,
  1e6,
  5e9,
  2 ** 53,
  2 ** 32 - 1,
  1e7,
  1e8,
  -1e300,
  0.1 + 0.2,
  5e-324,
].concat(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const TEXTS = [
  '',
  '  ',
  'w',
  'x'.repeat(200),
  'x'.repeat(201),
  '𝜃'.repeat(150),
  '\ud800',
  '\0\n',
  '__proto__',
  'constructor',
  '-1',
  'é"\\',
  '\u2028',
];

/** Does one edit with whatever arguments. */
function actHostile(draw: RandomStream): void {
  const pick = <T>(list: readonly T[]): T => list[draw.integer(list.length)];
  const number = (): number => pick(NUMBERS);
  const text = (): string => pick(TEXTS);
  const deep = Array.from({ length: 9 }).reduce<AttrValue>((inner) => [inner] as AttrValue, 1);
  const value = (): AttrValue | undefined =>
    pick<AttrValue | undefined>([
      ...[number(), text(), true, null, undefined, [], [number(), number()], ['N', 2], [text()]],
      ...[[[1, 2], [3]], deep, [[number()]]],
    ]);
  const settings = (): Partial<TrainingSettings> =>
    pick<Partial<TrainingSettings>>([
      { rate: number() },
      { seed: number() },
      { batch: number() },
      { loss: text() },
      { optimizer: { kind: text() } },
      { optimizer: { kind: 'adam', options: { beta1: number(), [text()]: true } } },
      { schedule: { kind: 'step', options: { every: number() } } },
    ]);
  const dataset = (): Partial<DatasetSettings> =>
    pick<Partial<DatasetSettings>>([
      { kind: text() },
      { size: number(), noise: number() },
      { seed: number() },
      { options: { margin: number() } },
      { testShare: number() },
      { points: [[number(), 0, number()]] },
      { file: { name: text(), hash: pick(['0'.repeat(64), text()]), leaveOut: [text()] } },
    ]);
  const { nodes } = documentStore.getState().document;
  const id = pick([...Object.keys(nodes), 'gone']);
  const isThere = Object.hasOwn(nodes, id);
  const gesture = `gesture ${draw.integer(3)}`;
  const edits: (() => unknown)[] = [
    () => addOperation(pick([...OPS, text()]), { x: number(), y: number() }),
    () => placeNodesAt(new Map([[id, { x: number(), y: number() }]]), gesture),
    () => nudgeSelection(number(), number()),
    () => connectNodes(id, pick(Object.keys(nodes)), text()),
    () => isThere && setValue(id, value() ?? 0, gesture),
    () => isThere && setAttribute(id, pick(['value', 'scale', 'axis', text()]), value(), gesture),
    () => isThere && setAttributes(id, { [text()]: value(), shape: value() }),
    () => rename(id, text()),
    () => renameGraph(text()),
    () => changeTraining(settings(), gesture),
    () => changeDataset(dataset(), gesture),
    () => replaceDrawnPoints([[number(), number(), number()]], gesture),
    () => isThere && chooseTarget(id),
    () =>
      isThere &&
      repairProblem({
        code: '',
        message: '',
        hint: '',
        node: id,
        repair: { attr: text(), value: value() ?? 0 },
      }),
    () => {
      const part = selectionAsDocument();
      if (part !== null && draw.integer(4) === 0) pasteDocument(part);
    },
  ];
  pick(edits)();
}

test.each(Array.from({ length: 10 }, (_, seed) => [100 + seed]))(
  'whatever edits make opens again to the byte, whatever they are given (seed %d)',
  (seed) => {
    const draw = new RandomStream(seed, 'test');
    openDocument(emptyDocument());
    let before = '';
    for (let step = 0; step < 300; step++) {
      if (draw.integer(2) === 0) actHostile(draw);
      else act(draw);
      const text = formatDocument(state().document);
      if (text === before) continue;
      before = text;
      const { document } = parseDocument(text);
      expect(document === null ? null : formatDocument(document)).toBe(text);
    }
    expect(Object.keys(state().document.nodes).length).toBeGreaterThan(2);
  },
);

test.each<[string, () => void, string]>([
  [
    'a rate',
    () => changeTraining({ rate: 2e6 }),
    'rate: 2000000 is not a finite number from 0 to 1000000',
  ],
  [
    'a shuffle seed',
    () => changeTraining({ seed: 5e9 }),
    'seed: 5000000000 is not a whole number from 0 to 4294967295',
  ],
  [
    'a data seed',
    () => changeDataset({ seed: 2 ** 53 }),
    'seed: 9007199254740992 is not a whole number from 0 to 4294967295',
  ],
  ['a value', () => setValue('w', [1, Number.NaN]), 'value: NaN is not a finite number'],
])('%s beyond what a file holds is refused with its numbers', (_, edit, message) => {
  openDocument(trainable);
  const { document } = state();
  edit();
  expect(state().document).toBe(document);
  expect(noticeStore.getState().notice?.text).toBe(message);
});

test('a node moved beyond the edge of the canvas stays at the edge', () => {
  openDocument(trainable);
  placeNodesAt(new Map([['w', { x: 2e7, y: -1e300 }]]));
  expect(state().document.nodes.w.position).toEqual({ x: 1e7, y: -1e7 });
});
