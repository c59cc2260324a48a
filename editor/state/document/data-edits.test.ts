import { beforeEach, expect, test } from 'vitest';
import type { ColumnSummary } from '../../../graph-core/datasets/files/column-summary.ts';
import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';
import { roleSettings, suggestRoles } from '../../../graph-core/fit/table-roles.ts';
import { emptyDocument } from '../../../graph-core/graph/document.ts';
import { classifier } from '../../../graph-core/testing/training-documents.ts';
import { noticeStore } from '../look/notices.ts';
import { chooseDataFile, repairProblem, replaceDrawnPoints } from './data-edits.ts';
import { documentStore, openDocument, undo } from './document-store.ts';

const dataset = () => documentStore.getState().document.training?.dataset;
const notice = () => {
  const { text, hint } = noticeStore.getState().notice ?? { text: '', hint: '' };
  return `${text} / ${hint}`;
};
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

function column(name: string, change: Partial<ColumnSummary> = {}): ColumnSummary {
  const missing = { count: 0, lines: [] };
  return {
    ...{ name, holds: 'numbers', distinct: null, missing, preview: [], samples: [] },
    ...{ features: 1, spread: null, labels: null, unfit: null },
    ...change,
  };
}

const iris: TableSummary = {
  kind: 'columns',
  rows: 150,
  width: 4,
  features: 157,
  classes: null,
  unfit: [{ name: 'id', features: 150, reason: '150 different words' }],
  dialect: null,
  layout: 'commas',
  notes: [],
  columns: [
    column('id', { holds: 'words', distinct: 150, unfit: '150 different words' }),
    column('length'),
    column('color', { holds: 'words', distinct: 3 }),
    column('species', { holds: 'words', distinct: 3 }),
  ],
};

/** Trains on a file with the parts that its columns suggest. */
function choose(file: { readonly name: string; readonly hash: string }, summary: TableSummary) {
  const parts = roleSettings(suggestRoles(summary, dataset()?.file));
  return chooseDataFile({ ...file, ...parts }, summary);
}

beforeEach(() => {
  openDocument(classifier('blobs', 3));
  noticeStore.setState({ notice: null });
});

test('a file is taken with its last column as target, without columns of too many words', () => {
  expect(choose({ name: 'iris.csv', hash: A }, iris)).toBe(true);
  expect(dataset()).toEqual({
    kind: 'file',
    size: 150,
    noise: 0,
    seed: 1,
    testShare: 0.2,
    standardize: true,
    file: {
      name: 'iris.csv',
      hash: A,
      target: 'species',
      classes: true,
      leaveOut: ['id'],
      missing: 'leave-out',
    },
  });
  expect(notice()).toBe('iris.csv is the data set now / ');
  undo();
  expect(dataset()?.kind).toBe('blobs');
});

test('the same contents change nothing', () => {
  choose({ name: 'iris.csv', hash: A }, iris);
  const before = documentStore.getState().document;
  expect(choose({ name: 'copy.csv', hash: A }, iris)).toBe(true);
  expect(documentStore.getState().document).toBe(before);
  expect(notice()).toBe('copy.csv is here again / ');
});

test('other contents keep what still fits, and say so', () => {
  choose({ name: 'iris.csv', hash: A }, iris);
  const { training } = documentStore.getState().document;
  const file = {
    name: 'iris.csv',
    hash: A,
    target: 'color',
    leaveOut: ['length'],
    missing: 'mean',
  };
  if (training?.dataset === undefined) throw new Error('no settings');
  openDocument({
    ...documentStore.getState().document,
    training: { ...training, dataset: { ...training.dataset, file: { ...file, missing: 'mean' } } },
  });
  choose({ name: 'more.csv', hash: B }, iris);
  expect(dataset()?.file).toEqual({
    name: 'more.csv',
    hash: B,
    target: 'color',
    classes: true,
    leaveOut: ['id', 'length'],
    missing: 'mean',
  });
  expect(notice()).toBe(
    'more.csv has taken the place of iris.csv / Its contents are others; undo brings the old settings back.',
  );
});

test('of large images as many are taken as fit', () => {
  const cifar: TableSummary = {
    ...iris,
    kind: 'images',
    rows: 50_000,
    width: 3072,
    features: 3072,
    columns: [],
  };
  choose({ name: 'data_batch_1.bin and 4 more', hash: A }, cifar);
  expect(dataset()).toMatchObject({ size: 21_845, standardize: false });
  expect(dataset()?.file).toEqual({ name: 'data_batch_1.bin and 4 more', hash: A });
});

test('a graph without inputs has nothing to feed', () => {
  openDocument(emptyDocument());
  expect(choose({ name: 'iris.csv', hash: A }, iris)).toBe(false);
  expect(notice()).toBe(
    'iris.csv has nothing to go to: the graph has no two inputs / add an input for the features and one for the targets',
  );
});

test('drawing is one edit, and more points than a document holds are refused', () => {
  replaceDrawnPoints([[0, 0, 1]]);
  expect(dataset()?.points).toEqual([[0, 0, 1]]);
  replaceDrawnPoints(Array.from({ length: 2001 }, () => [0, 0, 0] as const));
  expect(dataset()?.points).toEqual([[0, 0, 1]]);
  expect(notice()).toBe('2001 points, a document holds 2000 / erase some');
  undo();
  expect(dataset()?.points).toBeUndefined();
});

test('a repair sets the attribute that a problem names', () => {
  const problem = { code: 'batch-shape', message: '', hint: '', node: 'x' };
  repairProblem({ ...problem, repair: { attr: 'shape', value: ['N', 7] } });
  expect(documentStore.getState().document.nodes.x.attrs.shape).toEqual(['N', 7]);
  repairProblem(problem);
  undo();
  expect(documentStore.getState().document.nodes.x.attrs.shape).toEqual(['N', 2]);
});
