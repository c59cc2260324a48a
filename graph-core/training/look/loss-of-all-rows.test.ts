/** The loss that is told is that of all rows as one batch: held against the interpreter, given all of them. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DataShelf } from '../../datasets/data-shelf.ts';
import { readTable } from '../../datasets/files/read-table.ts';
import type { Dataset } from '../../datasets/generated/dataset.ts';
import { parseDocument } from '../../formats/json/parse-document.ts';
import type { GraphDocument, GraphNode, TrainingSettings } from '../../graph/document.ts';
import { Executor } from '../../interpret/executor.ts';
import { flatten } from '../../program/flatten.ts';
import { granted } from '../../testing/granted.ts';
import { classifier, line, settings, spirals } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { type InterpretedRun, startInterpreted } from '../run/interpreted-run.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import { meanMasks } from '../step/masks.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { lossRows } from './loss-rows.ts';
import { Score, scoreOf } from './score.ts';

function started(document: GraphDocument, shelf?: DataShelf): InterpretedRun {
  const run = granted(startInterpreted(document, shelf));
  return run;
}

/** The loss with all rows as one batch, by the interpreter. */
function trueLoss(run: InterpretedRun, examples: Dataset): number {
  const feeding = { ...assertFeeding(run.plan), dataset: examples };
  const rows = Array.from({ length: examples.size }, (_, i) => i);
  const { program, sources } = flatten(feeding.document, batchFeeds(feeding, rows));
  const given = new Map([...sources, ...meanMasks(program)]);
  for (const [id, tensor] of run.weights()) given.set(program.nodes.get(id) ?? -1, tensor);
  const executor = new Executor(program, given);
  executor.run();
  return executor.value(program.nodes.get(run.plan.settings.loss) ?? -1).data[0];
}

/** A line whose squared errors become a loss by these nodes and wires; `d` is the difference, [N, 1]. */
const squares = (
  nodes: Readonly<Record<string, GraphNode>>,
  wires: readonly string[],
): ((change: Partial<TrainingSettings>) => GraphDocument) => {
  return (change) => ({
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 1] }),
        t: node('input', { value: null, shape: ['N', 1] }),
        w: node('parameter', { value: 0.5 }),
        p: node('multiply'),
        d: node('subtract'),
        q: node('square'),
        ...nodes,
      },
      ...['x → p.x', 'w → p.y', 'p → d.x', 't → d.y', 'd → q.x', ...wires],
    ),
    training: settings(change),
  });
};

const penalty = { r: node('square'), L: node('add') };
const penaltyWires = ['w → r.x', 'r → L.y'];
const constant = (value: number) => node('constant', { value });

type Case = [string, string, (change: Partial<TrainingSettings>) => GraphDocument];

const CASES: readonly Case[] = [
  ['a mean', 'mean', line],
  ['a sum', 'sum', squares({ L: node('sum') }, ['q → L.x'])],
  [
    'half a sum',
    'sum',
    squares({ s: node('sum'), half: constant(0.5), L: node('multiply') }, [
      'q → s.x',
      's → L.x',
      'half → L.y',
    ]),
  ],
  [
    'a mean and an L2 penalty',
    'mean',
    squares({ m: node('mean'), ...penalty }, ['q → m.x', 'm → L.x', ...penaltyWires]),
  ],
  [
    'a sum and an L2 penalty',
    'at-once',
    squares({ m: node('sum'), ...penalty }, ['q → m.x', 'm → L.x', ...penaltyWires]),
  ],
  [
    'a loss of each row, then their mean',
    'mean',
    squares({ c: node('reshape', { shape: [-1] }), e: node('exp'), L: node('mean') }, [
      'q → c.x',
      'c → e.x',
      'e → L.x',
    ]),
  ],
  [
    'a mean over columns, then a sum over rows',
    'sum',
    squares({ m: node('mean', { axes: [1] }), L: node('sum') }, ['q → m.x', 'm → L.x']),
  ],
  [
    'a root of the mean',
    'at-once',
    squares({ m: node('mean'), L: node('sqrt') }, ['q → m.x', 'm → L.x']),
  ],
  ['the largest error', 'at-once', squares({ L: node('reduceMax') }, ['q → L.x'])],
  [
    'errors without the mean of the batch',
    'at-once',
    squares({ m: node('mean'), c: node('subtract'), a: node('square'), L: node('mean') }, [
      'd → m.x',
      'd → c.x',
      'm → c.y',
      'c → a.x',
      'a → L.x',
    ]),
  ],
  [
    'errors of neighboring rows',
    'at-once',
    squares(
      {
        f: node('slice', { start: 1 }),
        b: node('slice', { end: -1 }),
        s: node('multiply'),
        L: node('mean'),
      },
      ['d → f.x', 'd → b.x', 'f → s.x', 'b → s.y', 's → L.x'],
    ),
  ],
  [
    'rows turned into columns',
    'sum',
    squares({ c: node('transpose'), k: node('matmul'), L: node('sum') }, [
      'd → c.x',
      'c → k.a',
      'd → k.b',
      'k → L.x',
    ]),
  ],
  [
    'rows against rows',
    'at-once',
    squares({ c: node('transpose'), k: node('matmul'), L: node('mean') }, [
      'd → c.x',
      'd → k.a',
      'c → k.b',
      'k → L.x',
    ]),
  ],
  [
    'class indices',
    'mean',
    (change) => classifier('blobs', 3, { ...change, dataset: { kind: 'blobs', ...sized(change) } }),
  ],
  [
    'a net of two layers',
    'mean',
    (change) => spirals({ ...change, dataset: { kind: 'two-spirals', ...sized(change) } }),
  ],
  [
    'dropout',
    'mean',
    squares({ o: node('dropout', { rate: 0.5, seed: 1 }), L: node('mean') }, [
      'q → o.x',
      'o → L.x',
    ]),
  ],
];

