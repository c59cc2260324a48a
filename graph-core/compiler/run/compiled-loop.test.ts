/** The loop over many steps: scalar graphs as straight-line code, updates that depend on each other. */
import { expect, test } from 'vitest';
import { differentiate } from '../../autodiff/differentiate.ts';
import { Executor } from '../../interpret/executor.ts';
import type { Value } from '../../ops/kit/emitter.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import { elementCount, type Size } from '../../tensor/shape.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';
import { compile } from '../compile.ts';
import { CompiledLoop } from './compiled-loop.ts';

/** A step under construction: sources with drawn numbers, and what replaces them. */
class StepSketch {
  g = new ProgramBuilder();
  readonly sources = new Map<number, Tensor>();
  readonly updates = new Map<number, number>();
  private readonly draw = new RandomStream(5, 'test');

  source(shape: Size, scale = 0.5): Value {
    const value = this.g.source('parameter', {}, shape);
    const numbers = Array.from({ length: elementCount(shape) }, () =>
      Math.fround(scale * this.draw.normal()),
    );
    this.sources.set(value.id, tensor(shape, numbers));
    return value;
  }

  /** Gradient descent on `loss` for these parameters. */
  descend(loss: Value, parameters: readonly Value[], rate: number): void {
    const ids = parameters.map(({ id }) => id);
    const { program, gradients } = differentiate(this.g.finish(), loss.id, ids);
    this.g = new ProgramBuilder(program);
    for (const parameter of parameters) {
      const gradient = gradients.get(parameter.id);
      if (gradient === undefined) continue;
      const change = this.g.scale(this.g.value(gradient), rate);
      this.updates.set(parameter.id, this.g.subtract(parameter, change).id);
    }
  }

  /** Sources after so many steps: by the interpreter, and by the loop. */
  after(steps: number, loss: Value): { slow: Map<number, Tensor>; fast: CompiledLoop } {
    const program = this.g.finish();
    const slow = new Map(
      [...this.sources].map(([id, { shape, data }]) => [id, { shape, data: data.slice() }]),
    );
    const executor = new Executor(program, slow, [loss.id, ...this.updates.values()]);
    const fast = CompiledLoop.create(
      compile({ program, sources: slow.keys(), updates: this.updates, loss: loss.id }),
    );
    for (const [id, { data }] of slow) fast.write(id, data);
    fast.run(steps);
    for (let i = 0; i < steps; i++) {
      executor.run();
      const next = [...this.updates].map(
        ([source, id]) => [source, executor.value(id).data.slice()] as const,
      );
      for (const [source, data] of next) slow.get(source)?.data.set(data);
    }
    return { slow, fast };
  }
}

/** The largest difference of any number of any source. */
function largestDifference(slow: Map<number, Tensor>, fast: CompiledLoop): number {
  let largest = 0;
  for (const [id, { data }] of slow) {
    fast.read(id).data.forEach((value, i) => {
      largest = Math.max(largest, Math.abs(value - data[i]));
    });
  }
  return largest;
}

test('a net of 700 scalar nodes is within 1e-5 of the interpreter after 50 steps', () => {
  const s = new StepSketch();
  const parameters: Value[] = [];
  const weight = (): Value => {
    const value = s.source([]);
    parameters.push(value);
    return value;
  };
  let layer = [s.source([]), s.source([])];
  for (const size of [8, 8, 1]) {
    const below = layer;
    layer = Array.from({ length: size }, () => {
      let sum = weight();
      for (const x of below) sum = s.g.add(sum, s.g.multiply(weight(), x));
      return s.g.emit('tanh', [sum]);
    });
  }
  const loss = s.g.emit('square', [s.g.subtract(layer[0], s.g.full(0.7))]);
  s.descend(loss, parameters, 0.1);
  expect(s.g.finish().instructions.length).toBeGreaterThan(700);
  const { slow, fast } = s.after(50, loss);
  expect(largestDifference(slow, fast)).toBeLessThan(1e-5);
});

test('sources that replace each other, a momentum, and one read by many are within 1e-5 after 20 steps', () => {
  const s = new StepSketch();
  const [p, q, velocity] = [s.source([5, 3]), s.source([5, 3]), s.source([5, 3], 0)];
  const x = s.source([7, 5]);
  const h = s.g.emit('tanh', [s.g.add(s.g.matmul(x, p), s.g.matmul(x, q))]);
  const loss = s.g.sum(s.g.emit('square', [h]));
  const { program, gradients } = differentiate(s.g.finish(), loss.id, [p.id]);
  s.g = new ProgramBuilder(program);
  const gradient = s.g.value(gradients.get(p.id) ?? 0);
  const faster = s.g.add(s.g.scale(velocity, 0.9), gradient);
  s.updates.set(velocity.id, faster.id);
  // p and q change places while p descends: neither may be overwritten before the other is read.
  s.updates.set(q.id, s.g.subtract(p, s.g.scale(faster, 0.01)).id);
  s.updates.set(p.id, s.g.emit('identity', [q]).id);
  const { slow, fast } = s.after(20, loss);
  expect(largestDifference(slow, fast)).toBeLessThan(1e-5);
});

test('what grows without bound is infinite and then NaN at the same step as in f32', () => {
  const s = new StepSketch();
  const w = s.source([], 3);
  const loss = s.g.multiply(s.g.multiply(w, w), w);
  s.updates.set(w.id, s.g.multiply(s.g.multiply(w, w), s.g.full(-2)).id);
  const { fast } = s.after(12, loss);
  let value = Math.fround(s.sources.get(w.id)?.data[0] ?? 0);
  for (let step = 0; step < 12; step++) {
    const square = Math.fround(value * value);
    expect(fast.lossOf(step)).toBe(Math.fround(square * value));
    value = Math.fround(square * -2);
  }
  expect(fast.steps).toBe(12);
});
