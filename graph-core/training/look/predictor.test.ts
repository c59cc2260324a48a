import { expect, test, vi } from 'vitest';
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import type { AttrValues, GraphDocument } from '../../graph/document.ts';
import { Executor, elementsNeeded } from '../../interpret/executor.ts';
import { granted } from '../../testing/granted.ts';
import { line, settings, spirals } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { type InterpretedRun, startInterpreted } from '../run/interpreted-run.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import type { Feeding } from '../step/plan-feeding.ts';
import { assertFeeding, planTraining } from '../step/training-plan.ts';
import { Predictor } from './predictor.ts';
import { scoreOf } from './score.ts';

function started(document: GraphDocument): InterpretedRun {
  const run = granted(startInterpreted(document));
  return run;
}

function predictor(run: InterpretedRun, rows: number): Predictor {
  const made = Predictor.forRows(run, rows);
  if (made === null) throw new Error('nothing is compared with the targets');
  return made;
}

/** Scores (x, y) → W → z, compared with two classes of XOR by the given loss. */
function xor(
  W: number[][],
  loss: { readonly op: string; readonly port: string; readonly attrs?: AttrValues },
  activation = 'identity',
  target: AttrValues = { value: 0 },
): GraphDocument {
  return {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 2] }),
        t: node('input', target),
        W: node('parameter', { value: W }),
        s: node('matmul'),
        z: node(activation),
        L: node(loss.op, loss.attrs),
      },
      ...['x → s.a', 'W → s.b', 's → z.x', `z → L.${loss.port}`, 't → L.target'],
    ),
    training: settings({ dataset: { kind: 'xor', size: 4, noise: 0, seed: 1 } }),
  };
}

const mse = { op: 'meanSquaredError', port: 'prediction' };

test.each<[string, GraphDocument, number]>([
  // The corner rows are 00, 01, 10, 11 with labels 0, 1, 1, 0.
  [
    'logits below and above 0',
    xor([[1], [-1]], { op: 'binaryCrossEntropy', port: 'logits' }),
    0.75,
  ],
  ['probabilities below and above a half', xor([[1], [1]], mse, 'sigmoid'), 0.75],
  ['numbers below and above a half', xor([[1], [1]], mse), 0.75],
  [
    'scores of two classes',
    xor(
      [
        [0, 1],
        [0, 1],
      ],
      { op: 'softmaxLoss', port: 'logits' },
    ),
    0.75,
  ],
  [
    'scores of a support vector machine',
    xor(
      [
        [0, 1],
        [1, 0],
      ],
      { op: 'hinge', port: 'scores' },
    ),
    0.75,
  ],
  [
    'one-hot targets',
    xor(
      [
        [0, 1],
        [0, 1],
      ],
      mse,
    ),
    0.75,
  ],
])('accuracy counts the right ones of %s', (_, document, expected) => {
  const run = started(document);
  expect(scoreOf(run, assertFeeding(run.plan).dataset)?.accuracy).toBe(expected);
});

test('a predictor sees every step and the rewind of its run', () => {
  const run = started(line());
  const at = predictor(run, 2);
  expect([...at.predict([0, 1])]).toEqual([-0.25, 0.25]);
  run.advance();
  const w = run.weights().get('w')?.data[0] ?? 0;
  const b = run.weights().get('b')?.data[0] ?? 0;
  expect([...at.predict([0, 1])]).toEqual([b, w + b]);
  run.rewind();
  expect([...at.predict([0, 1])]).toEqual([-0.25, 0.25]);
});

test('predicting changes no batch of the run', () => {
  const [watched, alone] = [started(line()), started(line())];
  const at = predictor(watched, 20);
  for (let step = 0; step < 12; step++) {
    at.predict(new Float64Array(20).fill(step));
    expect(watched.advance()).toBe(alone.advance());
  }
});

test('confidence is 0 on the boundary and grows away from it', () => {
  const one = started(xor([[1], [-1]], { op: 'binaryCrossEntropy', port: 'logits' }));
  const single = predictor(one, 3);
  const outputs = single.predict([0.5, 0.5, 1, 0, 9, 0]);
  const confidence = [0, 1, 2].map((row) => single.confidenceOf(outputs, row));
  expect(confidence[0]).toBe(0);
  expect(confidence[1]).toBeGreaterThan(0);
  expect(confidence[2]).toBeGreaterThan(confidence[1]);
  expect(confidence[2]).toBeLessThanOrEqual(1);
  const two = started(
    xor(
      [
        [0, 1],
        [0, 1],
      ],
      { op: 'softmaxLoss', port: 'logits' },
    ),
  );
  const double = predictor(two, 2);
  const scores = double.predict([0, 0, 1, 1]);
  expect(double.confidenceOf(scores, 0)).toBe(0);
  expect(double.confidenceOf(scores, 1)).toBeGreaterThan(0.5);
});

