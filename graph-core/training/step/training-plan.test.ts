import { expect, test } from 'vitest';
import type { GraphDocument } from '../../graph/document.ts';
import { isRefused } from '../../graph/problem.ts';
import { classifier, line } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { startInterpreted } from '../run/interpreted-run.ts';

/** What is said about a document that cannot be trained: message, then repair. */
function refusals(document: GraphDocument): string[] {
  const run = startInterpreted(document);
  if (!isRefused(run)) return [];
  return run.refused.map(({ message, hint }) => `${message} / ${hint}`);
}

const { training: _, ...untrained } = line();

test.each<[string, GraphDocument, string[]]>([
  ['no settings', untrained, ['training: no loss is chosen yet / choose the loss node']],
  [
    'a data set of another version',
    line({ dataset: { kind: 'suns', size: 4, noise: 0, seed: 0 } }),
    [
      'training: suns is no data set of this version / use one of xor, two-spirals, three-spirals, circles, moons, blobs, separable, sine, linear-regression, points, file',
    ],
  ],
  [
    'a loss that is gone',
    line({ loss: 'gone' }),
    ['training: the loss node gone does not exist / choose another loss node'],
  ],
  [
    'features that are gone',
    line({ features: 'gone' }),
    ['training: the features node gone does not exist / choose another input node'],
  ],
  [
    'features into a parameter',
    line({ features: 'w' }),
    ['training: w gets the features but is no input / choose an input node'],
  ],
  [
    'one input for both',
    line({ features: 't' }),
    ['training: features and targets are the same input / choose two different inputs'],
  ],
  [
    'more examples than are generated',
    line({ dataset: { kind: 'sine', size: 100_001, noise: 0, seed: 0 } }),
    ['training: the data set has 100001 examples, the limit is 100000 / use fewer examples'],
  ],
  [
    'a loss of many numbers',
    line({ loss: 'y' }),
    ['training: the loss y is [4, 1] / make it one number, with sum or mean'],
  ],
  [
    'features of another width',
    line({ dataset: { kind: 'xor', size: 4, noise: 0, seed: 0 } }),
    [
      'training: x is declared [N, 1], but a batch of features of XOR is [4, 2] / declare x as [N, 2], or choose other data',
    ],
  ],
  [
    'an input declared for another batch',
    { ...line(), nodes: { ...line().nodes, x: node('input', { value: null, shape: [3, 1] }) } },
    [
      'training: x is declared [3, 1], but a batch of features of Sine curve is [4, 1] / declare x as [N, 1], or choose other data',
    ],
  ],
  [
    'targets of another width',
    { ...line(), nodes: { ...line().nodes, t: node('input', { value: null, shape: ['N', 3] }) } },
    [
      'training: t is declared [N, 3], but a batch of targets of Sine curve is [4, 1] / declare t as [N, 1], or choose other data',
    ],
  ],
  [
    'more classes than scores',
    classifier('three-spirals', 2),
    [
      'training: Three spirals has 3 classes, but scores has 2 scores for each example / make it 3 scores, or choose data with fewer classes',
    ],
  ],
  [
    'more classes than a single output tells apart',
    {
      ...line({ dataset: { kind: 'three-spirals', size: 30, noise: 0, seed: 1 } }),
      nodes: {
        ...line().nodes,
        x: node('input', { value: null, shape: ['N', 2] }),
        p: node('matmul'),
        w: node('parameter', { value: [[1], [1]] }),
      },
      edges: {
        e0: { from: 'x', to: 'p', port: 'a' },
        e1: { from: 'w', to: 'p', port: 'b' },
        e2: { from: 'p', to: 'y', port: 'x' },
        e3: { from: 'b', to: 'y', port: 'y' },
        e4: { from: 'y', to: 'L', port: 'prediction' },
        e5: { from: 't', to: 'L', port: 'target' },
      },
    },
    [
      'training: Three spirals has 3 classes, but y has 1 score for each example / make it 3 scores, or choose data with fewer classes',
    ],
  ],
  [
    'numbers compared with classes',
    {
      ...classifier('sine', 2),
      nodes: {
        ...classifier('sine', 2).nodes,
        x: node('input', { value: null, shape: ['N', 1] }),
        W: node('parameter', { value: [[1, 2]] }),
      },
    },
    [
      'training: Sine curve has numbers to be fitted, but scores is compared with classes / choose data with classes, or a loss of numbers such as the mean squared error',
    ],
  ],
  [
    'no parameter',
    {
      ...line(),
      nodes: { ...line().nodes, w: node('constant', { value: 1 }), b: node('constant') },
    },
    [
      'training: the loss L depends on no trainable parameter / wire a parameter into what it is computed from, or make inputs trainable',
    ],
  ],
  [
    'features that are not wired',
    {
      ...line({ features: 'u' }),
      nodes: {
        ...line().nodes,
        u: node('input', { value: 0 }),
        x: node('input', { value: [[1], [2], [3], [4]] }),
      },
    },
    [
      'training: the loss L does not depend on the features u / wire u into what the loss is computed from, or choose another input',
    ],
  ],
  [
    'a loss behind a problem',
    { ...line(), edges: { ...line().edges, e4: { from: 'b', to: 'y', port: 'q' } } },
    [
      'y (add) has no input q / connect it to x or y',
      'input y of y (add) is not connected / wire a value into y',
    ],
  ],
])('%s is refused', (_, document, expected) => {
  expect(refusals(document)).toEqual(expected);
});

test('a step that needs too much memory is refused before anything is allocated', () => {
  const document = classifier('blobs', 3);
  const wide = {
    ...document,
    nodes: { ...document.nodes, W: node('parameter', { init: 'zeros', shape: [2, 4_000_000] }) },
  };
  expect(refusals(wide)).toEqual([
    expect.stringMatching(
      /^training: a step needs \d+ elements, the limit is 67108864 \/ use a smaller batch or smaller layers$/,
    ),
  ]);
});
