/**
 * Kernels → one WebAssembly module with one memory. `run(k)` does k steps and gives how many it did; the
 * page sees the memory only. Kernels are functions of their own, because an engine improves a function
 * when it is called, not while it runs; only tiny steps are written into `run` itself.
 */
import { elementCount } from '../../tensor/shape.ts';
import { buffersRead, type Kernel, type KernelProgram, readsOf } from '../ir/kernel.ts';
import { isHeavy } from '../ir/scalar-code.ts';
import { pinnedBuffers } from '../passes/dependencies.ts';
import type { MemoryPlan } from '../passes/plan-memory.ts';
import { FunctionCode } from '../wasm/function-code.ts';
import { ModuleBuilder, PAGE } from '../wasm/module-builder.ts';
import { emitGemm } from './emit-gemm.ts';
import { type EmitContext, emitMap } from './emit-map.ts';
import { emitMove, emitRandom } from './emit-move.ts';
import { emitReduce } from './emit-reduce.ts';
import { emitRowwise } from './emit-rowwise.ts';
import { scratchBytes } from './gemm-blocks.ts';
import { CONTROL, RING, RING_LENGTH, startOf } from './memory-map.ts';
import { BYTES } from './walk.ts';

/** Bytes behind the last buffer that vector loads may touch. */
const SLACK = 1024;
/** Steps estimated to take fewer cycles than this have no calls in them. */
const TINY = 1_500;
/** Instructions in one function, so that the engine's register allocation stays quick. */
const LONGEST = 6000;

/** What the module does besides the kernels. */
export interface EmitOptions {
  /** Whether a product and a sum may be rounded once (relaxed SIMD). */
  readonly fused: boolean;
  /** Buffer whose first element is the loss, recorded after each step. */
  readonly loss: number | null;
  /** Buffer that gets the number of steps done before each step. */
  readonly step: number | null;
}

/** Emits the module. */
export function emitModule(
  program: KernelProgram,
  memory: MemoryPlan,
  { fused, loss, step }: EmitOptions,
): ModuleBuilder {
  const scratch = memory.end + SLACK;
  const needed = Math.max(0, ...program.kernels.map(scratchOf));
  const module = new ModuleBuilder({ initial: Math.ceil((scratch + needed) / PAGE) });
  const context: EmitContext = {
    buffers: program.buffers,
    start: (access) => startOf(memory.addresses, access),
    scratch,
  };
  for (const { id, values } of program.buffers) {
    const at = memory.addresses.get(id);
    if (values !== undefined && at !== undefined) {
      module.fill(at, new Uint8Array(values.buffer));
    }
  }
  const run = new FunctionCode('run', ['i32'], ['i32'], fused);
  const inline = program.kernels.reduce((sum, kernel) => sum + cyclesOf(kernel), 0) < TINY;
  const calls: number[] = [];
  program.kernels.forEach((kernel, i) => {
    if (inline && run.size < LONGEST) return;
    const code = new FunctionCode(`${kernel.family}${i}`, [], [], fused);
    emitKernel(code, kernel, context, readOutside(program, kernel));
    calls.push(module.add(code, true));
  });
  const counted = step === null ? undefined : memory.addresses.get(step);
  const body = () => {
    if (counted !== undefined) {
      run.i32(counted).i32(0).op('i32.load', CONTROL.step);
      run.op('f32.convert_i32_s').op('f32.store', 0);
    }
    if (inline) {
      for (const kernel of program.kernels) {
        emitKernel(run, kernel, context, readOutside(program, kernel));
      }
    } else for (const call of calls) run.op('call', call);
    emitUpdates(run, program, memory);
    if (loss !== null) {
      const { offset } = startOf(memory.addresses, { buffer: loss, offset: 0, strides: [] });
      run
        .i32(0)
        .op('i32.load', CONTROL.step)
        .i32(RING_LENGTH - 1)
        .op('i32.and');
      run.i32(BYTES).op('i32.mul').i32(0).op('f32.load', offset).op('f32.store', RING);
    }
    run.i32(0).i32(0).op('i32.load', CONTROL.step).i32(1).op('i32.add');
    run.op('i32.store', CONTROL.step);
  };
  emitRun(run, body);
  module.add(run, true);
  return module;
}

/** Bytes a kernel uses only while it runs. */
const scratchOf = (kernel: Kernel): number => (kernel.family === 'gemm' ? scratchBytes(kernel) : 0);

/** Buffers that someone other than `kernel` looks at. */
function readOutside(program: KernelProgram, kernel: Kernel): ReadonlySet<number> {
  const read = pinnedBuffers(program);
  if (kernel.family !== 'rowwise') return read;
  for (const other of program.kernels) {
    if (other !== kernel) for (const id of buffersRead(other)) read.add(id);
  }
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
    case 'move':
      emitMove(c, kernel, context);
      return;
    case 'random':
      emitRandom(c, kernel, context);
      return;
    default:
      kernel satisfies never;
  }
}

/** Next values that were not written in place move to their sources when the step is over. */
function emitUpdates(c: FunctionCode, program: KernelProgram, memory: MemoryPlan): void {
  for (const [source, next] of program.updates) {
    const to = memory.addresses.get(source);
    const from = memory.addresses.get(next);
    if (source === next || to === undefined || from === undefined) continue;
    c.i32(to)
      .i32(from)
      .i32(program.buffers[source].size * BYTES)
      .op('memory.copy');
  }
}

/** A rough count of cycles. */
function cyclesOf(kernel: Kernel): number {
  switch (kernel.family) {
    case 'map':
    case 'reduce': {
      const nodes =
        kernel.family === 'map' ? kernel.code.nodes : [...kernel.element, ...kernel.code.nodes];
      const weight = nodes.reduce((sum, node) => sum + (isHeavy(node) ? 20 : 1), 0);
      const elements =
        elementCount(kernel.shape) *
        (kernel.family === 'reduce' ? elementCount(kernel.reduced) : 1);
      return 5 + (weight * elements) / 4;
    }
    case 'gemm':
      return 10 + (elementCount(kernel.shape) * kernel.inner) / 6;
    case 'rowwise':
      return kernel.stages.reduce((sum, stage) => sum + cyclesOf(stage), 0);
    case 'move':
      return readsOf(kernel).reduce((sum, { shape }) => sum + elementCount(shape), 0);
    case 'random':
      return kernel.count / kernel.every;
    default:
      return kernel satisfies never;
  }
}
