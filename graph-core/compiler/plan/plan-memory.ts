/**
 * Where each buffer lies. Sources and constants have places of their own; what is computed shares memory
 * with what is no longer needed, and a map may write over what it reads at the same index. Every source has
 * a place, though no kernel reads it: its numbers are written from outside.
 */
import { type Addresses, assertAddress, type Buffer, BYTES } from '../ir/buffer.ts';
import { buffersRead, buffersWritten, type Kernel, type KernelProgram } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';

/** Bytes of a cache line; every buffer of that size begins at one, smaller ones at a vector. */
const LINE = 64;
const VECTOR = 16;

/** Addresses in bytes, and where the memory in use ends. */
export interface MemoryPlan {
  readonly addresses: Addresses;
  readonly end: number;
}

/** Numbers of the kernels that may run at the same time. */
type Phases = readonly (readonly number[])[];

/**
 * Plans the memory from `first` on, phase by phase: what one kernel of a phase reads is not given to another.
 */
export function planMemory(program: KernelProgram, first: number, phases: Phases): MemoryPlan {
  const lifetimes = new Lifetimes(program, phases);
  const addresses = new Map<number, number>();
  /** Places the buffers of one kind, from `start` on; gives the end. */
  const place = (start: number, line: number, isOne: (buffer: Buffer) => boolean): number => {
    const heap = new Heap(start, line);
    for (const buffer of program.buffers) {
      const { id, role, size } = buffer;
      const used = role === 'source' || lifetimes.isUsed(id);
      if (role !== 'computed' && used && isOne(buffer)) addresses.set(id, heap.take(size));
    }
    phases.forEach((list, phase) => {
      const alone = list.length === 1 ? program.kernels[list[0]] : null;
      placePhase(program.buffers, lifetimes.at(phase, isOne), alone, { heap, addresses });
    });
    return heap.end;
  };
  // Graphs of scalars have thousands of buffers of one vector: side by side they stay in the first cache.
  const isSmall = ({ size }: Buffer): boolean => size * BYTES < LINE;
  const middle = place(first, VECTOR, isSmall);
  const end = place(middle, LINE, (buffer) => !isSmall(buffer));
  return { addresses, end };
}

/** Buffers that begin to be needed in a phase, and those that are read in it for the last time. */
interface Change {
  readonly born: readonly number[];
  readonly dying: readonly number[];
  /** Of those born: written and never looked at again. */
  readonly stillborn: readonly number[];
}

/** From which phase to which the numbers of a buffer are needed. */
class Lifetimes {
  private readonly firstUse = new Map<number, number>();
  private readonly lastUse = new Map<number, number>();
  private readonly read: readonly Set<number>[];
  private readonly written: readonly Set<number>[];
  private readonly buffers: readonly Buffer[];

  constructor({ buffers, kernels, outputs, updates }: KernelProgram, phases: Phases) {
    this.buffers = buffers;
    this.read = phases.map((list) => union(list.map((i) => buffersRead(kernels[i]))));
    this.written = phases.map((list) => union(list.map((i) => buffersWritten(kernels[i]))));
    phases.forEach((_, phase) => {
      for (const id of [...this.read[phase], ...this.written[phase]]) {
        if (!this.firstUse.has(id)) this.firstUse.set(id, phase);
        this.lastUse.set(id, phase);
      }
    });
    for (const place of outputs.values()) {
      if (place.kind === 'view') this.lastUse.set(place.access.buffer, phases.length);
    }
    for (const next of updates.values()) this.lastUse.set(next, phases.length);
  }

  isUsed(id: number): boolean {
    return this.firstUse.has(id) || this.lastUse.has(id);
  }

  /** What changes in a phase among the computed buffers for which `isOne` holds. */
  at(phase: number, isOne: (buffer: Buffer) => boolean): Change {
    const counts = (id: number) => this.buffers[id].role === 'computed' && isOne(this.buffers[id]);
    const isBorn = (id: number) => this.firstUse.get(id) === phase;
    const isDying = (id: number) => this.lastUse.get(id) === phase;
    const born = [...this.written[phase]].filter((id) => isBorn(id) && counts(id));
    const dying = [...this.read[phase]].filter((id) => isDying(id) && !isBorn(id) && counts(id));
    return { born, dying, stillborn: born.filter(isDying) };
  }
}

/** Places what is born in a phase, over what dies in it where the kernel that runs alone may write over it. */
function placePhase(
  buffers: readonly Buffer[],
  { born, dying, stillborn }: Change,
  alone: Kernel | null,
  { heap, addresses }: { readonly heap: Heap; readonly addresses: Map<number, number> },
): void {
  const given = new Set<number>();
  for (const id of born) {
    const over = dying.find(
      (old) => alone !== null && !given.has(old) && mayWriteOver(alone, buffers[old], buffers[id]),
    );
    if (over === undefined) addresses.set(id, heap.take(buffers[id].size));
    else {
      addresses.set(id, assertAddress(addresses, over));
      given.add(over);
    }
  }
  for (const id of [...dying.filter((old) => !given.has(old)), ...stillborn]) {
    heap.giveBack(assertAddress(addresses, id), buffers[id].size);
  }
}

const union = (sets: readonly ReadonlySet<number>[]): Set<number> =>
  new Set(sets.flatMap((set) => [...set]));

/** A map reads and writes the same element at the same time, so both may be the same memory. */
function mayWriteOver(kernel: Kernel, old: Buffer, fresh: Buffer): boolean {
  if (kernel.family !== 'map' || old.size !== fresh.size) return false;
  const { nodes, stores } = kernel.code;
  const reads = nodes.flatMap((node) =>
    node.op === 'load' && node.access.buffer === old.id ? [node.access] : [],
  );
  const writes = stores.filter(({ access }) => access.buffer === fresh.id);
  const key = ({ offset, strides }: Access) => `${offset}:${strides.join()}`;
  const keys = new Set([...reads, ...writes.map(({ access }) => access)].map(key));
  return writes.length > 0 && keys.size === 1;
}

/** First fit over free blocks, joined with their neighbors; sizes are in floats. */
class Heap {
  end: number;
  private readonly line: number;
  private free: { at: number; size: number }[] = [];

  constructor(first: number, line: number) {
    this.line = line;
    this.end = Math.ceil(first / line) * line;
  }

  take(floats: number): number {
    const size = this.bytesOf(floats);
    const index = this.free.findIndex((block) => block.size >= size);
    if (index >= 0) {
      const block = this.free[index];
      const { at } = block;
      block.at += size;
      block.size -= size;
      if (block.size === 0) this.free.splice(index, 1);
      return at;
    }
    const at = this.end;
    this.end += size;
    return at;
  }

  giveBack(at: number, floats: number): void {
    this.free.push({ at, size: this.bytesOf(floats) });
    this.free.sort((p, q) => p.at - q.at);
    for (let i = this.free.length - 1; i > 0; i--) {
      const before = this.free[i - 1];
      if (before.at + before.size === this.free[i].at) {
        before.size += this.free[i].size;
        this.free.splice(i, 1);
      }
    }
  }

  /** Whole lines; also what has no elements has a place. */
  private bytesOf(floats: number): number {
    return Math.max(this.line, Math.ceil((floats * BYTES) / this.line) * this.line);
  }
}
