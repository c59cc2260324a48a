/**
 * Kernels → one WebAssembly module with one memory. `run(k)` does k steps and gives how many it did; the
 * page sees the memory only. Kernels are functions of their own, because a browser improves a function
 * when it is called, not while it runs; only tiny steps are written into `run` itself.
 */

import { estimateCycles } from '../cost/estimate-cycles.ts';
import { assertAddress, BYTES } from '../ir/buffer.ts';
import { BufferUses, pinnedBuffers } from '../ir/dependencies.ts';
import {
  buffersWritten,
  type Kernel,
  type KernelProgram,
  type RowwiseKernel,
} from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { MemoryPlan } from '../plan/plan-memory.ts';
import type { Part, Phase, ThreadPlan } from '../plan/split.ts';
import { type Callee, FunctionCode } from '../wasm/function-code.ts';
import { type MemoryType, ModuleBuilder, PAGE } from '../wasm/module-builder.ts';
import { emitBatch, emitShuffle } from './emit-batch.ts';
import { emitGemm } from './emit-gemm.ts';
import { emitGather, emitScatter } from './emit-indexed.ts';
import { type EmitContext, emitMap } from './emit-map.ts';
import { emitMask } from './emit-mask.ts';
import { emitReduce } from './emit-reduce.ts';
import { emitRowwise } from './emit-rowwise.ts';
import { emitThreads, type ThreadParts } from './emit-threads.ts';
import { scratchBytes } from './gemm-blocks.ts';
import { CONTROL, RING, RING_LENGTH, startOf } from './memory-map.ts';

/** Bytes behind the last buffer that vector loads may touch. */
const SLACK = 1024;
/** Steps estimated to take fewer cycles than this have no calls in them. */
const TINY = 1_500;

/** What the module does besides the kernels. */
export interface EmitOptions {
  /** Whether every kernel is a function of its own, even in a tiny step. */
  readonly separateKernels: boolean;
  /** Whether a product and a sum may be rounded once (relaxed SIMD). */
  readonly fused: boolean;
  /** Buffer whose first element is the loss, recorded after each step. */
  readonly loss: number | null;
  /** Buffer that gets the number of steps done before each step. */
  readonly step: number | null;
}

/** Emits the module. With several threads its memory is shared and comes from outside. */
export function emitModule(
  program: KernelProgram,
  memory: MemoryPlan,
  { threads, phases }: ThreadPlan,
  options: EmitOptions,
): ModuleBuilder {
  const emitPart = partEmitter(program, memory, threads);
  const module = new ModuleBuilder(memoryOf(emitPart.end, threads));
  for (const { id, values } of program.buffers) {
    const at = memory.addresses.get(id);
    if (values !== undefined && at !== undefined) module.fill(at, new Uint8Array(values.buffer));
  }
  const run = new FunctionCode('run', ['i32'], ['i32'], options.fused);
  const cycles = program.kernels.reduce((sum, kernel) => sum + estimateCycles(kernel), 0);
  const inline = !options.separateKernels && threads === 1 && cycles < TINY;
  const calls = inline
    ? []
    : phases.map((phase) => emitPhase(module, program, phase, { ...options, threads, emitPart }));
  const { begin, finish } = frameOf(program, memory, options);
  emitRun(run, () => {
    begin(run);
    if (inline) for (const { parts } of phases) for (const part of parts) emitPart.emit(run, part);
    else for (const call of calls.flat(2)) run.call(call);
    finish(run);
  });
  module.add(run, true);
  if (threads > 1) {
    emitThreads((code, exported) => module.add(code, exported), { threads, calls, begin, finish });
  }
  return module;
}

function memoryOf(end: number, threads: number): MemoryType {
  const pages = Math.ceil(end / PAGE);
  return threads > 1
    ? { initial: pages, maximum: pages, shared: true, imported: true }
    : { initial: pages };
}

/** Writes parts of kernels; `end` is where the memory they use while they run ends. */
interface PartEmitter {
  readonly end: number;
  readonly emit: (c: FunctionCode, part: Part) => void;
}

