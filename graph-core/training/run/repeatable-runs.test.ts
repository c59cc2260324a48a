/** Whatever the optimizer: a run can be repeated, paused, resumed and put back, to the last bit. */

import { describe, expect, test } from 'vitest';
import type { AttrValues, GraphDocument, TrainingSettings } from '../../graph/document.ts';
import { RandomStream } from '../../tensor/random.ts';
import { difference } from '../../testing/close-to.ts';
import { granted } from '../../testing/granted.ts';
import { spirals } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { OPTIMIZERS } from '../../updates/optimizers/optimizers.ts';
import { trainingStep } from '../step/training-step.ts';
import { type CompiledRun, compileTraining, startCompiled } from './compiled-run.ts';
import { type InterpretedRun, startInterpreted } from './interpreted-run.ts';

function compiledRun(document: GraphDocument): CompiledRun {
  const run = granted(startCompiled(document));
  return run;
}

function interpretedRun(document: GraphDocument): InterpretedRun {
  const run = granted(startInterpreted(document));
  return run;
}

const bits = (run: CompiledRun | InterpretedRun) =>
  [...run.variables()].map(([value, { data }]) => [value, [...data]]);

const schedule = { kind: 'cosine', options: { length: 150, warmup: 20 } };
const cases: readonly (readonly [string, Partial<TrainingSettings>])[] = Object.keys(
  OPTIMIZERS,
).map((kind) => [kind, { rate: 0.02, optimizer: { kind }, schedule }]);

describe.each(cases)('%s with a warm-up and a cosine', (kind, change) => {
  const document = spirals(change);

  test('200 steps in pieces of random length, twice, are the same to the last bit', () => {
    const whole = compiledRun(document);
    whole.advance(200);
    const draw = new RandomStream(7, 'test');
    const pieces = compiledRun(document);
    while (pieces.step < 200) {
      pieces.advance(Math.min(200 - pieces.step, 1 + draw.integer(25)));
    }
    expect(bits(pieces)).toEqual(bits(whole));
    pieces.rewind();
    pieces.advance(200);
    expect(bits(pieces)).toEqual(bits(whole));
  });

  test('another run put at step 83 with its weights and state goes on to the last bit', () => {
    const run = compiledRun(document);
    run.advance(83);
    const variables = run.variables();
    run.advance(117);
    const other = compiledRun(document);
    other.advance(5);
    other.restore(83, variables);
    other.advance(117);
    expect([other.step, bits(other)]).toEqual([200, bits(run)]);
  });

  test('the interpreter gives the same numbers within 2e-4 after 40 steps, and repeats them', () => {
    const slow = interpretedRun(document);
    const fast = compiledRun(document);
    for (let i = 0; i < 40; i++) slow.advance();
    fast.advance(40);
    const found = fast.variables();
    for (const [value, tensor] of slow.variables()) {
      const other = found.get(value);
      expect(other && difference(other, tensor, 2e-4, 1)).toBeNull();
    }
    const after = bits(slow);
    slow.rewind();
    for (let i = 0; i < 40; i++) slow.advance();
    expect(bits(slow)).toEqual(after);
  });

  test('each parameter has the tensors that the optimizer declares', () => {
    const step = granted(trainingStep(document));
    const names = OPTIMIZERS[kind].state.map(({ name }) => name);
    const found = step.variables.filter(({ state }) => state !== null);
    expect(found.map(({ node, state }) => [node, state])).toEqual(
      ['W1', 'W2', 'b1', 'b2'].flatMap((id) => names.map((name) => [id, name])),
    );
  });
});

test('20 runs of 1,000 steps, each in pieces of its own, are the same to the last bit', () => {
  const document = spirals({ optimizer: { kind: 'adam' }, rate: 0.01 });
  const whole = compiledRun(document);
  whole.advance(1000);
  const wanted = [whole.loss, bits(whole)];
  for (let repeat = 0; repeat < 20; repeat++) {
    const draw = new RandomStream(repeat, 'test');
    const run = compiledRun(document);
    while (run.step < 1000) {
      run.advance(Math.min(1000 - run.step, 1 + draw.integer(150)));
      // A pause may last, and be used to look at everything or to go back to where it is.
      if (draw.integer(3) === 0) run.restore(run.step, run.variables());
    }
    expect([run.loss, bits(run)], `repeat ${repeat}`).toEqual(wanted);
  }
});

test('what is frozen costs nothing: the loop has no product for its gradient', () => {
  const products = (frozen: readonly string[]): number => {
    const document = spirals({ optimizer: { kind: 'adam' } });
    const nodes = Object.fromEntries(
      Object.entries(document.nodes).map(([id, { attrs, ...rest }]) => [
        id,
        { ...rest, attrs: frozen.includes(id) ? { ...attrs, trainable: false } : attrs },
      ]),
    );
    const step = granted(trainingStep({ ...document, nodes }));
    const { kernels } = compileTraining(step).kernels;
    return kernels.filter(({ family }) => family === 'gemm').length;
  };
  // Two forward; backward one for the weights of each layer, and one from the second layer to the first.
  expect(products([])).toBe(5);
  expect(products(['W2', 'b2'])).toBe(4);
  expect(products(['W1', 'b1'])).toBe(3);
});

describe('a penalty on the weights trains in both engines, within 1e-5 after 30 steps', () => {
  test.each<[string, AttrValues]>([
    ['l2Penalty', { lambda: 0.02 }],
    ['l1Penalty', { lambda: 0.01 }],
    ['elasticNet', {}],
  ])('%s', (op, attrs) => {
    const document = spirals({ optimizer: { kind: 'momentum' } });
    const penalized: GraphDocument = {
      ...document,
      nodes: { ...document.nodes, penalty: node(op, attrs), total: node('add') },
      edges: {
        ...document.edges,
        p1: { from: 'W1', to: 'penalty', port: 'w' },
        p2: { from: 'penalty', to: 'total', port: 'x' },
        p3: { from: 'L', to: 'total', port: 'y' },
      },
      ...(document.training === undefined
        ? {}
        : { training: { ...document.training, loss: 'total' } }),
    };
    const size = (run: CompiledRun | InterpretedRun) =>
      run
        .weights()
        .get('W1')
        ?.data.reduce((sum, w) => sum + Math.abs(w), 0) ?? 0;
    const slow = interpretedRun(penalized);
    const plain = interpretedRun(document);
    const fast = compiledRun(penalized);
    for (let i = 0; i < 30; i++) {
      const expected = slow.advance();
      plain.advance();
      expect(Math.abs(fast.advance() - expected)).toBeLessThan(1e-5);
    }
    expect(size(slow)).toBeLessThan(size(plain));
    expect(Math.abs(size(fast) - size(slow))).toBeLessThan(1e-5 * size(slow));
  });
});