function sized({ dataset }: Partial<TrainingSettings>) {
  const { size = 20, testShare = 0 } = dataset ?? {};
  return { size, testShare, noise: 0.1, seed: 3 };
}

test.each(CASES)(
  'the loss of all rows is within 1e-5 of the interpreter’s for %s, which is computed as %s',
  (_, kind, document) => {
    for (const [size, batch, testShare] of [
      [25, 20, 0],
      [25, 1, 0.4],
      [24, 7, 0.25],
      [40_000, 64, 0.5],
    ]) {
      // Rows that have to do with each other need a batch of some, and memory for all of them.
      if (kind === 'at-once' && (size > 1000 || batch === 1)) continue;
      const run = started(
        document({
          batch,
          rate: 1e-3,
          dataset: { kind: 'sine', size, noise: 0.1, seed: 3, testShare },
        }),
      );
      for (const steps of [0, 3]) {
        for (let i = 0; i < steps; i++) run.advance();
        const { data } = assertFeeding(run.plan);
        for (const examples of [data.training, data.test]) {
          if (examples === null) continue;
          const { loss, rows, note } = scoreOf(run, examples);
          expect([rows, note]).toEqual([examples.size, '']);
          const expected = trueLoss(run, examples);
          expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
        }
      }
      expect(lossRows(assertFeeding(run.plan)).kind).toBe(kind);
    }
  },
);

test('25 rows in batches of 20 have the mean of all 25 as their loss', async () => {
  const read = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
  const bytes = new Uint8Array(read('uneven-batch.csv'));
  const { document } = parseDocument(read('uneven-batch.json').toString());
  const table = granted(await readTable([{ name: 'data.csv', bytes }]));
  const file = document?.training?.dataset?.file;
  if (document?.training === undefined || file === undefined) throw new Error('unread');
  for (const batch of [1, 7, 20, 25, 100]) {
    const shelf = new DataShelf();
    shelf.put(file, table);
    const run = started({ ...document, training: { ...document.training, batch } }, shelf);
    run.advance();
    expect(scoreOf(run, assertFeeding(run.plan).dataset).loss).toBeCloseTo(1.27556, 5);
  }
});

test('the root of a mean over pairs of rows is that of all rows, where their number is even', () => {
  const document = squares(
    {
      r: node('reshape', { shape: [-1, 2] }),
      s: node('sum', { axes: [1] }),
      a: node('square'),
      m: node('mean'),
      L: node('sqrt'),
    },
    ['d → r.x', 'r → s.x', 's → a.x', 'a → m.x', 'm → L.x'],
  );
  for (const batch of [4, 6, 24]) {
    const run = started(
      document({ batch, dataset: { kind: 'sine', size: 24, noise: 0, seed: 3 } }),
    );
    const { loss, note } = scoreOf(run, assertFeeding(run.plan).dataset);
    expect(loss).toBeCloseTo(trueLoss(run, assertFeeding(run.plan).dataset), 6);
    expect(note).toBe('');
  }
});

test('rows looked at so far speak for all, where the loss adds up as well', () => {
  const run = started(
    squares({ L: node('sum') }, ['q → L.x'])({
      dataset: { kind: 'sine', size: 50_000, noise: 0.1, seed: 3 },
    }),
  );
  const score = Score.of(run, assertFeeding(run.plan).dataset);
  score.advance();
  const { rows, of, loss } = score.result();
  expect(rows).toBeLessThan(of / 2);
  expect(Math.abs(loss / trueLoss(run, assertFeeding(run.plan).dataset) - 1)).toBeLessThan(0.1);
});

test('a graph of batches of one size says what its loss is', () => {
  const plain = line({ batch: 8 });
  const declared = (count: number): GraphDocument => ({
    ...plain,
    nodes: { ...plain.nodes, x: node('input', { value: null, shape: [count, 1] }) },
    training: settings({ batch: count }),
  });
  const noteOf = (document: GraphDocument): string => {
    const run = started(document);
    return scoreOf(run, assertFeeding(run.plan).dataset).note;
  };
  expect([declared(8), declared(5), declared(20)].map(noteOf)).toEqual([
    'the graph takes exactly 8 rows at once: the loss is the mean over batches of 8, 4 rows are left out of it',
    'the graph takes exactly 5 rows at once: the loss is the mean over batches of 5',
    '',
  ]);
});

test('a loss that takes too much memory with all rows at once is not told, and why', () => {
  const loss = (nodes: Readonly<Record<string, GraphNode>>, wires: string[], size: number) => {
    const document = squares({ ...nodes, L: node('reduceMax') }, wires);
    const run = started(document({ dataset: { kind: 'sine', size, noise: 0, seed: 1 } }));
    return scoreOf(run, assertFeeding(run.plan).dataset);
  };
  const product = loss(
    { c: node('transpose'), k: node('matmul') },
    ['d → c.x', 'd → k.a', 'c → k.b', 'k → L.x'],
    9000,
  );
  expect(product).toMatchObject({ loss: Number.NaN, rows: 0, accuracy: null });
  expect(product.note).toBe(
    'the loss needs all 9000 rows at once: k is [9000, 9000]: 81000000 elements, the limit is 16777216',
  );
});
