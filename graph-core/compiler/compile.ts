/**
 * The compiler: a program, the sources that are given from outside and what replaces them after each step
 * → a WebAssembly module that does such steps. Every pass is a function from kernels to kernels, checked
 * by the verifier; `stages` keeps what each one made, for people to read.
 */
import type { MaskDraw } from '../ops/kit/random-mask.ts';
import type { Program } from '../program/program.ts';
import { emitModule } from './emit/emit-module.ts';
import { HEAP } from './emit/memory-map.ts';
import type { Addresses } from './ir/buffer.ts';
import type { KernelProgram, Place } from './ir/kernel.ts';
import { wholeBuffer } from './ir/place.ts';
import { printKernels } from './ir/print-kernels.ts';
import { KernelVerifier } from './ir/verify-kernels.ts';
import { type BatchSelection, emitBatches } from './lower/batches.ts';
import { lower, type StepDescription } from './lower/lower.ts';
import { fuse } from './passes/fuse.ts';
import { orient } from './passes/orient.ts';
import { scheduleKernels } from './passes/schedule-kernels.ts';
import { simplify } from './passes/simplify.ts';
import { type MemoryPlan, planMemory } from './plan/plan-memory.ts';
import { splitAmong, type ThreadPlan, worthwhileThreads } from './plan/split.ts';
import { verifyMemory } from './plan/verify-memory.ts';
import { verifyPlan } from './plan/verify-plan.ts';
import { supportsFused } from './wasm/fused-support.ts';
import { printModule } from './wasm/module-text.ts';

/** What to compile. */
export interface CompileRequest {
  readonly program: Program;
  /** Value numbers of the sources whose numbers are given from outside; others are drawn or constants. */
  readonly sources: Iterable<number>;
  /** Source → the value that replaces it at the end of a step. */
  readonly updates?: ReadonlyMap<number, number>;
  /** Values that can be read after a step. */
  readonly outputs?: Iterable<number>;
  /** A scalar value recorded at every step. */
  readonly loss?: number;
  /** Sources that get the next rows of a data set at the beginning of each step. */
  readonly batches?: BatchSelection;
  /** Sources that are a new random mask at each step. */
  readonly masks?: ReadonlyMap<number, MaskDraw>;
  /** A scalar source that is the number of steps done, set at the beginning of each step. */
  readonly step?: number;
  /** `fast` rounds a product and a sum once where the browser can (else it is `reproducible`); digits then differ between machines. */
  readonly mode?: 'reproducible' | 'fast';
  /** Kernels are functions of their own however small the step is, so that each can be measured. */
  readonly separateKernels?: boolean;
  /** Threads there are; the planner takes as many as the step is worth. One when absent. */
  readonly threads?: number;
}

/** A pass's name and what it left. */
export interface Stage {
  readonly name: string;
  readonly program: KernelProgram;
}

/** A compiled step. */
export interface CompiledStep {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pages of its memory. */
  readonly pages: number;
  /** How it rounds: as asked for, where the browser can. */
  readonly mode: 'reproducible' | 'fast';
  readonly kernels: KernelProgram;
  /** Who does what; with more than one thread the memory is shared and given from outside. */
  readonly plan: ThreadPlan;
  readonly addresses: Addresses;
  /** Every given source and every output → where its numbers are. */
  readonly places: ReadonlyMap<number, Place>;
  /** Names of the data of a batch selection → its buffer. */
  readonly data: ReadonlyMap<string, number>;
  readonly stages: readonly Stage[];
  /** The module in the text format; made when asked for. */
  readonly text: () => string;
}

/** The list of passes. */
const PASSES: readonly {
  readonly name: string;
  readonly run: (p: KernelProgram) => KernelProgram;
}[] = [
  { name: 'simplify', run: simplify },
  { name: 'fuse', run: fuse },
  { name: 'orient', run: orient },
  { name: 'schedule', run: scheduleKernels },
];

/** Compiles: lower, feed, pass after pass, share among threads, plan the memory, emit. */
export function compile(request: CompileRequest): CompiledStep {
  const description = describe(request);
  const lowered = lower(description);
  const fed = emitBatches(lowered.kernels, lowered.sources, request.batches);
  const stages = throughPasses(fed.kernels);
  const kernels = stages[stages.length - 1].program;
  const plan = planThreads(kernels, request.threads ?? 1);
  const memory = planSoundMemory(kernels, plan);
  const mode = request.mode === 'fast' && supportsFused() ? 'fast' : 'reproducible';
  const module = emitModule(kernels, memory, plan, {
    separateKernels: request.separateKernels ?? false,
    fused: mode === 'fast',
    loss: bufferOf(kernels, request.loss),
    step: request.step === undefined ? null : (lowered.sources.get(request.step) ?? null),
  });
  return {
    bytes: module.encode(),
    pages: module.memory.initial,
    mode,
    kernels,
    plan,
    addresses: memory.addresses,
    places: placesOf(kernels, description, lowered.sources),
    data: fed.data,
    stages,
    text: () => printModule(module),
  };
}

/** What is asked for, in the words of the first phase: the loss is an output, the step number a source. */
function describe(request: CompileRequest): StepDescription {
  const { program, loss, step } = request;
  return {
    program,
    sources: new Set([...request.sources, ...(step === undefined ? [] : [step])]),
    updates: request.updates ?? new Map(),
    outputs: [...(request.outputs ?? []), ...(loss === undefined ? [] : [loss])],
    materialized: loss === undefined ? [] : [loss],
    masks: request.masks ?? new Map(),
  };
}

/** What lowering and each pass left, each of them verified. */
function throughPasses(lowered: KernelProgram): Stage[] {
  const verifier = new KernelVerifier();
  const stages: Stage[] = [];
  let kernels = lowered;
  for (const { name, run } of [{ name: 'lower', run: () => lowered }, ...PASSES]) {
    kernels = run(kernels);
    assertSound(name, verifier.verify(kernels));
    stages.push({ name, program: kernels });
  }
  return stages;
}

function planThreads(kernels: KernelProgram, available: number): ThreadPlan {
  const plan = splitAmong(kernels, worthwhileThreads(kernels, available));
  assertSound('split', verifyPlan(kernels, plan));
  return plan;
}

function planSoundMemory(kernels: KernelProgram, plan: ThreadPlan): MemoryPlan {
  const phases = plan.phases.map((phase) => phase.kernels);
  const memory = planMemory(kernels, HEAP, phases);
  assertSound('plan-memory', verifyMemory(kernels, memory, HEAP, phases));
  return memory;
}

/** The buffer that an output lies in; null for none. */
function bufferOf({ outputs }: KernelProgram, value: number | undefined): number | null {
  const place = value === undefined ? undefined : outputs.get(value);
  return place?.kind === 'view' ? place.access.buffer : null;
}

/** Where every output and every given source is; what has no elements is nowhere. */
function placesOf(
  { buffers, outputs }: KernelProgram,
  { program, sources }: StepDescription,
  buffersOf: ReadonlyMap<number, number>,
): ReadonlyMap<number, Place> {
  const places = new Map(outputs);
  for (const value of sources) {
    const buffer = buffersOf.get(value);
    const { shape } = program.instructions[value];
    places.set(
      value,
      buffer === undefined ? { kind: 'fill', value: 0, shape } : wholeBuffer(buffers[buffer]),
    );
  }
  return places;
}

/** What a stage left, as text. */
export const printStage = ({ program }: Stage): string => printKernels(program);

function assertSound(pass: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`internal: after ${pass}: ${problems.join('; ')}`);
}
