/**
 * Runs kernels as they are defined: element by element through their accesses, rounded to f32 after every
 * operation, sums in the order of the index. Knows nothing of passes, plans or WebAssembly, so that each of
 * those can be held against it. What was never written is NaN.
 */
import type { Kernel, KernelProgram } from '../../compiler/ir/kernel.ts';
import type { Access, ScalarNode } from '../../compiler/ir/scalar-code.ts';
import type { Monoid } from '../../ops/kit/lowering.ts';
import { fillMask } from '../../ops/kit/random-mask.ts';
import { RandomStream } from '../../tensor/random.ts';
import { elementCount, type Size } from '../../tensor/shape.ts';
import { SCALAR_BINARY, SCALAR_UNARY } from '../operations/scalar-interpreter.ts';

/** The numbers of buffers by id, padding included. */
export type KernelMemory = Map<number, Float64Array>;

/** Numbers for buffers by id, in the order of memory. */
export type GivenNumbers = ReadonlyMap<number, ArrayLike<number>>;

/** What `given` and constants leave in every buffer after step number `step`, its updates included. */
export function interpretKernels(
  { buffers, kernels, updates }: KernelProgram,
  given: GivenNumbers,
  step = 0,
): KernelMemory {
  const memory: KernelMemory = new Map(
    buffers.map(({ id, size, values }) => {
      const numbers = new Float64Array(size).fill(Number.NaN);
      numbers.set(Array.from(values ?? given.get(id) ?? [], Math.fround));
      return [id, numbers];
    }),
  );
  for (const kernel of kernels) interpretKernel(kernel, memory, step);
  const next = [...updates].map(
    ([source, buffer]) => [source, numbersOf(memory, buffer).slice()] as const,
  );
  for (const [source, numbers] of next) numbersOf(memory, source).set(numbers);
  return memory;
}

const COMBINE: Record<Monoid, (x: number, y: number) => number> = {
  add: (x, y) => x + y,
  max: Math.max,
  min: Math.min,
};
const NEUTRAL: Record<Monoid, number> = { add: 0, max: -Infinity, min: Infinity };

function interpretKernel(kernel: Kernel, memory: KernelMemory, step: number): void {
  switch (kernel.family) {
    case 'map':
    case 'reduce':
    case 'gemm':
      for (const index of indices(kernel.shape)) {
        const { nodes, stores } = kernel.code;
        const values = evaluate(nodes, memory, index, resultAt(kernel, memory, index));
        for (const { access, node } of stores) setNumber(memory, access, index, values[node]);
      }
      return;
    case 'rowwise':
      for (const stage of kernel.stages) interpretKernel(stage, memory, step);
      return;
    case 'gather':
    case 'scatter':
      moveByIndex(kernel, memory);
      return;
    case 'batch':
      for (const [row, i] of indices([kernel.count, kernel.inner])) {
        const place = (step % kernel.every) * kernel.batch + row;
        const from = numberAt(memory, kernel.indices, [place]);
        setNumber(memory, kernel.to, [row, i], numberAt(memory, kernel.from, [from, i]));
      }
      return;
    case 'shuffle': {
      const epoch = Math.floor(step / kernel.every);
      const order = new RandomStream(kernel.seed, 'shuffle', epoch).permutation(kernel.count);
      for (const [i, row] of order.entries()) setNumber(memory, kernel.to, [i], row);
      return;
    }
    case 'mask': {
      const mask = new Float64Array(elementCount(kernel.shape));
      fillMask(mask, kernel, step);
      let at = 0;
      for (const index of indices(kernel.shape)) setNumber(memory, kernel.to, index, mask[at++]);
      return;
    }
    default:
      kernel satisfies never;
  }
}

