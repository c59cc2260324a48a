import { expect, test } from 'vitest';
import type { GraphDocument } from '../../graph/document.ts';
import { granted } from '../../testing/granted.ts';
import { classifier, line, settings } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { type InterpretedRun, startInterpreted } from './interpreted-run.ts';

function started(document: GraphDocument): InterpretedRun {
  const run = granted(startInterpreted(document));
  return run;
}

/** All weights, as plain numbers. */
function weightsOf(run: InterpretedRun): Record<string, number[]> {
  return Object.fromEntries([...run.weights()].map(([id, { data }]) => [id, [...data]]));
}

/** Lecture A5, one hidden ReLU unit at x = 1 and t = 1: the data set is a single row of zeros, so 1 is added. */
function hiddenUnit(): GraphDocument {
  return {
    ...wiredGraph(
      {
        x0: node('input', { value: 0 }),
        t0: node('input', { value: 0 }),
        one: node('constant', { value: 1 }),
        x: node('add'),
        t: node('add'),
        w1: node('parameter', { value: 3 }),
        b1: node('parameter', { value: 1 }),
        w2: node('parameter', { value: 2 }),
        b2: node('parameter', { value: -5 }),
        p: node('multiply'),
        z: node('add'),
        h: node('relu'),
        q: node('multiply'),
        y: node('add'),
        e: node('subtract'),
        L: node('square'),
      },
      ...['x0 → x.x', 'one → x.y', 't0 → t.x', 'one → t.y'],
      ...['x → p.x', 'w1 → p.y', 'p → z.x', 'b1 → z.y', 'z → h.x', 'h → q.x', 'w2 → q.y'],
      ...['q → y.x', 'b2 → y.y', 'y → e.x', 't → e.y', 'e → L.x'],
    ),
    training: settings({
      features: 'x0',
      targets: 't0',
      dataset: { kind: 'sine', size: 1, noise: 0, seed: 0 },
      rate: 0.25,
      batch: 1,
    }),
  };
}

test('one step of lecture A5 with rate 0.25 gives (1, -1, -2, -6)', () => {
  const run = started(hiddenUnit());
  expect(run.advance()).toBe(4);
  expect(weightsOf(run)).toEqual({ w1: [1], b1: [-1], w2: [-2], b2: [-6] });
});

test('a batch of everything follows gradient descent written by hand, within 1e-14 over 20 steps', () => {
  const run = started(line({ batch: 20 }));
  const { features, targets } = assertFeeding(run.plan).dataset;
  let [w, b] = [0.5, -0.25];
  for (let step = 0; step < 20; step++) {
    let [loss, dw, db] = [0, 0, 0];
    for (let i = 0; i < 20; i++) {
      const error = w * features[i] + b - targets[i];
      loss += error ** 2 / 20;
      dw += (2 * error * features[i]) / 20;
      db += (2 * error) / 20;
    }
    expect(Math.abs(run.advance() - loss)).toBeLessThan(1e-14);
    w -= 0.1 * dw;
    b -= 0.1 * db;
    const trained = weightsOf(run);
    expect(Math.abs(trained.w[0] - w)).toBeLessThan(1e-14);
    expect(Math.abs(trained.b[0] - b)).toBeLessThan(1e-14);
  }
});

/** The examples that step after step are trained on, found by making the loss the sum of the batch. */
function batches(size: number, batch: number, steps: number): number[][] {
  const document: GraphDocument = {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 1] }),
        t: node('input', { value: null, shape: ['N', 1] }),
        // A parameter of the shape of the batch has the batch as its gradient.
        w: node('parameter', { init: 'zeros', shape: [Math.min(size, batch), 1] }),
        s: node('add'),
        p: node('multiply'),
        L: node('sum'),
      },
      ...['x → s.x', 't → s.y', 's → p.x', 'w → p.y', 'p → L.x'],
    ),
    training: settings({ dataset: { kind: 'sine', size, noise: 0, seed: 1 }, batch, rate: -1 }),
  };
  const run = started(document);
  const { features, targets } = assertFeeding(run.plan).dataset;
  const seen: number[][] = [];
  let before = run.weights().get('w')?.data.slice() ?? new Float64Array();
  for (let step = 0; step < steps; step++) {
    run.advance();
    const after = run.weights().get('w')?.data.slice() ?? new Float64Array();
    const rows = [...after].map((sum, i) => {
      const drawn = sum - before[i];
      return features.findIndex((x, row) => Math.abs(x + targets[row] - drawn) < 1e-9);
    });
    seen.push(rows);
    before = after;
  }
  return seen;
}

