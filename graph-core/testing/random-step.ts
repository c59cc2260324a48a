/**
 * Random training steps for fuzzing: a random program, its gradients, updates in place that depend on each
 * other, masks, and batches of a data set; and the interpreter held against a loop that does them.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import type { CompileRequest } from '../compiler/compile.ts';
import type { CompiledLoop } from '../compiler/run/compiled-loop.ts';
import { Executor } from '../interpret/executor.ts';
import type { Value } from '../ops/kit/emitter.ts';
import { fillMask } from '../ops/kit/random-mask.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { RandomStream } from '../tensor/random.ts';
import { elementCount, sameShape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { masksOf } from '../training/step/masks.ts';
import { randomProgram } from './random-program.ts';
import { roundedRun } from './rounded-run.ts';

/** A sum in f32 costs some times what rounding its result does. */
const SUMS = 8;
/** What cancels leaves the rounding of what cancelled: some units in the last place of 1. */
const NOISE = 5e-6;
const RATE = 0.05;

/** A step: what to compile, and the numbers it begins with. */
export interface RandomStep {
  readonly request: CompileRequest & {
    readonly updates: ReadonlyMap<number, number>;
    readonly step: number;
  };
  /** Values that can be read after a step. */
  readonly values: readonly number[];
  /** In f32. */
  readonly sources: ReadonlyMap<number, Tensor>;
  /** Examples of the batches by name. */
  readonly data: ReadonlyMap<string, Tensor>;
}

/** The step of a seed. */
export function randomStep(seed: number, length: number): RandomStep {
  const draw = new RandomStream(seed, 'test', 1);
  const { builder, sources: given, weights, loss } = randomProgram(seed, length);
  const sources = new Map(given);
  // Every third step takes its first numbers from a data set.
  const fed = seed % 3 === 0 ? weights.find(({ shape }) => shape.length > 0) : undefined;
  const varied = weights.filter((weight) => weight !== fed);
  const { program, gradients } = differentiate(
    builder.finish(),
    loss.id,
    weights.map(({ id }) => id),
  );
  const g = new ProgramBuilder(program);
  const step = g.source('constant', {}, []);
  sources.set(step.id, zeros([]));
  const updates = new Map<number, number>();
  for (const [i, weight] of varied.entries()) {
    const id = gradients.get(weight.id);
    if (id === undefined) continue;
    let change = g.value(id);
    if (seed % 2 === 0) {
      const velocity = g.source('input', {}, weight.shape);
      sources.set(velocity.id, zeros(weight.shape));
      change = g.add(g.scale(velocity, 0.9), change);
      updates.set(velocity.id, change.id);
    }
    const rate = g.divide(g.full(RATE), g.add(step, g.full(1)));
    const next = g.subtract(weight, g.multiply(change, rate));
    // Some weights change places with the one before.
    const before = varied[i - 1];
    const old = before === undefined ? undefined : updates.get(before.id);
    if (old !== undefined && sameShape(before.shape, weight.shape)) {
      updates.set(before.id, next.id);
      updates.set(weight.id, old);
    } else updates.set(weight.id, next.id);
  }
  const wanted = weights.flatMap(({ id }) => gradients.get(id) ?? []);
  // Looked at everywhere, at the gradients of weights, or at the loss only: what is fused differs.
  const looks = [[...gradients.values()], wanted, []][seed % 4 === 3 ? 0 : 1 + (seed % 2)];
  const values = [...new Set([loss.id, ...looks])];
  const rounded = new Map(
    [...sources].map(([id, { shape, data }]) => [id, { shape, data: data.map(Math.fround) }]),
  );
  const masks = masksOf(program);
  return {
    request: {
      program: g.finish(),
      sources: [...sources.keys()],
      masks: new Map(masks.map(({ value, draw }) => [value, draw])),
      updates,
      step: step.id,
      outputs: values,
      loss: loss.id,
      ...(fed === undefined ? {} : { batches: batchesOf(fed, draw) }),
    },
    values,
    sources: rounded,
    data: fed === undefined ? new Map() : new Map([['x', examplesOf(fed, draw)]]),
  };
}

function batchesOf({ id, shape }: Value, draw: RandomStream) {
  const batch = shape[0];
  const rows = new Map([[id, 'x']]);
  return { size: 2 * batch + 1, batch, perEpoch: 2, seed: draw.integer(1000), rows };
}

