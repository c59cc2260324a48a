import { expect, test, vi } from 'vitest';
import { CompiledLoop } from '../compiler/compiled-loop.ts';
import { line } from '../testing/training-documents.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { agrees, LiveRun } from './live-run.ts';

/** A small network on spirals, trained in batches of 10. */
function spirals() {
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
    training: {
      loss: 'L',
      features: 'x',
      targets: 'y',
      dataset: { kind: 'two-spirals', size: 200, noise: 0.1, seed: 1 },
      rate: 0.1,
      batch: 10,
      seed: 1,
    },
  };
}

function started(document: Parameters<typeof LiveRun.start>[0]): LiveRun {
  const run = LiveRun.start(document);
  if (!(run instanceof LiveRun)) throw new Error(JSON.stringify(run));
  return run;
}

test('the compiled loop plays when it agrees with the interpreter within 1e-4', () => {
  const run = started(spirals());
  expect(run.compiled).not.toBeNull();
  expect(run.parity).toMatchObject({ steps: 8, bound: 1e-4 });
  expect(run.parity !== null && agrees(run.parity)).toBe(true);
  expect(run.step).toBe(0);
});

test('its losses are those of the interpreter within 1e-4 over two epochs', () => {
  const run = started(spirals());
  const losses = run.advance(40);
  run.reference.rewind();
  const expected = Array.from({ length: 40 }, () => run.reference.advance());
  losses.forEach((loss, i) => {
    expect(Math.abs(loss - expected[i])).toBeLessThan(1e-4);
  });
});

test('weights are those of the loop after sync, and the initial ones after rewind', () => {
  const run = started(spirals());
  const initial = run.weights().get('W1')?.data.slice();
  run.advance(20);
  expect(run.weights().get('W1')?.data).toEqual(initial);
  run.sync();
  expect(run.weights().get('W1')?.data).not.toEqual(initial);
  run.rewind();
  expect(run.weights().get('W1')?.data).toEqual(initial);
  expect(run.step).toBe(0);
});

test('two runs give the same losses bit by bit, in calls of any length', () => {
  const whole = started(spirals()).advance(60);
  const pieces = started(spirals());
  const joined = [7, 1, 30, 22].flatMap((steps) => [...pieces.advance(steps)]);
  expect(joined).toEqual(whole);
});

test('a run that diverges stops right after the first loss that is no number', () => {
  const run = started(line({ rate: 3 }));
  const losses = [...run.advance(200)];
  expect(losses.slice(0, -1).every((loss) => Number.isFinite(loss))).toBe(true);
  expect(Number.isFinite(losses[losses.length - 1])).toBe(false);
  expect(run.step).toBe(losses.length);
});

test('where WebAssembly is not to be had the interpreter plays', () => {
  const create = vi.spyOn(CompiledLoop, 'create').mockImplementation(() => {
    throw new Error('WebAssembly.Module is disallowed by the content security policy');
  });
  const run = started(line());
  create.mockRestore();
  expect([run.compiled, run.parity]).toEqual([null, null]);
  expect(run.refusal).toMatch(/disallowed by the content security policy/);
  expect(run.advance(3).length).toBe(3);
  expect(run.step).toBe(3);
});

test('a run that was looked at on the way diverges at the same step, with the same losses', () => {
  const whole = [...started(line({ rate: 3 })).advance(200)];
  const watched = started(line({ rate: 3 }));
  const losses = [...watched.advance(3)];
  watched.sync();
  losses.push(...watched.advance(4));
  watched.sync();
  losses.push(...watched.advance(200));
  expect(losses).toEqual(whole);
  expect(watched.step).toBe(whole.length);
});

test('a compiled run put back to a step does the same steps again, bit by bit', () => {
  const run = started(spirals());
  if (run.compiled === null) throw new Error('nothing was compiled');
  run.advance(27);
  const weights = run.compiled.weights();
  const losses = [...run.advance(30)];
  run.compiled.restore(27, weights);
  expect([...run.advance(30)]).toEqual(losses);
});
