/** Fewer, larger kernels. */
import type { KernelProgram } from '../ir/kernel.ts';

/** The pass. */
export function fuse(program: KernelProgram): KernelProgram {
  return program;
}
