/**
 * Programs without an update, run again and again on other numbers: what a net says about many points, the
 * loss of rows it has not seen. Large ones are compiled like the training step, the rest is interpreted.
 * The first numbers of a compiled program are held against the interpreter's; where they are apart, the
 * interpreter's are given, then and from then on.
 */

import type { CompiledStep } from '../../compiler/compile.ts';
import { compileOnce } from '../../compiler/run/code-cache.ts';
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { Executor, elementsNeeded } from '../../interpret/executor.ts';
import type { Program } from '../../program/program.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import { largestDifference, PARITY_BOUND } from './parity.ts';

/** A program made ready to run; sources are changed by writing into their tensors. */
export interface Forward {
  /** The tensor of a source, or of an output as of the last run; valid until the next run. */
  value(id: number): Tensor;
  run(): void;
}

/**
 * How far compiled outputs are from the interpreter's, as `largestDifference` counts; for programs of many rows,
 * where a sample of them tells as much.
 */
export type Proof = (computed: (id: number) => Tensor) => number;

/** Elements in a run above which compiling pays. */
const WORTHWHILE = 20_000;

/**
 * `program` as far as `outputs` depend on it. `sources` are used as they are, without a copy. What is
 * compiled computes in f32, the rest in f64, and is proven by all its outputs unless told otherwise.
 */
export function forwardOf(
  program: Program,
  sources: ReadonlyMap<number, Tensor>,
  outputs: readonly number[],
  proof?: Proof,
): Forward {
  if (elementsNeeded(program) >= WORTHWHILE) {
    try {
      return new ProvenForward(program, sources, outputs, proof);
    } catch {
      // Where WebAssembly is not allowed, or memory is short, the interpreter does it.
    }
  }
  return new Executor(program, sources, outputs);
}

/** Why a program that was compiled is interpreted after all; empty for all others. */
export const refusalOf = (forward: Forward): string =>
  forward instanceof ProvenForward ? forward.refusal : '';

/** A compiled program that is believed once it has agreed with the interpreter. */
export class ProvenForward implements Forward {
  readonly compiled: CompiledStep;
  /** Why the interpreter does it; empty while nothing speaks against the compiled program. */
  refusal = '';
  private readonly program: Program;
  private readonly sources: ReadonlyMap<number, Tensor>;
  /** Outputs of the compiled program. */
  private readonly outputs = new Map<number, Tensor>();
  private readonly loop: CompiledLoop;
  /** What computes when the compiled program has been given up. */
  private executor: Executor | null = null;
  private proven = false;
  private readonly proof: Proof;

  /** Compiles; throws where WebAssembly is not to be had. */
  constructor(
    program: Program,
    sources: ReadonlyMap<number, Tensor>,
    outputs: readonly number[],
    proof?: Proof,
  ) {
    this.proof = proof ?? (() => this.largestGap());
    this.program = program;
    this.sources = sources;
    const computed = outputs.filter((id) => !sources.has(id));
    this.compiled = compileOnce({ program, sources: sources.keys(), outputs: computed });
    this.loop = CompiledLoop.create(this.compiled);
    for (const id of computed) this.outputs.set(id, zeros(program.instructions[id].shape));
  }

  value(id: number): Tensor {
    const interpreted = this.outputs.has(id) ? this.executor?.value(id) : undefined;
    const tensor = interpreted ?? this.outputs.get(id) ?? this.sources.get(id);
    if (tensor === undefined) throw new Error(`internal: value ${id} was not asked for`);
    return tensor;
  }

  run(): void {
    if (this.executor === null) this.runCompiled();
    if (!this.proven && this.refusal === '') this.prove();
    this.executor?.run();
  }

  private runCompiled(): void {
    try {
      for (const [id, { data }] of this.sources) this.loop.write(id, data);
      this.loop.run(1);
      for (const [id, { data }] of this.outputs) this.loop.readInto(id, data);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.refusal = `the compiled program broke off: ${reason}`;
      this.executor = this.interpreter();
    }
  }

  private prove(): void {
    const gap = this.proof((id) => this.value(id));
    this.proven = gap <= PARITY_BOUND;
    if (this.proven) return;
    const size = Number.isFinite(gap) ? `by ${gap.toPrecision(2)}` : 'in what is no number';
    this.refusal = `the compiled program differs from the interpreter ${size}, ${PARITY_BOUND} is allowed`;
    this.executor = this.interpreter();
  }

  /** How far any output is from the interpreter's. */
  private largestGap(): number {
    const executor = this.interpreter();
    executor.run();
    const gaps = [...this.outputs].map(([id, computed]) =>
      largestDifference(computed, executor.value(id)),
    );
    return Math.max(0, ...gaps);
  }

  private interpreter(): Executor {
    return new Executor(this.program, this.sources, this.outputs.keys());
  }
}
