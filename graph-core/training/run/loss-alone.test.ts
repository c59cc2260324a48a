/** A loss is enough: graphs without a data set are trained on their own numbers, by both engines. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from '../../formats/json/parse-document.ts';
import type { GraphDocument, TrainingSettings } from '../../graph/document.ts';
import { suggestTraining } from '../../infer/suggest-training.ts';
import { granted } from '../../testing/granted.ts';
import { line } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { LiveRun } from './live-run.ts';

/** Lecture A5, and what its parameters are. */
function hiddenUnit(change: Partial<TrainingSettings> = {}): GraphDocument {
  const url = new URL('../../../examples/a5-one-hidden-relu/graph.json', import.meta.url);
  const { document } = parseDocument(readFileSync(url, 'utf8'));
  if (document === null) throw new Error('no example');
  const training = suggestTraining(document);
  if (training === null) throw new Error('nothing suggested');
  return { ...document, training: { ...training, rate: 0.25, ...change } };
}

const weightsOf = (run: LiveRun): Record<string, number> => {
  run.sync();
  return Object.fromEntries([...run.weights()].map(([id, { data }]) => [id, data[0]]));
};

test.each(['compiled', 'interpreter'] as const)(
  'one step at a rate of 0.25 takes (3, 1, 2, -5) of lecture A5 to (1, -1, -2, -6) by the %s',
  (engine) => {
    const run = granted(LiveRun.start(hiddenUnit(), { engine }));
    expect(run.playing.kind).toBe(engine);
    expect(weightsOf(run)).toEqual({ w1: 3, b1: 1, w2: 2, b2: -5 });
    expect(run.advance(1)).toEqual([4]);
    expect(weightsOf(run)).toEqual({ w1: 1, b1: -1, w2: -2, b2: -6 });
    expect(run.epoch).toBe(1);
  },
);

test('the two engines agree within the bound of parity over 50 steps of Adam on a tensor', () => {
  const bowl: GraphDocument = {
    ...wiredGraph(
      {
        w: node('parameter', { value: [[1, -2, 3]] }),
        c: node('constant', { value: [[0.5, 0.5, 0.5]] }),
        d: node('subtract'),
        s: node('square'),
        L: node('sum'),
      },
      ...['w → d.x', 'c → d.y', 'd → s.x', 's → L.x'],
    ),
    training: { loss: 'L', rate: 0.1, optimizer: { kind: 'adam' } },
  };
  const [fast, slow] = [{}, { engine: 'interpreter' } as const].map((options) =>
    granted(LiveRun.start(bowl, options)),
  );
  expect(fast.playing.kind).toBe('compiled');
  const [a, b] = [fast.advance(50), slow.advance(50)];
  for (const [i, loss] of a.entries()) expect(Math.abs(loss - b[i])).toBeLessThan(1e-4);
  expect(a[49]).toBeLessThan(a[0] / 10);
});

test('inputs that were chosen for a data set are idle without one', () => {
  const run = granted(LiveRun.start(hiddenUnit({ features: 'x', targets: 't' })));
  expect(run.advance(1)).toEqual([4]);
});

test('a data set that goes to no input is refused, and one that goes to features alone is taken', () => {
  const { training, ...rest } = line();
  const { features, targets: _, ...others } = training;
  const { features: __, ...unfed } = others as TrainingSettings;
  expect(LiveRun.start({ ...rest, training: unfed as TrainingSettings })).toMatchObject({
    refused: [{ code: 'no-input' }],
  });
  // What goes in is to come out: nothing is compared with targets.
  const edges = Object.fromEntries(
    Object.entries(rest.edges).map(([id, edge]) => [
      id,
      edge.from === 't' ? { ...edge, from: 'x' } : edge,
    ]),
  );
  const run = granted(
    LiveRun.start({ ...rest, edges, training: { ...others, features } as TrainingSettings }),
  );
  expect(run.playing.kind).toBe('compiled');
  expect(run.plan.feeding).toMatchObject({
    undecided: 'no input gets the targets',
    prediction: null,
  });
  const losses = run.advance(20);
  expect(losses[19]).toBeLessThan(losses[0]);
});
