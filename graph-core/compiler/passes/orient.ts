/**
 * Which way round a matrix product is computed: (a b)ᵀ = bᵀ aᵀ. With few columns most lanes of a vector
 * are empty; where a can be read along its rows the product may be turned, at the price of stores that
 * are not contiguous.
 */
import { planTiles, tilesCost } from '../cost/gemm-tiles.ts';
import { LANES } from '../ir/buffer.ts';
import type { GemmKernel, KernelProgram } from '../ir/kernel.ts';
import { transposedGemm } from '../ir/kernel-rewrites.ts';

/** Cycles more for each access to four elements that do not lie side by side. */
const SCATTERED = 4;

/** The pass. */
export function orient(program: KernelProgram): KernelProgram {
  const kernels = program.kernels.map((kernel) => {
    if (kernel.family !== 'gemm') return kernel;
    const turned = transposedGemm(kernel);
    if (turned.b.strides.at(-1) !== 1) return kernel;
    return costOf(turned) < costOf(kernel) ? turned : kernel;
  });
  return { ...program, kernels };
}

function costOf({ shape, inner, code }: GemmKernel): number {
  const [m, n] = shape.slice(-2);
  const vectors = Math.ceil(n / LANES);
  let perVector = 0;
  for (const { access } of code.stores) perVector += access.strides.at(-1) === 1 ? 1 : SCATTERED;
  for (const node of code.nodes) {
    if (node.op !== 'load') perVector += 0.5;
    else perVector += (node.access.strides.at(-1) ?? 0) <= 1 ? 0.5 : SCATTERED;
  }
  return tilesCost(planTiles(m, vectors, false)) * inner + perVector * m * vectors;
}
