/** Small documents that train, for tests. */
import type { GraphDocument, TrainingSettings } from '../graph/document.ts';
import { node, wiredGraph } from './wired-graph.ts';

/** Settings with a data set. */
type FedSettings = TrainingSettings &
  Required<Pick<TrainingSettings, 'features' | 'targets' | 'dataset'>>;

/** A document with such settings. */
type FedDocument = GraphDocument & { readonly training: FedSettings };

/** Settings for inputs x and t and a loss L. */
export const settings = (change: Partial<FedSettings> = {}): FedSettings => ({
  loss: 'L',
  features: 'x',
  targets: 't',
  dataset: { kind: 'sine', size: 20, noise: 0.1, seed: 3 },
  rate: 0.1,
  batch: 4,
  seed: 5,
  ...change,
});

/** y = w x + b on a column of numbers, mean squared error. */
export function line(change: Partial<FedSettings> = {}): FedDocument {
  return {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 1] }),
        t: node('input', { value: null, shape: ['N', 1] }),
        w: node('parameter', { value: 0.5 }),
        b: node('parameter', { value: -0.25 }),
        p: node('multiply'),
        y: node('add'),
        L: node('meanSquaredError'),
      },
      'x → p.x',
      'w → p.y',
      'p → y.x',
      'b → y.y',
      'y → L.prediction',
      't → L.target',
    ),
    training: settings(change),
  };
}

/** Two features → scores → a loss of class indices. */
export function classifier(
  kind: string,
  scores: number,
  change: Partial<FedSettings> = {},
): FedDocument {
  return {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 2] }),
        t: node('input', { value: null, shape: ['N'] }),
        W: node('parameter', { init: 'normal', shape: [2, scores], scale: 0.1, seed: 1 }),
        z: node('matmul', {}, 'scores'),
        L: node('softmaxLoss'),
      },
      ...['x → z.a', 'W → z.b', 'z → L.logits', 't → L.target'],
    ),
    training: settings({ dataset: { kind, size: 30, noise: 0, seed: 1 }, ...change }),
  };
}

/** A small network on two spirals, trained in batches of 10. */
export function spirals(change: Partial<FedSettings> = {}): FedDocument {
  const parameter = (shape: number[], seed: number) =>
    node('parameter', { init: 'xavier', shape, seed });
  return {
    ...wiredGraph(
      {
        x: node('input', { shape: ['N', 2], value: [[0, 0]] }),
        y: node('input', { shape: ['N'], value: [0] }),
        W1: parameter([8, 2], 1),
        b1: node('parameter', { init: 'zeros', shape: [8] }),
        W2: parameter([2, 8], 2),
        b2: node('parameter', { init: 'zeros', shape: [2] }),
        l1: node('linear'),
        h: node('tanh'),
        l2: node('linear'),
        L: node('softmaxLoss'),
      },
      'x → l1.x',
      'W1 → l1.weight',
      'b1 → l1.bias',
      'l1 → h.x',
      'h → l2.x',
      'W2 → l2.weight',
      'b2 → l2.bias',
      'l2 → L.logits',
      'y → L.target',
    ),
    training: settings({
      targets: 'y',
      dataset: { kind: 'two-spirals', size: 200, noise: 0.1, seed: 1 },
      batch: 10,
      seed: 1,
      ...change,
    }),
  };
}
