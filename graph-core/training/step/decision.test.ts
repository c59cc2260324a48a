/** Targets that become something else before they are compared: classes are still those of the data. */

import { expect, test } from 'vitest';
import type { GraphDocument, GraphNode } from '../../graph/document.ts';
import { granted } from '../../testing/granted.ts';
import { session } from '../../testing/held-session.ts';
import { settings } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { startInterpreted } from '../run/interpreted-run.ts';
import { assertFeeding } from './training-plan.ts';

const two = { kind: 'xor', size: 4, noise: 0, seed: 1 };

/** Scores (x, y) → W → z; the rest says how targets t [N] reach a loss L. */
function compared(
  W: number[][],
  nodes: Readonly<Record<string, GraphNode>>,
  wires: readonly string[],
): GraphDocument {
  return {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 2] }),
        t: node('input', { value: null, shape: ['N'] }),
        W: node('parameter', { value: W }),
        z: node('matmul'),
        ...nodes,
      },
      ...['x → z.a', 'W → z.b', ...wires],
    ),
    training: settings({ dataset: two }),
  };
}

/** z as a list, for a single score. */
const list = { l: node('reshape', { shape: [-1] }) };
const listWire = 'z → l.x';
/** 2t - 1. */
const signs = {
  a: node('constant', { value: 2 }),
  o: node('constant', { value: 1 }),
  d: node('multiply'),
  s: node('subtract'),
};
const signWires = ['t → d.x', 'a → d.y', 'd → s.x', 'o → s.y'];
/** A score of each class: rows 00, 01, 10, 11 are 0, 1, 0, 0 (ties go to 0); right are three of four. */
const scores = [
  [0, -1],
  [0, 1],
];
/** Scores y - x: -1 for 10, 1 for 01, else 0. */
const single = [[-1], [1]];
const mse = node('meanSquaredError');
const meanOf = (from: string): string[] => [`${from} → q.x`, 'q → L.x'];
const squared = { q: node('square'), L: node('mean') };

test.each<[string, GraphDocument]>([
  [
    'one-hot, in a loss',
    compared(scores, { h: node('oneHot', { classes: 2 }), L: mse }, [
      't → h.x',
      'z → L.prediction',
      'h → L.target',
    ]),
  ],
  [
    'one-hot, subtracted',
    compared(scores, { h: node('oneHot', { classes: 2 }), e: node('subtract'), ...squared }, [
      't → h.x',
      'z → e.x',
      'h → e.y',
      ...meanOf('e'),
    ]),
  ],
  [
    'one-hot, as probabilities',
    compared(
      scores,
      { h: node('oneHot', { classes: 2 }), L: node('softmaxLoss', { targets: 'probability' }) },
      ['t → h.x', 'z → L.logits', 'h → L.target'],
    ),
  ],
  [
    'a row of a table',
    compared(
      scores,
      {
        h: node('constant', {
          value: [
            [3, 1],
            [0, 2],
          ],
        }),
        g: node('gather'),
        L: mse,
      },
      ['h → g.x', 't → g.indices', 'z → L.prediction', 'g → L.target'],
    ),
  ],
  [
    'the same indices under another name',
    compared(scores, { i: node('identity'), L: node('softmaxLoss') }, [
      't → i.x',
      'z → L.logits',
      'i → L.target',
    ]),
  ],
  [
    '-1 and 1, in a loss',
    compared(single, { ...list, ...signs, L: mse }, [
      listWire,
      ...signWires,
      'l → L.prediction',
      's → L.target',
    ]),
  ],
  [
    '-1 and 1, subtracted the other way round',
    compared(single, { ...list, ...signs, e: node('subtract'), ...squared }, [
      listWire,
      ...signWires,
      's → e.x',
      'l → e.y',
      ...meanOf('e'),
    ]),
  ],
  [
    '-1 and 1, times the score',
    compared(
      single,
      {
        ...list,
        ...signs,
        m: node('multiply'),
        e: node('softplus'),
        n: node('negate'),
        L: node('mean'),
      },
      [listWire, ...signWires, 's → m.x', 'l → m.y', 'm → n.x', 'n → e.x', 'e → L.x'],
    ),
  ],
  [
    'a column',
    compared(single, { c: node('reshape', { shape: [-1, 1] }), L: node('binaryCrossEntropy') }, [
      't → c.x',
      'z → L.logits',
      'c → L.target',
    ]),
  ],
  [
    'smoothed labels',
    compared(
      single,
      {
        ...list,
        a: node('constant', { value: 0.8 }),
        o: node('constant', { value: 0.1 }),
        d: node('multiply'),
        s: node('add'),
        L: node('binaryCrossEntropy'),
      },
      [listWire, ...signWires, 'l → L.logits', 's → L.target'],
    ),
  ],
])('accuracy and boundary are of the labels of the data where targets become %s', (_, document) => {
  const { made } = session(document);
  const { scores: found, boundary, withheld } = made.message();
  expect(withheld).toBe('');
  expect(found?.training.accuracy).toBe(0.75);
  expect(found?.training.confusion).toEqual(Uint32Array.of(2, 0, 1, 1));
  const at = (x: number, y: number): number | undefined => {
    const [left, right, bottom, top] = boundary?.extent ?? [0, 0, 0, 0];
    const cell = (v: number, from: number, to: number) =>
      Math.floor((64 * (v - from)) / (to - from));
    return boundary?.classes[64 * cell(y, bottom, top) + cell(x, left, right)];
  };
  expect([at(0, 1), at(1, 0)]).toEqual([1, 0]);
});

