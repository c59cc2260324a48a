import { describe, expect, test } from 'vitest';
import type { AttrValues, GraphDocument, TrainingSettings } from '../../graph/document.ts';
import { Executor } from '../../interpret/executor.ts';
import { RandomStream } from '../../tensor/random.ts';
import { scalar, type Tensor } from '../../tensor/tensor.ts';
import { difference } from '../../testing/close-to.ts';
import { granted } from '../../testing/granted.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import { assertFeeding } from '../step/training-plan.ts';
import { trainingStep } from '../step/training-step.ts';
import { type CompiledRun, startCompiled } from './compiled-run.ts';
import { type InterpretedRun, startInterpreted } from './interpreted-run.ts';

type Row = readonly [id: string, op: string, attrs?: AttrValues, wires?: Record<string, string>];

function documentOf(rows: readonly Row[], training: Partial<TrainingSettings>): GraphDocument {
  const nodes: GraphDocument['nodes'] = {};
  const edges: GraphDocument['edges'] = {};
  for (const [id, op, attrs = {}, wires = {}] of rows) {
    Object.assign(nodes, { [id]: { op, attrs, position: { x: 0, y: 0 } } });
    for (const [port, from] of Object.entries(wires)) {
      Object.assign(edges, { [`${from}-${id}.${port}`]: { from, to: id, port } });
    }
  }
  const settings: TrainingSettings = {
    loss: 'loss',
    features: 'x',
    targets: 't',
    dataset: { kind: 'three-spirals', size: 90, noise: 0.05, seed: 3 },
    batch: 17,
    rate: 0.3,
    seed: 11,
    ...training,
  };
  return { format: 'gradwire', version: 2, name: '', nodes, edges, training: settings };
}

const layer = (
  id: string,
  from: string,
  [outputs, inputs]: readonly [number, number],
  seed: number,
): Row[] => [
  [`${id}W`, 'parameter', { init: 'he', shape: [outputs, inputs], seed }],
  [`${id}b`, 'parameter', { init: 'uniform', scale: 0.1, shape: [outputs], seed: seed + 1 }],
  [id, 'linear', {}, { x: from, weight: `${id}W`, bias: `${id}b` }],
];

const classifier = (activation: string, hidden: number): readonly Row[] => [
  ['x', 'input', { shape: ['N', 2] }],
  ['t', 'input', { shape: ['N'] }],
  ...layer('first', 'x', [hidden, 2], 1),
  ['h', activation, {}, { x: 'first' }],
  ...layer('second', 'h', [3, hidden], 5),
  ['loss', 'softmaxLoss', {}, { logits: 'second', target: 't' }],
];

const regression: readonly Row[] = [
  ['x', 'input', { shape: ['N', 1] }],
  ['t', 'input', { shape: ['N', 1] }],
  ...layer('first', 'x', [6, 1], 1),
  ['h', 'sigmoid', {}, { x: 'first' }],
  ...layer('second', 'h', [1, 6], 5),
  ['loss', 'meanSquaredError', {}, { prediction: 'second', target: 't' }],
];

const cases: readonly (readonly [string, GraphDocument])[] = [
  ['spirals, ReLU, 37 units', documentOf(classifier('relu', 37), {})],
  ['spirals, tanh, 8 units', documentOf(classifier('tanh', 8), { batch: 10 })],
  ['spirals, all examples', documentOf(classifier('relu', 12), { batch: 90 })],
  [
    'a sine, sigmoid',
    documentOf(regression, { dataset: { kind: 'sine', size: 50, noise: 0.1, seed: 1 }, batch: 8 }),
  ],
];

function runs(document: GraphDocument): readonly [InterpretedRun, CompiledRun] {
  const slow = startInterpreted(document);
  const fast = startCompiled(document);
  if (!('advance' in slow)) throw new Error(JSON.stringify(slow));
  if (!('advance' in fast)) throw new Error(JSON.stringify(fast));
  return [slow, fast];
}

describe.each(cases)('%s', (_, document) => {
  test('losses and parameters are within 2e-5 of the interpreter for 40 steps', () => {
    const [slow, fast] = runs(document);
    for (let i = 0; i < 40; i++) {
      const expected = slow.advance();
      expect(Math.abs(fast.advance() / expected - 1)).toBeLessThan(2e-5);
    }
    for (const [node, tensor] of slow.weights()) {
      const found = fast.weights().get(node);
      expect(found && difference(found, tensor, 2e-5, 1)).toBeNull();
    }
    expect([fast.step, fast.epoch]).toEqual([slow.step, slow.epoch]);
  });

  test('two runs, in one piece, in pieces, and rewound, are the same to the last bit', () => {
    const bits = (run: CompiledRun) => [...run.weights().values()].map(({ data }) => [...data]);
    const [, whole] = runs(document);
    whole.advance(100);
    const [, pieces] = runs(document);
    for (const steps of [1, 2, 30, 7, 60]) pieces.advance(steps);
    expect(bits(pieces)).toEqual(bits(whole));
    pieces.rewind();
    pieces.advance(100);
    expect(bits(pieces)).toEqual(bits(whole));
  });

  test('in fast mode the loss is within 1e-4 of the interpreter for 20 steps', () => {
    const [slow] = runs(document);
    const fast = granted(startCompiled(document, { mode: 'fast' }));
    for (let i = 0; i < 20; i++) {
      const expected = slow.advance();
      expect(Math.abs(fast.advance() / expected - 1)).toBeLessThan(1e-4);
    }
  });

  test('gradients of the first step are within 1e-5 of the interpreter', () => {
    const trained = granted(trainingStep(document));
    const { program, flattened, parameters, loss, rate, plan } = trained;
    const ids = parameters.map(({ gradient }) => gradient);
    const fast = granted(startCompiled(document, { watch: () => ids }));
    fast.advance();
    const feeding = assertFeeding(plan);
    const { seed = 1 } = plan.settings;
    const order = new RandomStream(seed, 'shuffle', 0).permutation(feeding.dataset.size);
    const sources = new Map<number, Tensor>([...flattened.sources, [rate, scalar(0)]]);
    for (const [node, batch] of batchFeeds(feeding, order.slice(0, feeding.batch))) {
      const value = flattened.program.nodes.get(node);
      if (value !== undefined) sources.set(value, batch);
    }
    const executor = new Executor(program, sources, [loss, ...ids]);
    executor.run();
    for (const id of ids) {
      expect(difference(fast.loop.read(id), executor.value(id), 1e-5, 1)).toBeNull();
    }
  });

  test('stops within a step', () => {
    const [, fast] = runs(document);
    fast.loop.stopped = true;
    fast.advance(5);
    expect(fast.step).toBe(0);
  });
});