test('every epoch goes through all examples once, each in another order', () => {
  const seen = batches(12, 4, 9);
  const epochs = [0, 3, 6].map((from) => seen.slice(from, from + 3).flat());
  const everyone = Array.from({ length: 12 }, (_, i) => i);
  for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual(everyone);
  expect(epochs[0]).not.toEqual(epochs[1]);
  expect(epochs[1]).not.toEqual(epochs[2]);
});

test('an incomplete last batch is left out', () => {
  const run = started(line({ batch: 6 }));
  expect(run.stepsPerEpoch).toBe(3);
  const seen = batches(20, 6, 3).flat();
  expect(new Set(seen).size).toBe(18);
});

test.each([
  ['more than there are examples', 1000, 20, 1],
  ['none', 0, 1, 20],
  ['half an example', 0.4, 1, 20],
  ['all', 20, 20, 1],
])('a batch of %s is brought within the data', (_, batch, taken, perEpoch) => {
  const run = started(line({ batch }));
  expect(assertFeeding(run.plan).batch).toBe(taken);
  expect(run.stepsPerEpoch).toBe(perEpoch);
});

test('epochs count passes over the data', () => {
  const run = started(line());
  const epochs: number[] = [];
  for (let step = 0; step < 11; step++) {
    epochs.push(run.epoch);
    run.advance();
  }
  expect(epochs).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]);
});

/** Losses and final weights of 30 steps. */
function trajectory(run: InterpretedRun): unknown {
  const losses = Array.from({ length: 30 }, () => run.advance());
  return [losses, weightsOf(run)];
}

test('two runs of one document are the same to the last bit', () => {
  expect(trajectory(started(line()))).toEqual(trajectory(started(line())));
});

test('another seed shuffles otherwise', () => {
  expect(trajectory(started(line({ seed: 6 })))).not.toEqual(trajectory(started(line())));
});

test('after a rewind the run is the same to the last bit', () => {
  const run = started(line());
  const first = trajectory(run);
  run.rewind();
  expect([run.step, run.epoch, run.loss]).toEqual([0, 0, Number.NaN]);
  expect(weightsOf(run)).toEqual({ w: [0.5], b: [-0.25] });
  expect(trajectory(run)).toEqual(first);
});

test('the document does not change while its run does', () => {
  const document = line();
  const before = JSON.stringify(document);
  trajectory(started(document));
  expect(JSON.stringify(document)).toBe(before);
});

test('a frozen parameter and one the loss does not need keep their values', () => {
  const document = line();
  const nodes = {
    ...document.nodes,
    b: node('parameter', { value: -0.25, trainable: false }),
    idle: node('parameter', { value: 7 }),
  };
  const run = started({ ...document, nodes });
  run.advance();
  expect([...run.weights().keys()]).toEqual(['w']);
});

test('values typed into the inputs and their number of rows do not matter', () => {
  const document = line();
  const nodes = {
    ...document.nodes,
    x: node('input', { value: [[1], [2], [3]], shape: ['N', 1] }),
    t: node('input', { value: [[1], [2], [3]], shape: ['N', 1] }),
  };
  expect(trajectory(started({ ...document, nodes }))).toEqual(trajectory(started(document)));
});

test('inputs without a declared shape get columns, as their prediction is one', () => {
  const document = line();
  const nodes = {
    ...document.nodes,
    x: node('input', { value: 0 }),
    t: node('input', { value: 0 }),
  };
  expect(trajectory(started({ ...document, nodes }))).toEqual(trajectory(started(document)));
});

test('a classifier of as many scores as classes trains', () => {
  const run = started(classifier('blobs', 3, { rate: 1, batch: 30 }));
  const first = run.advance();
  for (let step = 0; step < 50; step++) run.advance();
  expect(run.loss).toBeLessThan(first / 2);
});

test('a number that an operation cannot work with stops the run and changes no weight', () => {
  const document = classifier('blobs', 3);
  const hot = {
    ...document,
    nodes: {
      ...document.nodes,
      L: node('softmaxLoss', { targets: 'probability' }),
      h: node('oneHot', { classes: 2 }),
      W: node('parameter', { init: 'zeros', shape: [2, 2] }),
    },
    edges: {
      ...document.edges,
      e4: { from: 't', to: 'h', port: 'x' },
      e5: { from: 'h', to: 'L', port: 'target' },
    },
  };
  const run = started(hot);
  expect(run.advance()).toBeNaN();
  expect(run.problems.map(({ code, node: at }) => [code, at])).toEqual([['bad-index', 'h']]);
  expect(run.step).toBe(0);
  expect(weightsOf(run)).toEqual({ W: [0, 0, 0, 0] });
  run.rewind();
  expect(run.problems).toEqual([]);
});
