/** A compiled step made runnable: an instance of its module, and reading and writing of values. */

import { elementCount } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CompiledStep } from '../compile.ts';
import { CONTROL, RING, RING_LENGTH } from '../emit/memory-map.ts';
import { assertAddress, BYTES } from '../ir/buffer.ts';
import type { Place } from '../ir/kernel.ts';
import { wholeBuffer } from '../ir/place.ts';
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
   * Does so many steps (fewer after `stop`); gives how many. The first calls are short: a browser improves
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
    const { shape } = this.place(value);
    const data = new Float64Array(elementCount(shape));
    this.readInto(value, data);
    return { shape, data };
  }

  /** The same into an array that is there. */
  readInto(value: number, data: Float64Array): void {
    const place = this.place(value);
    if (place.kind === 'fill') {
      data.fill(place.value);
      return;
    }
    this.eachRow(place, (at, along, first, count) => {
      if (along === 1) data.set(this.floats.subarray(at, at + count), first);
      else for (let i = 0; i < count; i++) data[first + i] = this.floats[at + i * along];
    });
  }

  /** Replaces the numbers of a source, row-major. */
  write(value: number, numbers: ArrayLike<number>): void {
    this.fill(this.place(value), numbers, `value ${value}`);
  }

  /** Replaces data that batches are taken from, row-major. */
  writeData(name: string, numbers: ArrayLike<number>): void {
    const { data, kernels } = this.compiled;
    const id = data.get(name);
    // Rows without elements have no buffer.
    if (id === undefined && numbers.length === 0) return;
    if (id === undefined) throw new Error(`internal: no batches are taken from ${name}`);
    this.fill(wholeBuffer(kernels.buffers[id]), numbers, name);
  }

  private fill(place: Place, numbers: ArrayLike<number>, name: string): void {
    const size = elementCount(place.shape);
    if (numbers.length !== size) {
      throw new Error(`internal: ${name} takes ${size} numbers, ${numbers.length} are given`);
    }
    if (size === 0) return;
    if (place.kind === 'fill') throw new Error(`internal: ${name} lies nowhere`);
    const typed = ArrayBuffer.isView(numbers) ? (numbers as Float32Array | Float64Array) : null;
    this.eachRow(place, (at, along, first, count) => {
      if (along === 1 && typed !== null) this.floats.set(typed.subarray(first, first + count), at);
      else for (let i = 0; i < count; i++) this.floats[at + i * along] = numbers[first + i];
    });
  }

  /** Visits the rows of a place: where each begins in memory, and which of its numbers it holds. */
  private eachRow(
    { access, shape }: View,
    visit: (at: number, along: number, first: number, count: number) => void,
  ): void {
    const total = elementCount(shape);
    if (total === 0) return;
    const address = assertAddress(this.compiled.addresses, access.buffer);
    const start = address / BYTES + access.offset;
    const row = shape.at(-1) ?? 1;
    const along = access.strides.at(-1) ?? 1;
    const index = new Array<number>(Math.max(0, shape.length - 1)).fill(0);
    for (let first = 0; first < total; first += row) {
      let at = start;
      for (let axis = 0; axis < index.length; axis++) at += index[axis] * access.strides[axis];
      visit(at, along, first, row);
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
}

type View = Place & { readonly kind: 'view' };

// The browser improves a module while it runs: loops of the same step begin with what it has learned.
const MODULES = new WeakMap<CompiledStep, WebAssembly.Module>();

function moduleOf(compiled: CompiledStep): WebAssembly.Module {
  let module = MODULES.get(compiled);
  if (module === undefined) {
    module = new WebAssembly.Module(compiled.bytes);
    MODULES.set(compiled, module);
  }
  return module;
}