/** What a reduction or a product hands to its code; a map hands on nothing. */
function resultAt(
  kernel: Extract<Kernel, { readonly family: 'map' | 'reduce' | 'gemm' }>,
  memory: KernelMemory,
  index: readonly number[],
): number {
  if (kernel.family === 'map') return Number.NaN;
  if (kernel.family === 'reduce') {
    let result = NEUTRAL[kernel.monoid];
    for (const inner of indices(kernel.reduced)) {
      const element = evaluate(kernel.element, memory, [...index, ...inner])[kernel.node];
      result = Math.fround(COMBINE[kernel.monoid](result, element));
    }
    return result;
  }
  const [batch, [i, j]] = [index.slice(0, -2), index.slice(-2)];
  let sum = 0;
  for (let k = 0; k < kernel.inner; k++) {
    const a = numberAt(memory, kernel.a, [...batch, i, k]);
    sum = Math.fround(sum + Math.fround(a * numberAt(memory, kernel.b, [...batch, k, j])));
  }
  return sum;
}

function moveByIndex(
  kernel: Extract<Kernel, { readonly family: 'gather' | 'scatter' }>,
  memory: KernelMemory,
): void {
  const { outer, count, size, inner, from, to } = kernel;
  const places = Array.from({ length: count }, (_, k) => {
    const named = numberAt(memory, kernel.indices, [k]);
    const place = named < 0 ? named + size : named;
    return Number.isInteger(place) && place >= 0 && place < size ? place : null;
  });
  if (kernel.family === 'gather') {
    for (const [o, k, i] of indices([outer, count, inner])) {
      const place = places[k];
      const picked = place === null ? Number.NaN : numberAt(memory, from, [o, place, i]);
      setNumber(memory, to, [o, k, i], picked);
    }
    return;
  }
  const start = places.includes(null) ? Number.NaN : 0;
  for (const index of indices([outer, size, inner])) setNumber(memory, to, index, start);
  for (const [o, k, i] of indices([outer, count, inner])) {
    const place = places[k] ?? 0;
    const sum = numberAt(memory, to, [o, place, i]) + numberAt(memory, from, [o, k, i]);
    setNumber(memory, to, [o, place, i], sum);
  }
}

/** The value of every node at one index. */
function evaluate(
  nodes: readonly ScalarNode[],
  memory: KernelMemory,
  index: readonly number[],
  result = Number.NaN,
): readonly number[] {
  const values: number[] = [];
  for (const node of nodes) {
    switch (node.op) {
      case 'load':
        values.push(numberAt(memory, node.access, index));
        break;
      case 'number':
        values.push(Math.fround(node.value));
        break;
      case 'result':
        values.push(result);
        break;
      case 'unary':
        values.push(Math.fround(SCALAR_UNARY[node.fn](values[node.x])));
        break;
      case 'binary':
        values.push(Math.fround(SCALAR_BINARY[node.fn](values[node.x], values[node.y])));
        break;
      case 'select':
        values.push(values[node.condition] !== 0 ? values[node.x] : values[node.y]);
        break;
      default:
        node satisfies never;
    }
  }
  return values;
}

/** Every index of a space, the last axis fastest. */
export function* indices(shape: Size): Iterable<readonly number[]> {
  const count = elementCount(shape);
  const index = shape.map(() => 0);
  for (let i = 0; i < count; i++) {
    yield index.slice();
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
}

const placeOf = ({ offset, strides }: Access, index: readonly number[]): number =>
  strides.reduce((at, stride, axis) => at + stride * index[axis], offset);

const numberAt = (memory: KernelMemory, access: Access, index: readonly number[]): number =>
  numbersOf(memory, access.buffer)[placeOf(access, index)] ?? Number.NaN;

function setNumber(
  memory: KernelMemory,
  access: Access,
  index: readonly number[],
  value: number,
): void {
  numbersOf(memory, access.buffer)[placeOf(access, index)] = Math.fround(value);
}

function numbersOf(memory: KernelMemory, buffer: number): Float64Array {
  const numbers = memory.get(buffer);
  if (numbers === undefined) throw new Error(`internal: there is no buffer ${buffer}`);
  return numbers;
}
