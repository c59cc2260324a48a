import { expect, test } from 'vitest';
import { emptyDocument, type GraphDocument } from '../graph/document.ts';
import { classifier, line } from '../testing/training-documents.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { InterpretedRun, startInterpreted } from '../training/run/interpreted-run.ts';
import { suggestTraining } from './suggest-training.ts';

function untrained({ training: _, ...document }: GraphDocument): GraphDocument {
  return document;
}

/** Loss, features, targets and data suggested for a document. */
function suggested(document: GraphDocument): string[] | null {
  const settings = suggestTraining(document);
  if (settings === null) return null;
  const { loss, features = 'none', targets = 'none', dataset } = settings;
  return [loss, features, targets, dataset?.kind ?? 'none'];
}

const penalized = (): GraphDocument => {
  const { nodes, edges, ...rest } = untrained(classifier('blobs', 3));
  return {
    ...rest,
    nodes: { ...nodes, P: node('l2Penalty'), total: node('add') },
    edges: {
      ...edges,
      e5: { from: 'W', to: 'P', port: 'w' },
      e6: { from: 'L', to: 'total', port: 'x' },
      e7: { from: 'P', to: 'total', port: 'y' },
    },
  };
};

/** Lecture A5: no loss operation, the square of a difference. */
const hidden = wiredGraph(
  {
    t: node('input'),
    x: node('input'),
    w: node('parameter'),
    p: node('multiply'),
    h: node('relu'),
    e: node('subtract'),
    L: node('square'),
  },
  ...['x → p.x', 'w → p.y', 'p → h.x', 'h → e.x', 't → e.y', 'e → L.x'],
);

test.each<[string, GraphDocument, string[] | null]>([
  ['a line', untrained(line()), ['L', 'x', 't', 'sine']],
  ['three scores', untrained(classifier('blobs', 3)), ['L', 'x', 't', 'three-spirals']],
  ['two scores', untrained(classifier('blobs', 2)), ['L', 'x', 't', 'two-spirals']],
  ['a penalty on top', penalized(), ['total', 'x', 't', 'three-spirals']],
  ['a target in the middle', { ...untrained(line()), target: 'y' }, ['L', 'x', 't', 'sine']],
  ['a target behind the loss', { ...penalized(), target: 'L' }, ['L', 'x', 't', 'three-spirals']],
  ['no loss operation', hidden, ['L', 'none', 'none', 'none']],
  [
    'an input that is not wired',
    { ...hidden, nodes: { ...hidden.nodes, a: node('input') } },
    ['L', 'none', 'none', 'none'],
  ],
  [
    'one input',
    wiredGraph({ x: node('input'), f: node('relu') }, 'x → f.x'),
    ['f', 'none', 'none', 'none'],
  ],
  [
    'a list as the last node',
    wiredGraph({ x: node('input', { value: [1, 2] }), f: node('relu') }, 'x → f.x'),
    null,
  ],
  [
    'images, which no generated set has',
    {
      ...untrained(classifier('blobs', 2)),
      nodes: {
        ...classifier('blobs', 2).nodes,
        x: node('input', { value: null, shape: ['N', 784] }),
        W: node('parameter', { init: 'zeros', shape: [784, 2] }),
      },
    },
    ['L', 'x', 't', 'none'],
  ],
  ['nothing', emptyDocument(), null],
  [
    'a cycle',
    wiredGraph(
      { x: node('input'), t: node('input'), a: node('add'), b: node('add') },
      ...['x → a.x', 'b → a.y', 'a → b.x', 't → b.y'],
    ),
    null,
  ],
])('settings for %s fit', (_, document, expected) => {
  expect(suggested(document)).toEqual(expected);
});

test.each([
  ['a line', line()],
  ['three scores', classifier('blobs', 3)],
  ['two scores', classifier('blobs', 2)],
])('what is suggested for %s trains', (_, document) => {
  const training = suggestTraining(untrained(document));
  if (training === null) throw new Error('nothing was suggested');
  expect(startInterpreted({ ...document, training })).toBeInstanceOf(InterpretedRun);
});
