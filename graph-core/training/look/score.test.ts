import { expect, test } from 'vitest';
import type { GraphDocument } from '../../graph/document.ts';
import { granted } from '../../testing/granted.ts';
import {
  classifier,
  line,
  settings,
  spirals as spiralNet,
} from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { type InterpretedRun, startInterpreted } from '../run/interpreted-run.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { Predictor } from './predictor.ts';
import { Score, scoreOf } from './score.ts';

function started(document: GraphDocument): InterpretedRun {
  const run = granted(startInterpreted(document));
  return run;
}

/** Three spirals, a quarter of them held out. */
const spirals = (batch: number): InterpretedRun =>
  started(
    classifier('three-spirals', 3, {
      batch,
      dataset: { kind: 'three-spirals', size: 60, noise: 0.1, seed: 1, testShare: 0.25 },
    }),
  );

test('accuracy and confusion matrix do not depend on the size of the batches', () => {
  const [first, ...others] = [1, 4, 7, 15, 29, 64].map((batch) => {
    const run = spirals(batch);
    return [scoreOf(run, assertFeeding(run.plan).dataset), assertFeeding(run.plan).data.test].map(
      (part) => (part === null || !('targets' in part) ? part : scoreOf(run, part)),
    );
  });
  for (const [training, held] of others) {
    expect(training).toMatchObject({ accuracy: first[0]?.accuracy, rows: 45, of: 45 });
    expect(training?.confusion).toEqual(first[0]?.confusion);
    expect(held).toMatchObject({ accuracy: first[1]?.accuracy, rows: 15, of: 15 });
    expect(held?.confusion).toEqual(first[1]?.confusion);
  }
});

test('a confusion matrix counts every example once, true classes in rows', () => {
  const run = spirals(10);
  const made = scoreOf(run, assertFeeding(run.plan).dataset);
  const counts = [...(made?.confusion ?? [])];
  expect(counts.reduce((a, b) => a + b)).toBe(45);
  for (const truth of [0, 1, 2]) {
    expect(counts.slice(3 * truth, 3 * truth + 3).reduce((a, b) => a + b)).toBe(15);
  }
  expect((counts[0] + counts[4] + counts[8]) / 45).toBeCloseTo(made?.accuracy ?? 0, 15);
});

test('the loss of all examples is the mean squared error, and follows the weights of the run', () => {
  const run = started(line({ batch: 5 }));
  const score = Score.of(run, assertFeeding(run.plan).dataset);
  const mean = (): number => {
    const { features, targets } = assertFeeding(run.plan).dataset;
    const [w, b] = ['w', 'b'].map((node) => run.weights().get(node)?.data[0] ?? 0);
    return targets.reduce((sum, y, i) => sum + (w * features[i] + b - y) ** 2, 0) / targets.length;
  };
  for (let round = 0; round < 2; round++) {
    score?.begin();
    while (score?.isComplete === false) score.advance();
    expect(score?.result().loss).toBeCloseTo(mean(), 14);
    expect(score?.result()).toMatchObject({ accuracy: null, confusion: null, rows: 20, of: 20 });
    run.advance();
  }
});

test('scoring changes nothing of the run', () => {
  const [watched, alone] = [started(line()), started(line())];
  for (let step = 0; step < 12; step++) {
    scoreOf(watched, assertFeeding(watched.plan).dataset);
    expect(watched.advance()).toBe(alone.advance());
  }
});

test('every class of drawn points has a row and a column', () => {
  const points = [
    ...[-1, -0.5, 0.5, 1].map((x) => [x, 0, x > 0 ? 1 : 0] as const),
    [0.25, 0.25, 2] as const,
  ];
  const run = started({
    ...classifier('xor', 3),
    training: settings({ dataset: { kind: 'points', size: 1, noise: 0, seed: 1, points } }),
  });
  const made = scoreOf(run, assertFeeding(run.plan).dataset);
  expect(made?.confusion?.length).toBe(9);
  expect([...(made?.confusion ?? [])].reduce((a, b) => a + b)).toBe(5);
});

test('the first examples looked at speak for all: accuracies differ by less than 0.1 on spirals laid out from the middle', () => {
  const dataset = { kind: 'three-spirals', size: 30_000, noise: 0.1, seed: 1 };
  const run = started(classifier('three-spirals', 3, { batch: 100, rate: 0.3, dataset }));
  for (let step = 0; step < 300; step++) run.advance();
  const score = Score.of(run, assertFeeding(run.plan).dataset);
  score.advance();
  const { rows, accuracy, loss } = score.result();
  expect(rows).toBeGreaterThan(100);
  expect(rows).toBeLessThan(10_000);
  const all = scoreOf(run, assertFeeding(run.plan).dataset);
  expect(Math.abs((accuracy ?? Number.NaN) - (all.accuracy ?? Number.NaN))).toBeLessThan(0.1);
  expect(Math.abs(loss / all.loss - 1)).toBeLessThan(0.1);
});

test('a net behind a switch scores and predicts as the net does, compiled as well', () => {
  // 400 rows at once: more than enough elements to be compiled.
  const plain = spiralNet({
    batch: 400,
    dataset: { kind: 'two-spirals', size: 400, noise: 0, seed: 1 },
  });
  const switched: GraphDocument = {
    ...plain,
    nodes: {
      ...plain.nodes,
      on: node('full', { value: 1 }),
      other: node('parameter', { init: 'normal', shape: [2000] }),
      least: node('reduceMax'),
      choice: node('where'),
    },
    edges: Object.fromEntries([
      ...Object.entries(plain.edges).map(([id, edge]) =>
        edge.to === 'L' && edge.port === 'logits' ? [id, { ...edge, from: 'choice' }] : [id, edge],
      ),
      ['c1', { from: 'on', to: 'choice', port: 'condition' }],
      ['c2', { from: 'l2', to: 'choice', port: 'x' }],
      ['c3', { from: 'least', to: 'choice', port: 'y' }],
      ['c4', { from: 'other', to: 'least', port: 'x' }],
    ]),
  };
  const [net, behind] = [plain, switched].map((document) => {
    const run = started(document);
    for (let step = 0; step < 5; step++) run.advance();
    const score = Score.of(run, assertFeeding(run.plan).dataset);
    score?.advance();
    const pictures = Predictor.forRows(run, 4096, 'l2');
    const points = Float64Array.from({ length: 8192 }, (_, i) => Math.sin(i));
    return {
      result: score?.result(),
      refusals: [score?.result().refusal, pictures?.refusal],
      outputs: pictures?.predict(points).slice(),
    };
  });
  expect(net.result?.loss).toBeGreaterThan(0.1);
  expect(behind.result?.loss).toBeCloseTo(net.result?.loss ?? 0, 5);
  expect(behind.result?.accuracy).toBe(net.result?.accuracy);
  expect(behind.outputs?.length).toBe(8192);
  behind.outputs?.forEach((x, i) => {
    expect(Math.abs(x - (net.outputs?.[i] ?? Number.NaN))).toBeLessThan(1e-5);
  });
  expect([net.refusals, behind.refusals]).toEqual([
    ['', ''],
    ['', ''],
  ]);
});
