/** A compiled step made runnable: an instance of its module, and reading and writing of values. */

import { copyStrided } from '../tensor/broadcast.ts';
import { elementCount, type Size } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CompiledStep } from './compile.ts';
import { CONTROL, RING, RING_LENGTH } from './emit/memory-map.ts';
import { BYTES } from './emit/walk.ts';
import type { Place } from './ir/kernel.ts';
import { Pace, type Steps } from './pace.ts';

/** Steps in one call of the module, once it has been called a few times. */
const LONGEST_CALL = 2 ** 30;

/** What another thread needs to serve a loop. */
export interface ThreadWork {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1 on. */
  readonly thread: number;
}

/** Lets another thread call `serveLoop`; it may take its time. */
export type Enlist = (work: ThreadWork) => void;

/** Serves a loop on this thread until the loop is dismissed. Blocks; not for the thread of a page. */
export function serveLoop({ module, memory, thread }: ThreadWork): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  (exports[`serve${thread}`] as () => void)();
}

/** The loop. JavaScript and the module share nothing but the memory. */
export class CompiledLoop {
  readonly compiled: CompiledStep;
  readonly memory: WebAssembly.Memory;
  private readonly floats: Float32Array;
  private readonly words: Int32Array;
  private readonly exports: WebAssembly.Exports;
  private readonly pace: Pace;
  private longest = 1;

  private constructor(
    compiled: CompiledStep,
    memory: WebAssembly.Memory,
    instance: WebAssembly.Instance,
  ) {
    this.compiled = compiled;
    this.exports = instance.exports;
    this.memory = memory;
    this.floats = new Float32Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    const { run, together } = instance.exports as Record<string, Steps | undefined>;
    if (run === undefined) throw new Error('internal: a module without run');
    this.pace = new Pace(run, together ?? null);
  }

  /**
   * Compiles the module and makes an instance, at once: for modules of a few dozen kilobytes. A step for
   * several threads is done by this one alone until those that `enlist` calls have come.
   */
  static create(compiled: CompiledStep, enlist?: Enlist): CompiledLoop {
    const module = moduleOf(compiled);
    const { pages, plan } = compiled;
    if (plan.threads === 1) {
      const instance = new WebAssembly.Instance(module);
      return new CompiledLoop(compiled, instance.exports.memory as WebAssembly.Memory, instance);
    }
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    for (let thread = 1; thread < plan.threads; thread++) enlist?.({ module, memory, thread });
    return new CompiledLoop(compiled, memory, instance);
  }

  /**
   * Does so many steps (fewer after `stop`); gives how many. The first calls are short: an engine improves
   * a function between calls, not while it runs.
   */
  run(steps: number): number {
    let done = 0;
    while (done < steps) {
      const piece = Math.min(steps - done, this.longest);
      this.longest = Math.min(2 * this.longest, LONGEST_CALL);
      const made = this.pace.run(piece, this.complete);
      done += made;
      if (made < piece) break;
    }
    return done;
  }

  /** Whether all threads of the plan are here. */
  get complete(): boolean {
    const { threads } = this.compiled.plan;
    return threads > 1 && Atomics.load(this.words, CONTROL.present / BYTES) === threads - 1;
  }

  /** Threads that do the next steps. */
  get threads(): number {
    return this.complete && this.pace.together ? this.compiled.plan.threads : 1;
  }

  /** Lets the other threads go; this one can still run. */
  dismiss(): void {
    const { dismiss } = this.exports;
    if (typeof dismiss === 'function') dismiss();
    this.pace.alone();
  }

  /** One kernel alone, to measure it; null when the step is so small that it has no functions. */
  kernel(name: string): (() => void) | null {
    const names = [name];
    for (let t = 0; t < this.compiled.plan.threads; t++) names.push(`${name}.${t}`);
    const found = names.flatMap((own) => {
      const entry = Object.hasOwn(this.exports, own) ? this.exports[own] : null;
      return typeof entry === 'function' ? [entry as () => void] : [];
    });
    if (found.length <= 1) return found[0] ?? null;
    return () => {
      for (const part of found) part();
    };
  }