function partEmitter(program: KernelProgram, memory: MemoryPlan, threads: number): PartEmitter {
  const scratch = memory.end + SLACK;
  const needed = Math.max(0, ...program.kernels.map(scratchOf));
  const pinned = pinnedBuffers(program);
  const uses = new BufferUses<number>();
  program.kernels.forEach((kernel, i) => {
    uses.add(i, kernel);
  });
  /** Buffers that someone other than a kernel looks at. */
  const readOutside = (index: number): ReadonlySet<number> => {
    const read = new Set(pinned);
    for (const id of buffersWritten(program.kernels[index])) {
      const readers = uses.readersOf(id);
      if (readers.size > (readers.has(index) ? 1 : 0)) read.add(id);
    }
    return read;
  };
  return {
    end: scratch + threads * needed,
    emit: (c, { thread, index, kernel }) => {
      const context: EmitContext = {
        buffers: program.buffers,
        start: (access) => startOf(memory.addresses, access),
        scratch: scratch + thread * needed,
      };
      if (kernel.family === 'rowwise') {
        emitRowwise(c, kernel, { ...context, kept: readOutside(index) });
      } else emitKernel(c, kernel, context);
    },
  };
}

/** A function for each part of a phase, by thread. */
function emitPhase(
  module: ModuleBuilder,
  { kernels }: KernelProgram,
  { parts }: Phase,
  how: { readonly threads: number; readonly fused: boolean; readonly emitPart: PartEmitter },
): Callee[][] {
  return Array.from({ length: how.threads }, (_, thread) =>
    parts
      .filter((part) => part.thread === thread)
      .map((part) => {
        const whole = parts.filter(({ index }) => index === part.index).length === 1;
        const name = `${kernels[part.index].family}${part.index}${whole ? '' : `.${thread}`}`;
        const code = new FunctionCode(name, [], [], how.fused);
        how.emitPart.emit(code, part);
        return module.add(code, true);
      }),
  );
}

/** What is done once before and once after the kernels of a step. */
function frameOf(
  program: KernelProgram,
  memory: MemoryPlan,
  { loss, step }: EmitOptions,
): Pick<ThreadParts, 'begin' | 'finish'> {
  const counted = step === null ? null : assertAddress(memory.addresses, step);
  return {
    begin: (c) => {
      if (counted === null) return;
      c.i32(counted).i32(0).op('i32.load', CONTROL.step);
      c.op('f32.convert_i32_s').op('f32.store', 0);
    },
    finish: (c) => {
      emitUpdates(c, program, memory);
      if (loss !== null) emitRecord(c, startOf(memory.addresses, wholeOf(loss)).offset);
      c.i32(0).i32(0).op('i32.load', CONTROL.step).i32(1).op('i32.add');
      c.op('i32.store', CONTROL.step);
    },
  };
}

const wholeOf = (buffer: number): Access => ({ buffer, offset: 0, strides: [] });

/** Puts the loss at `offset` into the ring. */
function emitRecord(c: FunctionCode, offset: number): void {
  c.i32(0)
    .op('i32.load', CONTROL.step)
    .i32(RING_LENGTH - 1)
    .op('i32.and');
  c.i32(BYTES).op('i32.mul').i32(0).op('f32.load', offset).op('f32.store', RING);
}

/** Bytes a kernel uses only while it runs. */
const scratchOf = (kernel: Kernel): number => (kernel.family === 'gemm' ? scratchBytes(kernel) : 0);

function emitRun(run: FunctionCode, step: () => void): void {
  const done = run.local('i32');
  run.block((leave) => {
    run.loop((again) => {
      run.get(done).get(0).op('i32.ge_s');
      leave();
      run.i32(0).op('i32.load', CONTROL.stop);
      leave();
      step();
      run.get(done).i32(1).op('i32.add').set(done).i32(1);
      again();
    });
  });
  run.get(done);
}

function emitKernel(
  c: FunctionCode,
  kernel: Exclude<Kernel, RowwiseKernel>,
  context: EmitContext,
): void {
  switch (kernel.family) {
    case 'map':
      emitMap(c, kernel, context);
      return;
    case 'reduce':
      emitReduce(c, kernel, context);
      return;
    case 'gemm':
      emitGemm(c, kernel, context);
      return;
    case 'gather':
      emitGather(c, kernel, context);
      return;
    case 'scatter':
      emitScatter(c, kernel, context);
      return;
    case 'batch':
      emitBatch(c, kernel, context);
      return;
    case 'shuffle':
      emitShuffle(c, kernel, context);
      return;
    case 'mask':
      emitMask(c, kernel, context);
      return;
    default:
      kernel satisfies never;
  }
}

/** Next values that were not written in place move to their sources when the step is over. */
function emitUpdates(c: FunctionCode, program: KernelProgram, memory: MemoryPlan): void {
  for (const [source, next] of program.updates) {
    if (source === next) continue;
    c.i32(assertAddress(memory.addresses, source))
      .i32(assertAddress(memory.addresses, next))
      .i32(program.buffers[source].size * BYTES)
      .op('memory.copy');
  }
}