test('a score that falls where the label rises stands for the other class', () => {
  const nodes = { ...list, o: node('constant', { value: 1 }), s: node('subtract'), L: mse };
  const wires = [listWire, 'o → s.x', 't → s.y', 'l → L.prediction', 's → L.target'];
  const run = granted(startInterpreted(compared([[1], [-1]], nodes, wires)));
  expect(assertFeeding(run.plan).decision).toEqual({ threshold: 0.5, above: 0 });
});

test.each<[GraphDocument, string]>([
  [
    compared(
      scores,
      {
        h: node('constant', {
          value: [
            [0, 2],
            [3, 1],
          ],
        }),
        g: node('gather'),
        L: mse,
      },
      ['h → g.x', 't → g.indices', 'z → L.prediction', 'g → L.target'],
    ),
    'No accuracy and no decision boundary: g, made of t, does not mark class k in place k of 2, as oneHot would.',
  ],
  [
    compared(single, { ...list, m: node('multiply'), n: node('negate'), L: node('mean') }, [
      listWire,
      't → m.x',
      'l → m.y',
      'm → n.x',
      'n → L.x',
    ]),
    'No accuracy and no decision boundary: t is 0 and 1 for the two classes and is multiplied; make it -1 and 1.',
  ],
  [
    compared(single, { ...list, ...signs, L: node('binaryCrossEntropy') }, [
      listWire,
      ...signWires,
      'l → L.logits',
      's → L.target',
    ]),
    'No accuracy and no decision boundary: s, made of t, is -1 and 1 for the two classes; make it 0 and 1.',
  ],
  [
    compared(
      single,
      {
        ...list,
        p: node('sigmoid'),
        lp: node('log', {}, 'log p'),
        o: node('constant', { value: 1 }),
        r: node('subtract'),
        lr: node('log', {}, 'log r'),
        c: node('subtract'),
        m: node('multiply'),
        k: node('multiply'),
        u: node('add'),
        n: node('negate'),
        L: node('mean'),
      },
      [
        listWire,
        'l → p.x',
        'p → lp.x',
        'o → r.x',
        'p → r.y',
        'r → lr.x',
        't → m.x',
        'lp → m.y',
        'o → c.x',
        't → c.y',
        'c → k.x',
        'lr → k.y',
        'm → u.x',
        'k → u.y',
        'u → n.x',
        'n → L.x',
      ],
    ),
    'No accuracy and no decision boundary: t meets the network at 2 places (log p, log r), and none of them alone is the prediction; one loss operation in their place would tell.',
  ],
])('where classes cannot be told, a sentence says why: %#', (document, sentence) => {
  const { made } = session(document);
  const { scores: found, boundary, withheld } = made.message();
  expect(withheld).toBe(sentence);
  expect([found?.training.accuracy, boundary]).toEqual([null, null]);
  expect(found?.training.loss).not.toBeNaN();
});

test('a fit is in the units of the examples, or is not drawn, and a sentence says why', () => {
  const fitted = (change: GraphNode) =>
    session({
      ...wiredGraph(
        {
          x: node('input', { value: null, shape: ['N', 1] }),
          t: node('input', { value: null, shape: ['N', 1] }),
          w: node('parameter', { value: 0.5 }),
          p: node('multiply'),
          c: change,
          L: mse,
        },
        ...['x → p.x', 'w → p.y', 't → c.x', 'p → L.prediction', 'c → L.target'],
      ),
      training: settings(),
    }).made.message();
  expect(fitted(node('identity')).fit).not.toBeNull();
  expect(fitted(node('reshape', { shape: [-1, 1] })).fit).not.toBeNull();
  const { fit, withheld } = fitted(node('exp'));
  expect(fit).toBeNull();
  expect(withheld).toBe(
    'No fit: t is changed before it is compared, so the curve would be in other units than the examples; change the data instead.',
  );
});

test('a prediction that depends on the other rows of its batch has scores and no picture', () => {
  const nodes = { m: node('mean', { axes: [0] }), c: node('subtract'), L: node('softmaxLoss') };
  const wires = ['z → m.x', 'z → c.x', 'm → c.y', 'c → L.logits', 't → L.target'];
  const {
    scores: found,
    boundary,
    withheld,
  } = session(compared(scores, nodes, wires)).made.message();
  expect(found?.training.accuracy).not.toBeNull();
  expect(boundary).toBeNull();
  expect(withheld).toBe(
    'No decision boundary: what c says about a row depends on the other rows of its batch; a picture needs a row by itself.',
  );
});
