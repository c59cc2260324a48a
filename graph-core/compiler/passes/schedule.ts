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

import { dependencies, reachable, readersOf, writersOf } from '../ir/dependencies.ts';
import { type Kernel, type KernelProgram, readsOf, writesOf } from '../ir/kernel.ts';
import { mapAccesses } from '../ir/map-accesses.ts';
import type { Access } from '../ir/scalar-code.ts';

/** The pass. */
export function schedule(program: KernelProgram): KernelProgram {
  const kernels = [...program.kernels];
  const after = dependencies(kernels);
  const updates = new Map(program.updates);
  const outputs = new Map(program.outputs);
  /** Next value → the source it is written over. */
  const inPlace = new Map<number, number>();
  const changed = new Set<number>();
  const writersBy = writersOf(program);
  const readersBy = readersOf(program);
  for (const [source, next] of program.updates) {
    const writers = writersBy.get(next) ?? [];
    if (writers.length !== 1 || inPlace.has(next)) continue;
    const [writer] = writers;
    if (!writesOwnElements(kernels[writer], source, next)) continue;
    if (program.buffers[next].strides.join() !== program.buffers[source].strides.join()) continue;
    const readers = (readersBy.get(source) ?? []).filter((i) => i !== writer);
    const behind = reachable(after, writer);
    if (readers.some((reader) => behind.has(reader))) continue;
    if ((readersBy.get(next) ?? []).length > 0) continue;
    for (const reader of readers) after[reader].add(writer);
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
  return { ...program, kernels: ordered(kernels, after), updates, outputs };
}

/** True when all that the kernel reads of `source` is the very element it writes of `next`. */
function writesOwnElements(kernel: Kernel, source: number, next: number): boolean {
  if (kernel.family !== 'map' && kernel.family !== 'gemm' && kernel.family !== 'reduce')
    return false;
  const key = ({ access, shape }: { access: Access; shape: readonly number[] }): string =>
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
export function ordered(
  kernels: readonly Kernel[],
  after: readonly ReadonlySet<number>[],
): Kernel[] {
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
