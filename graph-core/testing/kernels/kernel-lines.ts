/** Kernels as lines, without the buffers: what a test of a pass compares. */
import type { KernelProgram } from '../../compiler/ir/kernel.ts';
import { kernelTitle, printKernel } from '../../compiler/ir/print-kernels.ts';
import { verifyKernels } from '../../compiler/ir/verify-kernels.ts';

/** One block of lines a kernel, then what replaces sources. A program that breaks a law says so instead. */
export function kernelLines(program: KernelProgram): string {
  const problems = verifyKernels(program);
  if (problems.length > 0) return problems.join('\n');
  const name = (id: number): string => `${program.buffers[id].name}.${id}`;
  const kernels = program.kernels.map((kernel) =>
    [kernelTitle(kernel), ...printKernel(program, kernel)].join('\n'),
  );
  const updates = [...program.updates].map(
    ([source, next]) => `next ${name(source)} = ${name(next)}`,
  );
  return [...kernels, ...updates].join('\n');
}
