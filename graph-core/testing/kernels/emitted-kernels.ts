/**
 * Runs kernels through the emitter alone: no pass, every buffer in a place of its own, the rest of the memory
 * full of a pattern, so that a number read from or written to a wrong place shows.
 */
import { emitModule } from '../../compiler/emit/emit-module.ts';
import { CONTROL, HEAP } from '../../compiler/emit/memory-map.ts';
import { BYTES } from '../../compiler/ir/buffer.ts';
import { buffersWritten, type KernelProgram, type Place } from '../../compiler/ir/kernel.ts';
import { splitAmong } from '../../compiler/plan/split.ts';
import {
  type GivenNumbers,
  indices,
  interpretKernels,
  type KernelMemory,
} from './kernel-interpreter.ts';

/** What lies where nothing was put: a NaN that can be told from others. */
const PATTERN = 0x7fc0_beef;
/** Floats between two buffers. */
const GAP = 16;

/** Numbers after one step, and a sentence for each float that was written where nothing may be. */
export interface EmittedRun {
  readonly memory: KernelMemory;
  readonly strayWrites: readonly string[];
}

/** Emits, instantiates and runs step number `step`. */
export function runEmitted(
  program: KernelProgram,
  given: GivenNumbers,
  options: { readonly step?: number; readonly separateKernels?: boolean } = {},
): EmittedRun {
  const { buffers, kernels, updates } = program;
  const addresses = new Map<number, number>();
  let end = HEAP;
  for (const { id, size } of buffers) {
    addresses.set(id, end);
    end += BYTES * (Math.ceil(size / GAP) * GAP + GAP);
  }
  const module = emitModule(program, { addresses, end }, splitAmong(program, 1), {
    separateKernels: options.separateKernels ?? true,
    fused: false,
    loss: null,
    step: null,
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()));
  const { memory, run } = instance.exports as {
    readonly memory: WebAssembly.Memory;
    readonly run: (steps: number) => number;
  };
  const words = new Int32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  const constants = buffers.filter(({ values }) => values !== undefined);
  words.fill(PATTERN, HEAP / BYTES, end / BYTES);
  for (const { id, values } of constants) floats.set(values ?? [], placeOf(id));
  for (const [id, numbers] of given) {
    (buffers[id].integers === true ? words : floats).set(Array.from(numbers), placeOf(id));
  }
  words[CONTROL.step / BYTES] = options.step ?? 0;
  const before = words.slice(HEAP / BYTES, end / BYTES);
  run(1);

  const writable = new Set([...kernels.flatMap((k) => [...buffersWritten(k)]), ...updates.keys()]);
  const strayWrites: string[] = [];
  const owners = new Int32Array(end / BYTES).fill(-1);
  for (const { id, size } of buffers) owners.fill(id, placeOf(id), placeOf(id) + size);
  for (let at = HEAP / BYTES; at < end / BYTES; at++) {
    if (words[at] === before[at - HEAP / BYTES] || writable.has(owners[at])) continue;
    strayWrites.push(owners[at] < 0 ? `float ${at}, of no buffer` : `${buffers[owners[at]].name}`);
  }
  return {
    memory: new Map(
      buffers.map(({ id, size, integers }) => {
        const source = integers === true ? words : floats;
        return [id, Float64Array.from(source.subarray(placeOf(id), placeOf(id) + size))];
      }),
    ),
    strayWrites,
  };

  function placeOf(id: number): number {
    return (addresses.get(id) ?? Number.NaN) / BYTES;
  }
}

/**
 * How emitted code differs from the definition, one sentence each: outputs to the bit (where `tolerance` is 0,
 * else relative to the number), and writes where nothing may be written.
 */
export function emissionFaults(
  program: KernelProgram,
  given: GivenNumbers,
  options: {
    readonly step?: number;
    readonly separateKernels?: boolean;
    readonly tolerance?: number;
  } = {},
): readonly string[] {
  const { tolerance = 0 } = options;
  const expected = interpretKernels(program, given, options.step);
  const { memory, strayWrites } = runEmitted(program, given, options);
  const faults = strayWrites.map((place) => `writes into ${place}`);
  for (const place of program.outputs.values()) {
    for (const [index, a, b] of numbersOf(place, memory, expected)) {
      const isEqual = a === b || (Number.isNaN(a) && Number.isNaN(b));
      if (isEqual || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))) continue;
      faults.push(`[${index}] of ${nameOf(program, place)} is ${a}, by definition ${b}`);
    }
  }
  return faults;
}

function* numbersOf(
  place: Place,
  ...memories: readonly [KernelMemory, KernelMemory]
): Iterable<readonly [string, number, number]> {
  if (place.kind === 'fill') return;
  const { access } = place;
  for (const index of indices(place.shape)) {
    const at = access.strides.reduce((sum, stride, i) => sum + stride * index[i], access.offset);
    const [a, b] = memories.map((memory) => memory.get(access.buffer)?.[at] ?? Number.NaN);
    yield [index.join(', '), a, b];
  }
}

const nameOf = ({ buffers }: KernelProgram, place: Place): string =>
  place.kind === 'fill' ? 'a fill' : buffers[place.access.buffer].name;
