import { beforeEach, expect, test } from 'vitest';
import { emptyDocument, type GraphDocument } from '../../../graph-core/graph/document.ts';
import { granted } from '../../../graph-core/testing/granted.ts';
import { classifier, line } from '../../../graph-core/testing/training-documents.ts';
import { startInterpreted } from '../../../graph-core/training/run/interpreted-run.ts';
import type { TrainingMessage } from '../../../graph-core/worker/messages/protocol.ts';
import { noticeStore } from '../look/notices.ts';
import { keepWeights } from '../look/time-travel.ts';
import { runStore } from '../results/run-store.ts';
import { documentStore, openDocument, undo } from './document-store.ts';
import { changeTraining } from './training-edits.ts';

const state = () => documentStore.getState();
const labels = (): string[] => state().past.map(({ label }) => label);

function untrained({ training: _, ...document }: GraphDocument): GraphDocument {
  return document;
}

test('settings are changed one by one, from the suggestion on', () => {
  openDocument(untrained(line()));
  changeTraining({ rate: 0.5 });
  expect(state().document.training).toMatchObject({ loss: 'L', rate: 0.5, batch: 10 });
  changeTraining({ rate: 0.5 });
  changeTraining({ rate: 0.4 }, 'scrub 1');
  changeTraining({ rate: 0.3 }, 'scrub 1');
  expect(labels()).toEqual(['Change the training', 'Change the training']);
  undo();
  undo();
  expect(state().document).toEqual(untrained(line()));
});

test('a setting that is as suggested writes nothing', () => {
  openDocument(untrained(line()));
  changeTraining({});
  changeTraining({ rate: 0.1 });
  expect(labels()).toEqual([]);
  expect(state().document.training).toBeUndefined();
});

test('a graph that cannot train gets no settings', () => {
  openDocument(emptyDocument());
  changeTraining({ rate: 0.5 });
  expect(labels()).toEqual([]);
});

/** A run as last reported, with these weights. */
function trained(parameters: Readonly<Record<string, Float64Array<ArrayBuffer>>>): void {
  const latest: TrainingMessage = {
    status: 'paused',
    speed: 'full',
    rateWarning: null,
    step: 10,
    epoch: 1,
    factorCurve: { step: new Float64Array(0), loss: new Float64Array(0) },
    curve: { step: new Float64Array(0), loss: new Float64Array(0) },
    loss: 1,
    scores: {
      training: { loss: 1, accuracy: null, rows: 4, of: 4, confusion: null, note: '', refusal: '' },
      test: null,
      history: {
        step: new Float64Array(0),
        trainingLoss: new Float64Array(0),
        trainingAccuracy: new Float64Array(0),
        testLoss: new Float64Array(0),
        testAccuracy: new Float64Array(0),
      },
    },
    lossNow: null,
    ...{ lastStep: 10, target: null, rates: [], left: null, found: null },
    parameters,
    boundary: null,
    fit: null,
    withheld: '',
    rate: 0,
    problems: [],
    engine: 'interpreter',
    fused: false,
    threads: 1,
    parity: null,
    refusal: 'not needed here',
    shownByInterpreter: '',
  };
  const numbers = new Float64Array(0);
  runStore.setState({
    training: {
      initial: {},
      dataset: {
        title: 'none',
        width: 1,
        classes: null,
        classNames: null,
        featureNames: null,
        size: 0,
        batch: 4,
        testSize: 0,
        leftOut: 0,
        scaling: null,
        features: numbers,
        targets: numbers,
        test: { features: numbers, targets: numbers },
      },
      latest,
      compiled: null,
    },
    snapshot: {
      ...runStore.getState().snapshot,
      nodes: new Map([
        ['W', { value: { shape: [2, 3], data: new Float64Array(6) }, gradient: null }],
        ['big', { value: { shape: [20_001], data: new Float64Array(20_001) }, gradient: null }],
      ]),
    },
  });
}

beforeEach(() => {
  runStore.setState(runStore.getInitialState());
  noticeStore.setState({ notice: null });
  openDocument(classifier('blobs', 3));
});

test('kept weights stand in the document as numbers the run starts from', () => {
  trained({ W: Float64Array.of(1, 2, 3, 4, 5, 6), gone: Float64Array.of(1) });
  keepWeights();
  expect(state().document.nodes.W.attrs).toEqual({
    scale: 0.1,
    seed: 1,
    shape: [2, 3],
    value: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  });
  expect(labels()).toEqual(['Keep the trained weights']);
  const run = granted(startInterpreted(state().document));
  expect([...(run.weights().get('W')?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
  undo();
  expect(state().document).toEqual(classifier('blobs', 3));
});

test('keeping the same weights twice is one entry', () => {
  trained({ W: Float64Array.of(1, 2, 3, 4, 5, 6) });
  keepWeights();
  keepWeights();
  expect(labels().length).toBe(1);
});

test.each<[string, Record<string, Float64Array<ArrayBuffer>>, string]>([
  [
    'too many weights',
    { big: new Float64Array(20_001) },
    'the weights have 20001 elements, a document holds 20000',
  ],
  [
    'weights that are no numbers',
    { W: Float64Array.of(1, 2, 3, 4, 5, Number.NaN) },
    'some weights are no numbers any more',
  ],
])('%s are not kept, with the reason', (_, weights, text) => {
  trained(weights);
  keepWeights();
  expect(noticeStore.getState().notice).toMatchObject({ kind: 'refused', text });
  expect(labels()).toEqual([]);
});

test('without a run there is nothing to keep', () => {
  keepWeights();
  expect([labels(), noticeStore.getState().notice]).toEqual([[], null]);
});
