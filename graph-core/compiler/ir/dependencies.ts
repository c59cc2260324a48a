/**
 * Who writes and reads which buffer, and what must therefore come before what. The one place that answers
 * this: passes, plans and emission ask here. Two kernels depend on each other when one writes what the other
 * reads or writes.
 */
import { buffersRead, buffersWritten, type Kernel, type KernelProgram } from './kernel.ts';

/** Readers and writers by buffer, while kernels come and go. A kernel is known by a key: its number, or itself. */
export class BufferUses<Key> {
  private readonly reading = new Map<number, Set<Key>>();
  private readonly writing = new Map<number, Set<Key>>();

  readersOf(buffer: number): ReadonlySet<Key> {
    return this.reading.get(buffer) ?? NONE;
  }

  writersOf(buffer: number): ReadonlySet<Key> {
    return this.writing.get(buffer) ?? NONE;
  }

  add(key: Key, kernel: Kernel): void {
    for (const id of buffersRead(kernel)) entry(this.reading, id).add(key);
    for (const id of buffersWritten(kernel)) entry(this.writing, id).add(key);
  }

  delete(key: Key, kernel: Kernel): void {
    for (const id of buffersRead(kernel)) this.reading.get(id)?.delete(key);
    for (const id of buffersWritten(kernel)) this.writing.get(id)?.delete(key);
  }

  /** Visits those that depend on a kernel or it on them, whatever their order; a key may come several times. */
  visitDependent(kernel: Kernel, visit: (key: Key) => void): void {
    for (const id of buffersWritten(kernel)) {
      this.reading.get(id)?.forEach(visit);
      this.writing.get(id)?.forEach(visit);
    }
    for (const id of buffersRead(kernel)) this.writing.get(id)?.forEach(visit);
  }
}

const NONE: ReadonlySet<never> = new Set();

function entry<Key>(map: Map<number, Set<Key>>, id: number): Set<Key> {
  let set = map.get(id);
  if (set === undefined) {
    set = new Set();
    map.set(id, set);
  }
  return set;
}

/** What depends on what among the kernels of a program in their order, by their numbers. */
export class Dependencies {
  readonly uses = new BufferUses<number>();
  private readonly later: readonly Set<number>[];
  private readonly everything = new Map<number, ReadonlySet<number>>();

  constructor(kernels: readonly Kernel[]) {
    this.later = kernels.map(() => new Set<number>());
    kernels.forEach((kernel, i) => {
      this.uses.visitDependent(kernel, (earlier) => this.later[earlier].add(i));
      this.uses.add(i, kernel);
    });
  }

  /** For each kernel, those that must come after it. */
  get after(): readonly ReadonlySet<number>[] {
    return this.later;
  }

  /** Everything that must come after kernel `i`, directly or through others. */
  behind(i: number): ReadonlySet<number> {
    const known = this.everything.get(i);
    if (known !== undefined) return known;
    const reached = new Set<number>();
    const open = [i];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const other of this.later[next]) {
        if (reached.has(other)) continue;
        reached.add(other);
        open.push(other);
      }
    }
    this.everything.set(i, reached);
    return reached;
  }

  /** One more demand: `later` comes after `earlier`. */
  demand(earlier: number, later: number): void {
    this.later[earlier].add(later);
    this.everything.clear();
  }
}

/** Buffers that must stay written although kernels that read them may go. */
export function pinnedBuffers({ outputs, updates }: KernelProgram): Set<number> {
  const pinned = new Set<number>([...updates.keys(), ...updates.values()]);
  for (const place of outputs.values()) if (place.kind === 'view') pinned.add(place.access.buffer);
  return pinned;
}
