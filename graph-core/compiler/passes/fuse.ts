/**
 * Fewer, larger kernels. A map joins the kernel that computes what it reads (another map, a reduction, a
 * matrix product: there it is the epilogue); a map whose result only one kernel reads moves into that
 * kernel; what then remains over the same short rows goes row by row. What someone looks at stays written.
 */
import { buffersRead, buffersWritten, type Kernel, type KernelProgram } from '../ir/kernel.ts';
import {
  dependencies,
  isStraightLine,
  pinnedBuffers,
  reachable,
  writersOf,
} from './dependencies.ts';
import { fuseRows } from './fuse-rows.ts';
import { inlinedOnce } from './inline-maps.ts';
import { appended, mergeRuns } from './join-maps.ts';
import { withoutDeadKernels } from './simplify.ts';

/** The pass. */
export function fuse(program: KernelProgram): KernelProgram {
  let current = mergeRuns(program);
  for (;;) {
    const next = joinedOnce(current) ?? inlinedOnce(current);
    if (next === null) return fuseRows(current);
    current = withoutDeadKernels(next);
  }
}

/** The first map that can join the kernel whose result it reads. */
function joinedOnce(program: KernelProgram): KernelProgram | null {
  const { kernels } = program;
  const after = dependencies(kernels);
  const pinned = pinnedBuffers(program);
  const writers = writersOf(program);
  const inParts = (id: number) => (writers.get(id)?.length ?? 0) > 1;
  const readers = new Map<number, number>();
  kernels.forEach((kernel) => {
    for (const id of buffersRead(kernel)) readers.set(id, (readers.get(id) ?? 0) + 1);
  });
  for (let w = 0; w < kernels.length; w++) {
    const writer = kernels[w];
    if (writer.family !== 'map' && writer.family !== 'reduce' && writer.family !== 'gemm') continue;
    for (const r of after[w]) {
      const reader = kernels[r];
      if (reader.family !== 'map' || isStraightLine(reader)) continue;
      if ([...buffersRead(reader)].some((id) => inParts(id) && buffersWritten(writer).has(id))) {
        continue;
      }
      const behind = [...after[w]].filter((k) => k !== r);
      if (behind.some((k) => reachable(after, k).has(r))) continue;
      const dropped = (id: number) => !pinned.has(id) && readers.get(id) === 1;
      const joined = appended(writer, reader, dropped);
      if (joined === null) continue;
      return { ...program, kernels: replaced(kernels, w, r, joined, reachable(after, w)) };
    }
  }
  return null;
}

/** The list with kernels `w` and `r` joined: what depends on `w` comes after, the rest before. */
function replaced(
  kernels: readonly Kernel[],
  w: number,
  r: number,
  joined: Kernel,
  behind: ReadonlySet<number>,
): Kernel[] {
  const between = kernels
    .slice(w + 1, r)
    .map((kernel, i) => ({ kernel, late: behind.has(w + 1 + i) }));
  return [
    ...kernels.slice(0, w),
    ...between.filter(({ late }) => !late).map(({ kernel }) => kernel),
    joined,
    ...between.filter(({ late }) => late).map(({ kernel }) => kernel),
    ...kernels.slice(r + 1),
  ];
}
