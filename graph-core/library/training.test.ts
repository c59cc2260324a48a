/** Training through the public library alone. */

import { expect, test } from 'vitest';
import {
  compileStep,
  type GraphDocument,
  graph,
  readTable,
  startTraining,
  type TrainingSettings,
} from '../index.ts';

function line(change: Partial<TrainingSettings> = {}): GraphDocument {
  const g = graph('a line');
  const features = g.input('x', null, ['N', 1]);
  const targets = g.input('t', null, ['N', 1]);
  const w = g.parameter('w', 0);
  const b = g.parameter('b', 0);
  const y = g.op('add', { x: g.op('multiply', { x: features, y: w }), y: b });
  const loss = g.op('meanSquaredError', { prediction: y, target: targets });
  const dataset = { kind: 'sine', size: 40, noise: 0, seed: 1 };
  const settings = { loss, features, targets, dataset, rate: 0.05, batch: 8, seed: 1 };
  return { ...g.document(), training: { ...settings, ...change } };
}

test('a run advances, is read, rewound and repeated to the last bit, in calls of any length', () => {
  const { training, problems } = startTraining(line({ optimizer: { kind: 'momentum' } }));
  expect(problems).toEqual([]);
  const losses = training?.advance(3000) ?? [];
  expect(losses.length).toBe(3000);
  expect([training?.step, training?.epoch, training?.loss]).toEqual([3000, 600, losses[2999]]);
  const weights = training?.weights();
  training?.rewind();
  expect([training?.step, training?.weights().get('w')?.data[0]]).toEqual([0, 0]);
  const again = [1, 999, 1500, 500].flatMap((steps) => [...(training?.advance(steps) ?? [])]);
  expect(again).toEqual(losses);
  expect(training?.weights()).toEqual(weights);
  const trained = training?.document();
  expect(trained?.nodes.w.attrs.value).toBe(weights?.get('w')?.data[0]);
});

test('a table takes the place of the file that the document names', async () => {
  const text = ['x,y', ...Array.from({ length: 20 }, (_, i) => `${i / 20},${i / 10 + 1}`)];
  const bytes = new TextEncoder().encode(text.join('\n'));
  const table = await readTable([{ name: 'line.csv', bytes }]);
  if (!('kind' in table)) throw new Error(JSON.stringify(table));
  const file = { name: 'line.csv', hash: '0'.repeat(64) };
  const document = line({
    dataset: { kind: 'file', size: 100, noise: 0, seed: 1, file },
    rate: 0.3,
  });
  const { training } = startTraining(document, { table });
  training?.advance(1000);
  expect(training?.weights().get('w')?.data[0]).toBeCloseTo(2, 4);
  expect(training?.weights().get('b')?.data[0]).toBeCloseTo(1, 4);
  expect(startTraining(document).problems).toEqual([
    {
      code: 'no-data-file',
      message: 'training: data file line.csv is not here',
      hint: 'drop it or choose it again',
    },
  ]);
});

test('what cannot start says why', () => {
  const { training: _, ...plain } = line();
  const problems = [
    {
      code: 'no-training',
      message: 'training: no loss is chosen yet',
      hint: 'choose the loss node',
    },
  ];
  expect(startTraining(plain)).toEqual({ training: null, problems });
  expect(compileStep(plain)).toEqual({ step: null, problems });
  const other = startTraining(line(), { checkpoint: 7 });
  expect(other.training).toBeNull();
  expect(other.problems.map(({ code }) => code)).toEqual(['checkpoint']);
});

test('a run that diverges ends its call with the loss that is no finite number', () => {
  const { training } = startTraining(line({ rate: 100 }));
  const losses = training?.advance(5000) ?? [];
  expect(losses.length).toBeLessThan(5000);
  expect(Number.isFinite(losses[losses.length - 1])).toBe(false);
  expect(losses.slice(0, -1).every(Number.isFinite)).toBe(true);
});

test('the compiled step is a module that exports its loop', () => {
  const { step } = compileStep(line({ optimizer: { kind: 'adam' } }));
  expect(WebAssembly.validate(step?.bytes ?? new Uint8Array())).toBe(true);
  expect(step?.text).toMatch(/^\(module/);
  expect(step?.kernels).toContain('sqrt');
});

test('the interpreter does the steps where it is asked for, and both engines learn the same', () => {
  const losses = (['interpreter', 'compiled'] as const).map((engine) => {
    const { training } = startTraining(line(), { engine });
    expect(training?.engine).toBe(engine);
    return training?.advance(50) ?? [];
  });
  expect(startTraining(line()).training?.engine).toBe('compiled');
  const farthest = losses[0].map((loss, i) => Math.abs(loss - losses[1][i]));
  expect(Math.max(...farthest)).toBeGreaterThan(0);
  expect(Math.max(...farthest)).toBeLessThan(1e-6);
});
