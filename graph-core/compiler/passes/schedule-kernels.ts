/**
 * The order of the kernels, and updates in place: a kernel that computes the next value of a source from
 * the source's own elements writes over it, once everything else that reads the source has run.
 *
 *   g = gradient of w              reads w                      g
 *   next = w − 0.1 g, replaces w   reads w, own elements   ▶    w = w − 0.1 g      (behind all that reads w)
 *   d = w · x                      reads w                      d came before it, as `after` now says
 *
 * Not where something that reads w waits for `next` itself, where `next` is read by others, or where its
 * strides differ from those of w: then `next` keeps a place of its own and is copied at the end of the step.
 */

import { Dependencies } from '../ir/dependencies.ts';
import {
  hasCode,
  type Kernel,
  type KernelProgram,
  readsOf,
  type Walk,
  writesOf,
} from '../ir/kernel.ts';
import { mapAccesses } from '../ir/map-accesses.ts';
import type { Access } from '../ir/scalar-code.ts';

/** The pass. */
export function scheduleKernels(program: KernelProgram): KernelProgram {
  const kernels = [...program.kernels];
  const dependencies = new Dependencies(kernels);
  const { uses } = dependencies;
  const updates = new Map(program.updates);
  const outputs = new Map(program.outputs);
  /** Next value → the source it is written over. */
  const inPlace = new Map<number, number>();
  const changed = new Set<number>();
  for (const [source, next] of program.updates) {
    const [writer, more] = uses.writersOf(next);
    if (writer === undefined || more !== undefined || inPlace.has(next)) continue;
    if (!writesOwnElements(kernels[writer], source, next)) continue;
    if (program.buffers[next].strides.join() !== program.buffers[source].strides.join()) continue;
    if (uses.readersOf(next).size > 0) continue;
    const readers = [...uses.readersOf(source)].filter((i) => i !== writer);
    if (readers.some((reader) => dependencies.behind(writer).has(reader))) continue;
    for (const reader of readers) dependencies.demand(reader, writer);
    inPlace.set(next, source);
    changed.add(writer);
    updates.set(source, source);
  }
  const renamed = (access: Access): Access => {
    const source = inPlace.get(access.buffer);
    return source === undefined ? access : { ...access, buffer: source };
  };
  for (const i of changed) kernels[i] = mapAccesses(kernels[i], renamed);
  for (const [value, place] of outputs) {
    if (place.kind === 'view') outputs.set(value, { ...place, access: renamed(place.access) });
  }
  return { ...program, kernels: ordered(kernels, dependencies.after), updates, outputs };
}

/** True when all that the kernel reads of `source` is the very element it writes of `next`. */
function writesOwnElements(kernel: Kernel, source: number, next: number): boolean {
  if (!hasCode(kernel)) return false;
  const key = ({ access, shape }: Walk): string =>
    `${access.offset}:${access.strides.filter((_, axis) => shape[axis] !== 1).join()}`;
  const stores = writesOf(kernel).filter(({ access }) => access.buffer === next);
  const reads = readsOf(kernel).filter(({ access }) => access.buffer === source);
  if (kernel.family === 'gemm' && [kernel.a, kernel.b].some(({ buffer }) => buffer === source)) {
    return false;
  }
  if (kernel.family === 'reduce') {
    const inside = kernel.element.some(
      (node) => node.op === 'load' && node.access.buffer === source,
    );
    if (inside) return false;
  }
  return new Set([...stores, ...reads].map(key)).size === 1;
}

/** Kernels in an order that keeps every dependency; of those that are ready, the first written. */
function ordered(kernels: readonly Kernel[], after: readonly ReadonlySet<number>[]): Kernel[] {
  const waiting = kernels.map(() => 0);
  for (const set of after) for (const i of set) waiting[i]++;
  const done: Kernel[] = [];
  const ready = new Set<number>();
  waiting.forEach((count, i) => {
    if (count === 0) ready.add(i);
  });
  while (ready.size > 0) {
    const next = Math.min(...ready);
    ready.delete(next);
    done.push(kernels[next]);
    for (const i of after[next]) if (--waiting[i] === 0) ready.add(i);
  }
  if (done.length < kernels.length) throw new Error('internal: kernels wait for each other');
  return done;
}
