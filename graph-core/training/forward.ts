/**
 * Programs without an update, run again and again on other numbers: what a net says about many points, the
 * loss of rows it has not seen. Large ones are compiled like the training step, the rest is interpreted.
 */
import { compileOnce } from '../compiler/code-cache.ts';
import { CompiledLoop } from '../compiler/compiled-loop.ts';
import { Executor, elementsNeeded } from '../evaluate/executor.ts';
import type { Program } from '../program/program.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** A program made ready to run; sources are changed by writing into their tensors. */
export interface Forward {
  /** The tensor of a source, or of an output as of the last run. */
  value(id: number): Tensor;
  run(): void;
}

/** Elements in a run above which compiling pays. */
const WORTHWHILE = 20_000;

/**
 * `program` as far as `outputs` depend on it. `sources` are used as they are, without a copy. What is
 * compiled computes in f32, the rest in f64.
 */
export function forwardOf(
  program: Program,
  sources: ReadonlyMap<number, Tensor>,
  outputs: readonly number[],
): Forward {
  if (elementsNeeded(program) >= WORTHWHILE) {
    try {
      return new CompiledForward(program, sources, outputs);
    } catch {
      // Where WebAssembly is not allowed, or memory is short, the interpreter does it.
    }
  }
  return new Executor(program, sources, outputs);
}

class CompiledForward implements Forward {
  private readonly loop: CompiledLoop;
  private readonly sources: ReadonlyMap<number, Tensor>;
  private readonly outputs = new Map<number, Tensor>();

  constructor(program: Program, sources: ReadonlyMap<number, Tensor>, outputs: readonly number[]) {
    this.sources = sources;
    const computed = outputs.filter((id) => !sources.has(id));
    const compiled = compileOnce({ program, sources: sources.keys(), outputs: computed });
    this.loop = CompiledLoop.create(compiled);
    for (const id of computed) this.outputs.set(id, zeros(program.instructions[id].shape));
  }

  value(id: number): Tensor {
    const tensor = this.outputs.get(id) ?? this.sources.get(id);
    if (tensor === undefined) throw new Error(`internal: value ${id} was not asked for`);
    return tensor;
  }

  run(): void {
    for (const [id, { data }] of this.sources) this.loop.write(id, data);
    this.loop.run(1);
    for (const [id, { data }] of this.outputs) this.loop.readInto(id, data);
  }
}
