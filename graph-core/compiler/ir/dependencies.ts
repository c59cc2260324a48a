/** Which kernel writes and reads which buffer, and what must come before what. */
import { buffersRead, buffersWritten, type Kernel, type KernelProgram } from './kernel.ts';

/** Indices of the kernels that write each buffer. */
export function writersOf({ kernels }: KernelProgram): Map<number, number[]> {
  return indexed(kernels.map(buffersWritten));
}

/** Indices of the kernels that read each buffer. */
export function readersOf({ kernels }: KernelProgram): Map<number, number[]> {
  return indexed(kernels.map(buffersRead));
}

function indexed(sets: readonly ReadonlySet<number>[]): Map<number, number[]> {
  const by = new Map<number, number[]>();
  sets.forEach((set, kernel) => {
    for (const id of set) {
      const list = by.get(id);
      if (list === undefined) by.set(id, [kernel]);
      else list.push(kernel);
    }
  });
  return by;
}

/** Nodes beyond which a kernel of scalars is straight-line code that is left alone. */
const STRAIGHT_LINE = 40;

/** A long run of scalar operations: already one kernel, and too long to gain from another. */
export function isStraightLine(kernel: Kernel): boolean {
  return (
    kernel.family === 'map' && kernel.shape.length === 0 && kernel.code.nodes.length > STRAIGHT_LINE
  );
}

/** Buffers that must stay written although kernels that read them may go. */
export function pinnedBuffers({ outputs, updates }: KernelProgram): Set<number> {
  const pinned = new Set<number>([...updates.keys(), ...updates.values()]);
  for (const place of outputs.values()) if (place.kind === 'view') pinned.add(place.access.buffer);
  return pinned;
}

/** For each kernel, those that must come after it. */
export function dependencies(kernels: readonly Kernel[]): Set<number>[] {
  const after = kernels.map(() => new Set<number>());
  const writers = new Map<number, number[]>();
  const readers = new Map<number, number[]>();
  kernels.forEach((kernel, i) => {
    for (const id of buffersRead(kernel)) {
      for (const writer of writers.get(id) ?? []) after[writer].add(i);
      readers.set(id, [...(readers.get(id) ?? []), i]);
    }
    for (const id of buffersWritten(kernel)) {
      for (const earlier of [...(writers.get(id) ?? []), ...(readers.get(id) ?? [])]) {
        if (earlier !== i) after[earlier].add(i);
      }
      writers.set(id, [...(writers.get(id) ?? []), i]);
    }
  });
  return after;
}

/** Everything that must come after kernel `from`. */
export function reachable(after: readonly ReadonlySet<number>[], from: number): Set<number> {
  const found = new Set<number>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of after[next]) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}