test('without a node beside the targets nothing is predicted', () => {
  const document = {
    ...wiredGraph(
      {
        x: node('input'),
        t: node('input'),
        a: node('abs'),
        w: node('parameter', { value: 1 }),
        s: node('add'),
        m: node('multiply'),
        L: node('sum'),
      },
      ...['t → a.x', 'x → s.x', 'w → s.y', 'a → m.x', 's → m.y', 'm → L.x'],
    ),
    training: settings({ batch: 20 }),
  };
  expect(assertFeeding(started(document).plan).prediction).toBeNull();
  expect(Predictor.forRows(started(document), 20)).toBeNull();
});

function planned(document: GraphDocument): Feeding {
  return assertFeeding(granted(planTraining(document)));
}

test.each<[string, AttrValues, number[], number[]]>([
  ['a list', { value: null, shape: ['N'] }, [4], [0, 1, 1, 0]],
  ['a column', { value: null, shape: ['N', 1] }, [4, 1], [0, 1, 1, 0]],
  ['one-hot rows', { value: null, shape: ['N', 2] }, [4, 2], [1, 0, 0, 1, 0, 1, 1, 0]],
  ['one-hot rows by name', { value: null, shape: ['N', 'K'] }, [4, 2], [1, 0, 0, 1, 0, 1, 1, 0]],
  ['one-hot rows as the prediction is', { value: 0 }, [4, 2], [1, 0, 0, 1, 0, 1, 1, 0]],
])('targets arrive as %s', (_, target, shape, numbers) => {
  const feeding = planned(
    xor(
      [
        [0, 1],
        [0, 1],
      ],
      mse,
      'identity',
      target,
    ),
  );
  const given = batchFeeds(feeding, [0, 1, 2, 3]).get('t');
  expect(given?.shape).toEqual(shape);
  expect([...(given?.data ?? [])]).toEqual(numbers);
});

test('numbers to be fitted are never one-hot', () => {
  const document = line();
  const open = node('input', { value: null, shape: ['N', 'D'] });
  const feeding = planned({ ...document, nodes: { ...document.nodes, t: open } });
  const targets = batchFeeds(feeding, [0, 1, 2]).get('t');
  expect(targets?.shape).toEqual([3, 1]);
  expect(targets?.data).toEqual(feeding.dataset.targets.slice(0, 3));
});

test('a compiled picture is held against the interpreter at a sample of its points', () => {
  const run = started(spirals());
  const rows = 4096;
  const points = Float64Array.from({ length: 2 * rows }, (_, i) => Math.sin(i));
  const interpreted = vi.spyOn(Executor.prototype, 'run');
  const at = predictor(run, rows);
  at.predict(points);
  at.predict(points);
  expect(at.refusal).toBe('');
  const sizes = interpreted.mock.contexts.map((executor) =>
    executor instanceof Executor ? elementsNeeded(executor.program) : Number.NaN,
  );
  interpreted.mockRestore();
  expect(sizes.length).toBe(1);
  expect(sizes[0]).toBeLessThan(256 * 80);
});

test('a picture that is wrong at a few columns of its points is refused, and given by the interpreter', () => {
  const run = started(spirals());
  const rows = 4096;
  const points = Float64Array.from({ length: 2 * rows }, (_, i) => Math.sin(i));
  const right = predictor(run, rows).predict(points).slice();
  const { readInto } = CompiledLoop.prototype;
  const wrong = vi.spyOn(CompiledLoop.prototype, 'readInto').mockImplementation(function (
    this: CompiledLoop,
    id,
    into,
  ) {
    readInto.call(this, id, into);
    for (let column = 37; 2 * column < into.length; column += 64) into[2 * column] += 1;
  });
  const at = predictor(run, rows);
  const found = at.predict(points).slice();
  wrong.mockRestore();
  expect(at.refusal).toMatch(/^the compiled program differs from the interpreter by /);
  found.forEach((x, i) => {
    expect(Math.abs(x - right[i])).toBeLessThan(1e-5);
  });
});
