/**
 * How long each kernel of a run takes, measured in an instance of its own: the run that trains is left as
 * it is. One kernel at a time, so that other tasks come between.
 */
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { CompiledRun, compileTraining } from '../run/compiled-run.ts';

/** Shortest time that is measured, in ms: the clock of a worker may be as coarse as 0.1 ms. */
const LEAST = 2;
/** Calls in one measurement at most, should the clock stand still. */
const MOST_CALLS = 2 ** 20;
/** Measurements of a kernel, of which the shortest counts. */
const ROUNDS = 3;

/** Measures the kernels of a run in their order. */
export class KernelClock {
  /** Time of each kernel in µs; NaN before it was measured. */
  readonly microseconds: Float64Array<ArrayBuffer>;
  private readonly run: CompiledRun;
  private readonly model: CompiledRun;
  private next = 0;

  /** `model` is copied as it is now. */
  constructor(model: CompiledRun) {
    this.model = model;
    const compiled = compileTraining(model.definition, {
      separateKernels: true,
      mode: model.loop.compiled.mode,
    });
    this.run = new CompiledRun(model.definition, CompiledLoop.create(compiled));
    this.microseconds = new Float64Array(compiled.kernels.kernels.length).fill(Number.NaN);
  }

  /** Measures the next kernel; false when there is none left. */
  measure(): boolean {
    const { kernels } = this.run.loop.compiled.kernels;
    if (this.next >= kernels.length) return false;
    const call = this.run.loop.kernel(`${kernels[this.next].family}${this.next}`);
    // A kernel done again and again, such as an update, walks away from sensible numbers.
    this.run.restore(this.model.step, this.model.variables());
    this.run.advance();
    if (call !== null) this.microseconds[this.next] = 1000 * leastTime(call);
    this.next++;
    return true;
  }
}

/** Least time of a call, in ms. */
function leastTime(call: () => void): number {
  let calls = 1;
  while (calls < MOST_CALLS && timeOf(call, calls) < LEAST) calls *= 2;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) least = Math.min(least, timeOf(call, calls));
  return least / calls;
}

function timeOf(call: () => void, calls: number): number {
  const begin = performance.now();
  for (let i = 0; i < calls; i++) call();
  return performance.now() - begin;
}
