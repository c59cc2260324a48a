import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from '../formats/json/parse-document.ts';
import type { GraphDocument, TrainingSettings } from '../graph/document.ts';
import { edited } from '../graph/edit.ts';
import { isRefused } from '../graph/problem.ts';
import { suggestTraining } from '../infer/suggest-training.ts';
import { granted } from '../testing/granted.ts';
import { draws, flowers, houses, type TableCase, tableCase } from '../testing/table-cases.ts';
import { classifier, line, settings, spirals } from '../testing/training-documents.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { scoreOf } from '../training/look/score.ts';
import { startInterpreted } from '../training/run/interpreted-run.ts';
import { assertFeeding } from '../training/step/training-plan.ts';
import { applyRepairs, planRepairs, type RepairPlan } from './repair-plan.ts';

function example(folder: string): GraphDocument {
  const text = readFileSync(
    new URL(`../../examples/${folder}/graph.json`, import.meta.url),
    'utf8',
  );
  const { document } = parseDocument(text);
  if (document === null) throw new Error('no example');
  return document;
}

function settingsOf(document: GraphDocument): TrainingSettings {
  const training = document.training ?? suggestTraining(document);
  if (training === null) throw new Error('nothing trains');
  return training;
}

const planned = (document: GraphDocument, { needs }: TableCase): RepairPlan =>
  planRepairs(document, settingsOf(document), granted(needs));

const changes = ({ repairs }: RepairPlan): string[] => repairs.map(({ change }) => change);

/** Repairs a graph and sees that its loss falls; gives the changes. */
function repaired(document: GraphDocument, read: TableCase, steps = 50): string[] {
  const plan = planned(document, read);
  expect(plan.unmended).toEqual([]);
  const next = edited(document, (draft) => applyRepairs(draft, plan));
  const run = granted(startInterpreted(next, read.shelf));
  const before = scoreOf(run, assertFeeding(run.plan).dataset).loss;
  for (let step = 0; step < steps; step++) run.advance();
  expect(scoreOf(run, assertFeeding(run.plan).dataset).loss).toBeLessThan(before);
  expect(planned(next, read).repairs).toEqual([]);
  return changes(plan);
}

const cats = (classes: number): string => {
  const draw = draws(3);
  const rows = Array.from({ length: 60 }, (_, i) => {
    const kind = i % classes;
    return `${(kind + draw()).toFixed(2)},${(draw() - kind).toFixed(2)},k${kind}`;
  });
  return `a,b,kind\n${rows.join('\n')}\n`;
};

test('a spiral net takes four features and three classes', async () => {
  const plan = planned(example('d11-two-spirals'), await tableCase(flowers()));
  expect(plan.repairs.map(({ change, because }) => `${change}, because ${because}`)).toEqual([
    'X [N, 2] → [N, 4], because data.csv has 4 features',
    'W1 [8, 2] → [8, 4], because data.csv has 4 features',
    'W3 [1, 8] → [3, 8], because species has 3 classes',
    'b3 [1] → [3], because species has 3 classes',
    'y [N, 1] → [N], because species has 3 classes',
    'L: binary cross-entropy → softmax loss, because species has 3 classes',
  ]);
  expect(repaired(example('d11-two-spirals'), await tableCase(flowers()))).toHaveLength(6);
});

test('what fits is left as it is', async () => {
  expect(planned(example('d11-two-spirals'), await tableCase(cats(2)))).toMatchObject({
    repairs: [],
    unmended: [],
  });
  expect(planned(example('d11-three-spirals'), await tableCase(cats(3))).repairs).toEqual([]);
});

test('a classifier becomes a net of numbers', async () => {
  const labels = repaired(example('d11-three-spirals'), await tableCase(houses()));
  expect(labels).toContain('L: softmax loss → mean squared error');
  expect(labels.slice(-2)).toEqual([
    's × 108000 + 260000 → L',
    'training: gradient descent at 0.3 → Adam at 0.01',
  ]);
});

test('a net of one number becomes a classifier', async () => {
  const labels = repaired(example('d4-sine-regression'), await tableCase(cats(3)));
  expect(labels).toContain('L: mean squared error → softmax loss');
});

