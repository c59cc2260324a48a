/** Several threads: who does what, and that the numbers do not depend on it. */
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { RandomStream } from '../tensor/random.ts';
import { type CompileRequest, compile } from './compile.ts';
import { splitAmong } from './plan/split.ts';
import { CompiledLoop, type Enlist } from './run/compiled-loop.ts';

/** What `serveLoop` does, as text: a thread of the test runner cannot load TypeScript. */
const SERVE = `
const { workerData: { module, memory, thread } } = require('node:worker_threads');
new WebAssembly.Instance(module, { env: { memory } }).exports['serve' + thread]();
`;

const workers: Worker[] = [];
const enlist: Enlist = (workerData) => {
  workers.push(new Worker(SERVE, { eval: true, workerData }));
};
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

/** A net with everything a step has: batches, layers of odd sizes, softmax loss, momentum, L2. */
function step(sizes: readonly number[], batch: number, examples: number) {
  let g = new ProgramBuilder();
  const draw = new RandomStream(5, 'weights');
  const numbers = new Map<number, Float32Array>();
  const source = (shape: readonly number[], scale: number) => {
    const value = g.source('input', {}, shape);
    const size = shape.reduce((a, b) => a * b, 1);
    numbers.set(
      value.id,
      Float32Array.from({ length: size }, () => scale * draw.normal()),
    );
    return value;
  };
  const x = source([batch, sizes[0]], 1);
  const y = source([batch], 0);
  const parameters = [];
  let h = x;
  for (let i = 1; i < sizes.length; i++) {
    const w = source([sizes[i - 1], sizes[i]], 0.1);
    const b = source([sizes[i]], 0.1);
    parameters.push(w, b);
    h = g.add(g.matmul(h, w), b);
    if (i < sizes.length - 1) h = g.emit(i % 2 === 0 ? 'relu' : 'tanh', [h]);
  }
  const penalty = g.scale(g.sum(g.emit('square', [parameters[0]])), 1e-3);
  const loss = g.add(g.emit('softmaxLoss', [h, y]), penalty);
  const { program, gradients } = differentiate(
    g.finish(),
    loss.id,
    parameters.map(({ id }) => id),
  );
  g = new ProgramBuilder(program);
  const updates = new Map<number, number>();
  for (const p of parameters) {
    const gradient = gradients.get(p.id);
    if (gradient === undefined) continue;
    const velocity = g.source('input', {}, p.shape);
    numbers.set(velocity.id, new Float32Array(p.shape.reduce((a, b) => a * b, 1)));
    const change = g.add(g.scale(velocity, 0.9), g.value(gradient));
    updates.set(velocity.id, change.id);
    updates.set(p.id, g.subtract(p, g.scale(change, 0.01)).id);
  }
  const rows = new Map([
    [x.id, 'x'],
    [y.id, 'y'],
  ]);
  const request: CompileRequest = {
    program: g.finish(),
    sources: [...numbers.keys()],
    updates,
    loss: loss.id,
    batches: { size: examples, batch, perEpoch: Math.floor(examples / batch), seed: 3, rows },
  };
  const data = new RandomStream(6, 'dataset');
  const classes = sizes.at(-1) ?? 1;
  const fill = (loop: CompiledLoop) => {
    for (const [value, list] of numbers) loop.write(value, list);
    loop.writeData(
      'x',
      Float32Array.from({ length: examples * sizes[0] }, () => data.normal()),
    );
    loop.writeData(
      'y',
      Float32Array.from({ length: examples }, (_, i) => i % classes),
    );
  };
  const state = (loop: CompiledLoop) => [...updates.keys()].map((value) => loop.read(value).data);
  return { request, fill, state };
}

const SIZES = [130, 301, 37, 5];

describe('threads', () => {
  test('a small step is done by one', () => {
    const { request } = step([2, 8, 3], 10, 50);
    expect(compile({ ...request, threads: 8 }).plan.threads).toBe(1);
  });

  test('a step of 1 million products is done by two, one of 8 million by eight', () => {
    const small = compile({ ...step([130, 60, 37, 5], 37, 200).request, threads: 8 });
    expect(small.plan.threads).toBe(2);
    const large = compile({ ...step([400, 300, 37, 5], 64, 200).request, threads: 8 });
    expect(large.plan.threads).toBe(8);
  });

  test('every element is computed by exactly one thread', () => {
    const { kernels } = compile(step(SIZES, 61, 200).request);
    for (const threads of [2, 3, 5]) {
      for (const { parts } of splitAmong(kernels, threads).phases) {
        const rows = new Map<number, number>();
        for (const { index, kernel } of parts) {
          const size = kernel.family === 'rowwise' ? kernel.rows : sizeOf(kernel);
          rows.set(index, (rows.get(index) ?? 0) + size);
        }
        for (const [index, size] of rows) {
          const whole = kernels.kernels[index];
          expect(size).toBe(whole.family === 'rowwise' ? whole.rows : sizeOf(whole));
        }
      }
    }
  });

  test.each([2, 3])('one thread doing the work of %i gives the same bits', (threads) => {
    const { request, fill, state } = step(SIZES, 61, 200);
    const alone = CompiledLoop.create(compile(request));
    const split = CompiledLoop.create(compile({ ...request, threads }));
    expect(split.compiled.plan.threads).toBe(threads);
    fill(alone);
    const again = step(SIZES, 61, 200);
    again.fill(split);
    alone.run(25);
    split.run(25);
    expect(state(split)).toEqual(state(alone));
    expect(split.lossOf(24)).toBe(alone.lossOf(24));
  });

  test('threads together give the same bits, stop, and go on alone when dismissed', async () => {
    const { request, fill, state } = step(SIZES, 61, 200);
    const alone = CompiledLoop.create(compile(request));
    fill(alone);
    const crew = CompiledLoop.create(compile({ ...request, threads: 2 }), enlist);
    step(SIZES, 61, 200).fill(crew);
    crew.run(3);
    await expect.poll(() => crew.complete, { timeout: 10_000 }).toBe(true);
    for (const steps of [1, 2, 40, 7, 300]) crew.run(steps);
    alone.run(353);
    expect(crew.steps).toBe(353);
    expect(state(crew)).toEqual(state(alone));
    crew.stopped = true;
    expect(crew.run(5)).toBe(0);
    crew.stopped = false;
    crew.dismiss();
    crew.run(10);
    alone.run(10);
    expect(state(crew)).toEqual(state(alone));
    await new Promise((resolve) => workers[0].once('exit', resolve));
  });
});

function sizeOf(kernel: ReturnType<typeof compile>['kernels']['kernels'][number]): number {
  if (kernel.family === 'rowwise') return kernel.rows;
  return 'shape' in kernel ? kernel.shape.reduce((a, b) => a * b, 1) : kernel.count;
}
