/**
 * Kernels → one WebAssembly module with one memory. `run(k)` does k steps and gives how many it did; the
 * page sees the memory only. Kernels are functions of their own, because an engine improves a function
 * when it is called, not while it runs; only tiny steps are written into `run` itself.
 */

import { estimateCycles } from '../cost/estimate-cycles.ts';
import { assertAddress, BYTES } from '../ir/buffer.ts';
import { pinnedBuffers } from '../ir/dependencies.ts';
import { buffersRead, type Kernel, type KernelProgram } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { MemoryPlan } from '../plan/plan-memory.ts';
import type { Part, ThreadPlan } from '../plan/split.ts';
import { type Callee, FunctionCode } from '../wasm/function-code.ts';
import { ModuleBuilder, PAGE } from '../wasm/module-builder.ts';
import { emitBatch, emitShuffle } from './emit-batch.ts';
import { emitGemm } from './emit-gemm.ts';
import { emitGather, emitScatter } from './emit-indexed.ts';
import { type EmitContext, emitMap } from './emit-map.ts';
import { emitMask } from './emit-mask.ts';
import { emitReduce } from './emit-reduce.ts';
import { emitRowwise } from './emit-rowwise.ts';
import { emitThreads } from './emit-threads.ts';
import { scratchBytes } from './gemm-blocks.ts';
import { CONTROL, RING, RING_LENGTH, startOf } from './memory-map.ts';

/** Bytes behind the last buffer that vector loads may touch. */
const SLACK = 1024;
/** Steps estimated to take fewer cycles than this have no calls in them. */
const TINY = 1_500;

/** What the module does besides the kernels. */
export interface EmitOptions {
  /** Whether every kernel is a function of its own, even in a tiny step. */
  readonly apart: boolean;
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
  { apart, fused, loss, step }: EmitOptions,
): ModuleBuilder {
  const scratch = memory.end + SLACK;
  const needed = Math.max(0, ...program.kernels.map(scratchOf));
  const pages = Math.ceil((scratch + threads * needed) / PAGE);
  const shared = threads > 1;
  const module = new ModuleBuilder(
    shared ? { initial: pages, maximum: pages, shared, imported: true } : { initial: pages },
  );
  for (const { id, values } of program.buffers) {
    const at = memory.addresses.get(id);
    if (values !== undefined && at !== undefined) {
      module.fill(at, new Uint8Array(values.buffer));
    }
  }
  const run = new FunctionCode('run', ['i32'], ['i32'], fused);
  const cycles = program.kernels.reduce((sum, kernel) => sum + estimateCycles(kernel), 0);
  const inline = !apart && !shared && cycles < TINY;
  const emit = (c: FunctionCode, { thread, index, kernel }: Part) => {
    const context: EmitContext = {
      buffers: program.buffers,
      start: (access) => startOf(memory.addresses, access),
      scratch: scratch + thread * needed,
    };
    emitKernel(c, kernel, context, readOutside(program, index));
  };
  const calls = phases.map(({ parts }) =>
    Array.from({ length: threads }, (_, thread) => {
      const callees: Callee[] = [];
      for (const part of parts) {
        if (part.thread !== thread || inline) continue;
        const { family } = program.kernels[part.index];
        const whole = parts.filter(({ index }) => index === part.index).length === 1;
        const name = `${family}${part.index}${whole ? '' : `.${thread}`}`;
        const code = new FunctionCode(name, [], [], fused);
        emit(code, part);
        callees.push(module.add(code, true));
      }
      return callees;
    }),
  );
  const counted = step === null ? null : assertAddress(memory.addresses, step);
  const begin = (c: FunctionCode) => {
    if (counted === null) return;
    c.i32(counted).i32(0).op('i32.load', CONTROL.step);
    c.op('f32.convert_i32_s').op('f32.store', 0);
  };
  const finish = (c: FunctionCode) => {
    emitUpdates(c, program, memory);
    if (loss !== null) emitRecord(c, startOf(memory.addresses, wholeOf(loss)).offset);
    c.i32(0).i32(0).op('i32.load', CONTROL.step).i32(1).op('i32.add');
    c.op('i32.store', CONTROL.step);
  };
  emitRun(run, () => {
    begin(run);
    if (inline) for (const { parts } of phases) for (const part of parts) emit(run, part);
    else for (const call of calls.flat(2)) run.call(call);
    finish(run);
  });
  module.add(run, true);
  if (shared) {
    emitThreads((code, exported) => module.add(code, exported), { threads, calls, begin, finish });
  }
  return module;
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

/** Buffers that someone other than kernel number `index` looks at. */
function readOutside(program: KernelProgram, index: number): ReadonlySet<number> {
  const read = pinnedBuffers(program);
  if (program.kernels[index].family !== 'rowwise') return read;
  program.kernels.forEach((other, i) => {
    if (i !== index) for (const id of buffersRead(other)) read.add(id);
  });
  return read;
}

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
  kernel: Kernel,
  context: EmitContext,
  kept: ReadonlySet<number>,
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
    case 'rowwise':
      emitRowwise(c, kernel, context, kept);
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
