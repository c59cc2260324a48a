/**
 * How a matrix product is cut into blocks before it is cut into tiles, so that what a panel reads again for
 * every tile stays in the first-level cache (32 KiB on small machines).
 */

import { planTiles, tilesCost } from '../cost/gemm-tiles.ts';
import { BYTES, LANES, wholeVectors } from '../ir/buffer.ts';
import type { GemmKernel } from '../ir/kernel.ts';

/** Steps of the inner loop after which the sums are put aside: so many rows of a panel of b stay near. */
const DEPTH = 128;
/** Columns of b whose rows follow one another without a gap that matters: they come in by themselves. */
const NARROW = 16;
/** Rows of a block when a is read along its columns: its lines are shared by neighboring rows. */
const HEIGHTS = { least: 32, most: 64 };

/** Steps of the inner loop at a time, and rows at a time. */
export interface Blocks {
  readonly depth: number;
  readonly height: number;
}

/** The blocks of a product. */
export function planBlocks({ shape, inner, a }: GemmKernel): Blocks {
  const [m, n] = shape.slice(-2);
  // Two parts of nearly the same length rather than a short rest.
  const again = m > LANES && n > NARROW;
  const parts = again ? Math.max(1, Math.round(inner / DEPTH)) : 1;
  const depth = Math.ceil(inner / parts / 4) * 4;
  const strided = m > HEIGHTS.most && inner > 1 && a.strides.at(-1) !== 1;
  return { depth, height: strided ? heightOf(m, Math.ceil(n / LANES)) : m };
}

/** Bytes for sums that wait for the next block. */
export function scratchBytes(kernel: GemmKernel): number {
  const [m, n] = kernel.shape.slice(-2);
  return planBlocks(kernel).depth < kernel.inner ? m * wholeVectors(n) * BYTES : 0;
}

/** The height that leaves the least work in incomplete tiles. */
function heightOf(m: number, vectors: number): number {
  let best = { height: HEIGHTS.most, cost: Number.POSITIVE_INFINITY };
  for (let height = HEIGHTS.least; height <= HEIGHTS.most; height++) {
    const cost = (rows: number) => (rows === 0 ? 0 : tilesCost(planTiles(rows, vectors, false)));
    const total = Math.floor(m / height) * cost(height) + cost(m % height);
    if (total < best.cost) best = { height, cost: total };
  }
  return best.height;
}