/** x → matmul → add → relu → matmul → add, with weights [in, out] or transposed ones [out, in]. */
function primitives(transposed: boolean, own = false): GraphDocument {
  const weight = (shape: number[]) => {
    const sizes = transposed ? [...shape].reverse() : shape;
    return own
      ? node('parameter', {
          value: Array.from({ length: sizes[0] }, () => Array(sizes[1]).fill(0.1)),
        })
      : node('parameter', { init: 'xavier', shape: sizes, seed: 1 });
  };
  const through = transposed ? { T1: node('transpose'), T2: node('transpose') } : {};
  const wires = transposed
    ? ['W1 → T1.x', 'T1 → m1.b', 'W2 → T2.x', 'T2 → m2.b']
    : ['W1 → m1.b', 'W2 → m2.b'];
  return {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 2] }),
        t: node('input', { value: null, shape: ['N'] }),
        ...{ W1: weight([2, 5]), W2: weight([5, 2]), ...through },
        b1: node('parameter', { init: 'zeros', shape: [5] }),
        b2: node('parameter', { init: 'zeros', shape: [2] }),
        ...{ m1: node('matmul'), a1: node('add'), h: node('relu') },
        ...{ m2: node('matmul'), s: node('add'), L: node('softmaxLoss') },
      },
      ...['x → m1.a', 'm1 → a1.x', 'b1 → a1.y', 'a1 → h.x', 'h → m2.a', 'm2 → s.x', 'b2 → s.y'],
      ...['s → L.logits', 't → L.target', ...wires],
    ),
    training: settings({ rate: 0.05 }),
  };
}

test.each([
  ['[in, out]', false, ['W1 [2, 5] → [4, 5]', 'W2 [5, 2] → [5, 3]']],
  ['[out, in]', true, ['W1 [5, 2] → [5, 4]', 'W2 [2, 5] → [3, 5]']],
] as const)(
  'weights of primitives as %s are found by their sizes',
  async (_, transposed, expected) => {
    const labels = repaired(primitives(transposed), await tableCase(flowers()));
    expect(labels).toEqual([
      'x [N, 2] → [N, 4]',
      ...expected,
      'b2 [2] → [3]',
      't [N]: other rows to look at',
    ]);
  },
);

test('numbers of their own that weights would lose are counted', async () => {
  const { repairs, repaired: next } = planned(primitives(false, true), await tableCase(flowers()));
  expect(repaired(primitives(false, true), await tableCase(flowers()))).toHaveLength(5);
  expect(
    repairs.filter(({ loses }) => loses > 0).map(({ node: id, loses }) => [id, loses]),
  ).toEqual([
    ['W1', 10],
    ['W2', 10],
  ]);
  expect(next.nodes.W1.attrs).toEqual({ init: 'xavier', shape: [4, 5] });
});

test('a bias of one score grows with the scores', async () => {
  const document: GraphDocument = {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 4] }),
        t: node('input', { value: null, shape: ['N', 1] }),
        W: node('parameter', { init: 'xavier', shape: [4, 1] }),
        b: node('parameter', { init: 'zeros', shape: [1] }),
        ...{ m: node('matmul'), s: node('add'), L: node('binaryCrossEntropy') },
      },
      ...['x → m.a', 'W → m.b', 'm → s.x', 'b → s.y', 's → L.logits', 't → L.target'],
    ),
    training: settings(),
  };
  expect(repaired(document, await tableCase(flowers()))).toEqual([
    'x [N, 4]: other rows to look at',
    'W [4, 1] → [4, 3]',
    'b [1] → [3]',
    't [N, 1] → [N]',
    'L: binary cross-entropy → softmax loss',
  ]);
});

test('a matrix that meets the features and makes the scores changes both sizes', async () => {
  expect(repaired(classifier('blobs', 2), await tableCase(flowers()))).toEqual([
    'x [N, 2] → [N, 4]',
    'W [2, 2] → [4, 3]',
    't [N]: other rows to look at',
  ]);
});

test('what no size mends is said where it is wrong', async () => {
  const scalar = planned(line(), await tableCase(flowers()));
  expect(scalar.unmended.length).toBeGreaterThan(0);
  const frozen = edited(spirals(), (draft) => {
    draft.nodes.W1.attrs = { ...draft.nodes.W1.attrs, trainable: false };
  });
  const { unmended } = planned(frozen, await tableCase(flowers()));
  expect(unmended).toMatchObject([
    {
      node: 'l1',
      message: 'linear: x is [N, 4] with 4 features, weight is [8, 2] for 2',
    },
  ]);
});

test('every example that trains is repaired for every table, or told what stands in the way', async () => {
  const folders = [
    'a5-one-hidden-relu',
    'a6-sigmoid-neuron',
    'b4-hinge-loss',
    'c4-xor',
    'd2-three-four-two',
  ];
  const others = [
    'b2-softmax-cross-entropy',
    'd11-three-spirals',
    'd11-two-spirals',
    'd4-sine-regression',
  ];
  for (const folder of [...folders, ...others]) {
    const document = example(folder);
    const training = document.training ?? suggestTraining(document);
    if (training === null) continue;
    for (const text of [flowers(), houses(), cats(2), cats(5)]) {
      const read = await tableCase(text);
      const plan = planRepairs(document, training, granted(read.needs));
      const next = edited(document, (draft) => applyRepairs(draft, plan));
      const run = startInterpreted(next, read.shelf);
      // The plan is enough exactly where the trainer takes what it makes.
      expect([folder, plan.unmended.length === 0]).toEqual([folder, !isRefused(run)]);
    }
  }
});