function examplesOf(value: Value, draw: RandomStream): Tensor {
  const shape = [2 * value.shape[0] + 1, ...value.shape.slice(1)];
  const next = () => Math.fround(draw.normal());
  return { shape, data: Float64Array.from({ length: elementCount(shape) }, next) };
}

/** Gives a loop the numbers that the step begins with. */
export function beginStep({ sources, data }: RandomStep, loop: CompiledLoop): void {
  for (const [id, { data: numbers }] of sources) loop.write(id, numbers);
  for (const [name, { data: numbers }] of data) loop.writeData(name, numbers);
}

/** The numbers of everything that can be read, and the loss of step `step`. */
export function everyNumber({ values, request }: RandomStep, loop: CompiledLoop, step: number) {
  const read = [...values, ...request.updates.keys()];
  return [loop.lossOf(step), ...read.map((id) => loop.read(id).data)];
}

/**
 * Does so many steps, each by the interpreter and by the loop from the state that the loop has, and tells
 * what differs by more than `tolerance` of the largest number of its tensor, 5e-6, and 8 times what rounding
 * every value to f32 costs there.
 */
export function stepDifferences(
  step: RandomStep,
  loop: CompiledLoop,
  steps: number,
  tolerance: number,
): string[] {
  const { request, values, sources } = step;
  const slow = new Map<number, Tensor>(
    [...sources].map(([id, { shape, data }]) => [id, { shape, data: data.slice() }]),
  );
  const masks = masksOf(request.program).map((mask) => ({ ...mask, tensor: zeros(mask.shape) }));
  for (const { value, tensor } of masks) slow.set(value, tensor);
  const executor = new Executor(request.program, slow, [...values, ...request.updates.values()]);
  const found: string[] = [];
  for (let done = 0; done < steps; done++) {
    for (const [id, { data }] of slow) if (request.updates.has(id)) loop.readInto(id, data);
    slow.get(request.step)?.data.fill(done);
    for (const { tensor, draw } of masks) fillMask(tensor.data, draw, done);
    takeBatch(step, done, slow);
    executor.run();
    loop.run(1);
    let rounded: readonly Tensor[] | null = null;
    const compare = (what: string, actual: number, expected: number): void => {
      const exact = executor.value(expected);
      const numbers = loop.read(actual);
      const allowed = tolerance * largest(exact.data) + NOISE;
      if (farthest(numbers, exact) <= allowed) return;
      rounded ??= roundedRun(request.program, slow);
      const apart = farthest(numbers, exact);
      const cost = farthest(rounded[expected], exact);
      if (apart <= allowed + SUMS * cost) return;
      found.push(`step ${done}, ${what} ${actual}: ${apart} apart, rounding costs ${cost}`);
    };
    for (const [id, { data }] of sources) {
      if (request.updates.has(id) || id === request.step || request.batches?.rows.has(id)) continue;
      if (loop.read(id).data.some((x, i) => !Object.is(x, data[i]))) {
        found.push(`step ${done}: source ${id} has lost its numbers`);
      }
    }
    for (const id of values) compare('value', id, id);
    for (const [id, next] of request.updates) compare('next value of', id, next);
  }
  return found;
}

const largest = (data: Float64Array): number =>
  data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** The largest difference from f64 rounded to f32; infinite where only one is a number. */
function farthest({ data }: Tensor, exact: Tensor): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    const expected = Math.fround(exact.data[i]);
    if (Object.is(data[i], expected) || data[i] === expected) continue;
    const apart = Math.abs(data[i] - expected);
    most = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(most, apart);
  }
  return most;
}

/** The rows of the step in the order of `RandomStream.permutation`. */
function takeBatch(
  { request: { batches }, data }: RandomStep,
  step: number,
  slow: ReadonlyMap<number, Tensor>,
): void {
  if (batches === undefined) return;
  const { size, batch, seed, rows } = batches;
  const every = Math.floor(size / batch);
  const order = new RandomStream(seed, 'shuffle', Math.floor(step / every)).permutation(size);
  for (const [id, name] of rows) {
    const [from, to] = [data.get(name), slow.get(id)];
    if (from === undefined || to === undefined) continue;
    const width = to.data.length / batch;
    for (let i = 0; i < batch; i++) {
      const row = order[(step % every) * batch + i];
      to.data.set(from.data.subarray(row * width, (row + 1) * width), i * width);
    }
  }
}
