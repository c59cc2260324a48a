/** Which kernel writes and reads which buffer, and what must come before what. */
import { buffersRead, buffersWritten, type KernelProgram } from '../ir/kernel.ts';

/** Indices of the kernels that write each buffer. */
export function writersOf({ kernels }: KernelProgram): Map<number, number[]> {
  return indexed(kernels.map(buffersWritten));
}

/** Indices of the kernels that read each buffer. */
export function readersOf({ kernels }: KernelProgram): Map<number, number[]> {
  return indexed(kernels.map(buffersRead));
}

function indexed(sets: readonly Set<number>[]): Map<number, number[]> {
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