  /** Steps done since the initial weights; setting it chooses the batch that comes next. */
  get steps(): number {
    return this.words[CONTROL.step / BYTES];
  }
  set steps(count: number) {
    this.words[CONTROL.step / BYTES] = count;
  }

  /** Back to step 0; the order of the first epoch is drawn again. Weights are the caller's to write. */
  rewind(): void {
    this.steps = 0;
    this.words[CONTROL.drawn / BYTES] = 0;
  }

  /** While true, `run` returns before its next step. */
  get stopped(): boolean {
    return this.words[CONTROL.stop / BYTES] !== 0;
  }
  set stopped(stopped: boolean) {
    this.words[CONTROL.stop / BYTES] = Number(stopped);
  }

  /** The loss of a step among the last 1,024. */
  lossOf(step: number): number {
    return this.floats[RING / BYTES + (step & (RING_LENGTH - 1))];
  }

  /** The numbers of a source or an output, row-major, as they are now. */
  read(value: number): Tensor {
    const place = this.place(value);
    const data = new Float64Array(elementCount(place.shape));
    if (place.kind === 'fill') return { shape: place.shape, data: data.fill(place.value) };
    const { first, strides } = this.located(place);
    const wide = Float64Array.from(
      this.floats.subarray(first, first + extentOf(place.shape, strides)),
    );
    copyStrided(data, wide, place.shape, strides);
    return { shape: place.shape, data };
  }

  /** Replaces the numbers of a source, row-major; one that nothing depends on has none. */
  write(value: number, numbers: ArrayLike<number>): void {
    const place = this.compiled.places.get(value);
    if (place?.kind === 'view') this.scatter(place.shape, this.located(place), numbers);
  }

  /** Replaces data that batches are taken from, row-major. */
  writeData(name: string, numbers: ArrayLike<number>): void {
    const id = this.compiled.data.get(name);
    if (id === undefined) return;
    const { shape, strides } = this.compiled.kernels.buffers[id];
    const access = { buffer: id, offset: 0, strides };
    this.scatter(shape, this.located({ kind: 'view', access, shape }), numbers);
  }

  private scatter(
    shape: Size,
    { first, strides }: { readonly first: number; readonly strides: readonly number[] },
    numbers: ArrayLike<number>,
  ): void {
    const row = shape.at(-1) ?? 1;
    const along = strides.at(-1) ?? 1;
    const index = new Array<number>(Math.max(0, shape.length - 1)).fill(0);
    for (let from = 0; from < numbers.length; from += row) {
      let at = first;
      for (let axis = 0; axis < index.length; axis++) at += index[axis] * strides[axis];
      for (let i = 0; i < row; i++) this.floats[at + i * along] = numbers[from + i];
      for (let axis = index.length - 1; axis >= 0; axis--) {
        if (++index[axis] < shape[axis]) break;
        index[axis] = 0;
      }
    }
  }

  private place(value: number): Place {
    const place = this.compiled.places.get(value);
    if (place === undefined)
      throw new Error(`internal: value ${value} was not compiled to be read`);
    return place;
  }

  private located(place: Place & { readonly kind: 'view' }) {
    const { buffer, offset, strides } = place.access;
    const address = this.compiled.addresses.get(buffer);
    // Only what has no elements has no address.
    return { first: (address ?? 0) / BYTES + offset, strides };
  }
}

// The engine improves a module while it runs: loops of the same step begin with what it has learned.
const MODULES = new WeakMap<CompiledStep, WebAssembly.Module>();

function moduleOf(compiled: CompiledStep): WebAssembly.Module {
  let module = MODULES.get(compiled);
  if (module === undefined) {
    module = new WebAssembly.Module(compiled.bytes);
    MODULES.set(compiled, module);
  }
  return module;
}

function extentOf(shape: Size, strides: readonly number[]): number {
  let last = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    last += Math.max(0, shape[axis] - 1) * strides[axis];
  }
  return last + 1;
}
