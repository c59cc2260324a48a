/**
 * Laws of all passes on random training steps with updates, masks and batches: what a step computes stays the
 * same to the bit, nothing is computed that nobody reads, and a second time changes nothing.
 */
import { describe, expect, test } from 'vitest';
import { elementCount } from '../../tensor/shape.ts';
import { indices, interpretKernels } from '../../testing/kernels/kernel-interpreter.ts';
import { type RandomStep, randomStep } from '../../testing/random-step.ts';
import { type CompiledStep, compile } from '../compile.ts';
import type { Buffer } from '../ir/buffer.ts';
import { buffersRead, buffersWritten, type KernelProgram, type Place } from '../ir/kernel.ts';
import { printKernels } from '../ir/print-kernels.ts';
import { fuse } from './fuse.ts';
import { orient } from './orient.ts';
import { scheduleKernels } from './schedule-kernels.ts';
import { simplify } from './simplify.ts';

const SEEDS = Array.from({ length: 24 }, (_, i) => i + 1);
const PASSES = { simplify, fuse, orient, schedule: scheduleKernels };

/** Row-major numbers where a buffer keeps them. */
function laidOut({ size, shape, strides }: Buffer, data: ArrayLike<number>): Float64Array {
  const numbers = new Float64Array(size).fill(Number.NaN);
  let at = 0;
  for (const index of indices(shape)) {
    numbers[index.reduce((place, i, axis) => place + i * strides[axis], 0)] = data[at++];
  }
  return numbers;
}

/** What a step begins with, by buffer of a program that some pass left. */
function givenOf(
  program: KernelProgram,
  { places, data }: CompiledStep,
  step: RandomStep,
): ReadonlyMap<number, Float64Array> {
  const given = new Map<number, Float64Array>();
  for (const [value, { data: numbers }] of step.sources) {
    const place = places.get(value);
    if (place?.kind !== 'view') continue;
    const { buffer } = place.access;
    given.set(buffer, laidOut(program.buffers[buffer], numbers));
  }
  for (const [name, buffer] of data) {
    given.set(buffer, laidOut(program.buffers[buffer], step.data.get(name)?.data ?? []));
  }
  return given;
}

/** Every number that can be read after the step, by value. */
function outcome(
  program: KernelProgram,
  compiled: CompiledStep,
  step: RandomStep,
): ReadonlyMap<number, readonly number[]> {
  const memory = interpretKernels(program, givenOf(program, compiled, step));
  const read = (place: Place): readonly number[] => {
    if (place.kind === 'fill') return new Array(elementCount(place.shape)).fill(place.value);
    const { buffer, offset, strides } = place.access;
    const numbers = memory.get(buffer) ?? [];
    return Array.from(
      indices(place.shape),
      (index) => numbers[index.reduce((at, i, axis) => at + i * strides[axis], offset)],
    );
  };
  const outputs = [...program.outputs].map(([value, place]) => [value, read(place)] as const);
  const replaced = [...program.updates.keys()].map((source) => {
    const buffer = program.buffers[source];
    const { shape } = buffer;
    const access = { buffer: source, offset: 0, strides: buffer.strides };
    return [-1 - source, read({ kind: 'view', access, shape })] as const;
  });
  return new Map([...outputs, ...replaced]);
}

describe.each(SEEDS)('of the random step %i', (seed) => {
  const step = randomStep(seed, 20);
  const compiled = compile(step.request);
  const [lowered] = compiled.stages;

  test('every pass leaves every number as it was, to the bit', () => {
    const expected = outcome(lowered.program, compiled, step);
    expect([...expected.values()].flat().some(Number.isFinite)).toBe(true);
    for (const { name, program } of compiled.stages) {
      expect(outcome(program, compiled, step), name).toEqual(expected);
    }
  });

  test('every pass that has done its work has nothing left to do', () => {
    for (const { name, program } of compiled.stages) {
      const pass = Object.hasOwn(PASSES, name) ? PASSES[name as keyof typeof PASSES] : null;
      if (pass !== null) expect(printKernels(pass(program)), name).toBe(printKernels(program));
    }
  });

  test('no kernel is left whose numbers nobody reads', () => {
    const { kernels, outputs, updates, buffers } = compiled.kernels;
    const wanted = new Set<number>(updates.values());
    for (const place of outputs.values()) {
      if (place.kind === 'view') wanted.add(place.access.buffer);
    }
    for (const kernel of kernels) for (const id of buffersRead(kernel)) wanted.add(id);
    for (const kernel of kernels) {
      const written = [...buffersWritten(kernel)];
      const names = written.map((id) => buffers[id].name).join(', ');
      expect(
        written.some((id) => wanted.has(id) || buffers[id].role === 'source'),
        names,
      ).toBe(true);
    }
  });

  test('no pass makes more kernels, and fusing makes fewer wherever maps meet', () => {
    const counts = compiled.stages.map(({ program }) => program.kernels.length);
    for (let i = 1; i < counts.length; i++) expect(counts[i]).toBeLessThanOrEqual(counts[i - 1]);
  });
});
