/** A kernel cut along one axis of its outputs: which axis, where, and what each part looks like. */
import type { Size } from '../../tensor/shape.ts';
import type { BatchKernel, GemmKernel, Kernel, MapKernel, RowwiseKernel } from '../ir/kernel.ts';
import { mapAccesses } from '../ir/map-accesses.ts';
import type { Access } from '../ir/scalar-code.ts';

/** Elements at least, so that parts are worth a loop. */
const LEAST = 8;
/** Long axes are cut at whole cache lines, short ones at whole vectors. */
const LINE = 16;
const VECTOR = 4;
/** Rows of a product above which its rows are cut rather than its columns. */
const ENOUGH_ROWS = 32;

/** How a kernel is cut. */
export interface Cut {
  /** Elements along the axis. */
  readonly size: number;
  /** First element of each part, and the size at the end. */
  readonly bounds: readonly number[];
  /** Which axis of an access of the kernel it is; -1 when the access does not move along it. */
  readonly axisOf: (access: Access, shape: Size) => number;
}

/** Where to cut a kernel for so many threads; null when it is better left whole. */
export function cutAxis(kernel: Kernel, threads: number): Cut | null {
  const axis = axisToCut(kernel);
  if (axis === null) return null;
  // A product of something with itself: one access stands for two.
  if (kernel.family === 'gemm' && kernel.a === kernel.b) return null;
  const size = sizeAlong(kernel, axis);
  if (size < LEAST * threads) return null;
  const grain = size >= LINE * 2 * threads ? LINE : VECTOR;
  const bounds = [0];
  for (let t = 1; t < threads; t++) {
    bounds.push(Math.round((size * t) / threads / grain) * grain);
  }
  bounds.push(size);
  return { size, bounds, axisOf: (access) => alongOf(kernel, axis, access) };
}

/** What thread `thread` does; null when nothing is left for it. */
export function partOf(kernel: Kernel, { bounds }: Cut, thread: number): Kernel | null {
  const axis = axisToCut(kernel);
  const first = bounds[thread];
  const count = bounds[thread + 1] - first;
  if (axis === null || count <= 0) return null;
  const moved = mapAccesses(kernel, (access) => {
    const along = alongOf(kernel, axis, access);
    if (along < 0) return access;
    return { ...access, offset: access.offset + first * access.strides[along] };
  });
  return resized(moved, axis, count);
}

/** The axis of the index space that is cut. */
function axisToCut(kernel: Kernel): number | null {
  switch (kernel.family) {
    case 'map':
      return kernel.shape.length === 0 ? null : longestOf(kernel.shape);
    case 'gemm': {
      const rank = kernel.shape.length;
      const [m, n] = kernel.shape.slice(-2);
      const batch = kernel.shape.slice(0, -2);
      if (batch.some((size) => size > 1)) return longestOf(batch);
      return m >= ENOUGH_ROWS || m >= n ? rank - 2 : rank - 1;
    }
    case 'rowwise':
      return 0;
    case 'batch':
      return 0;
    // The order in which a sum is taken may depend on the shape; a draw is one chain.
    case 'reduce':
    case 'gather':
    case 'scatter':
    case 'shuffle':
    case 'mask':
      return null;
    default:
      return kernel satisfies never;
  }
}

/** The outermost axis, unless it is short and another one is not. */
function longestOf(shape: Size): number {
  if (shape[0] >= ENOUGH_ROWS) return 0;
  return shape.indexOf(Math.max(...shape));
}

function sizeAlong(kernel: Kernel, axis: number): number {
  switch (kernel.family) {
    case 'map':
    case 'gemm':
      return kernel.shape[axis];
    case 'rowwise':
      return kernel.rows;
    case 'batch':
      return kernel.count;
    default:
      return 1;
  }
}

/** The axis of an access that belongs to the axis of the kernel. */
function alongOf(kernel: Kernel, axis: number, access: Access): number {
  if (kernel.family === 'gemm') {
    const rank = kernel.shape.length;
    if (access === kernel.a && axis === rank - 1) return -1;
    if (access === kernel.b && axis === rank - 2) return -1;
  }
  if (kernel.family === 'batch' && access === kernel.from) return -1;
  return axis < access.strides.length ? axis : -1;
}

function resized(kernel: Kernel, axis: number, count: number): Kernel {
  const shaped = <K extends MapKernel | GemmKernel>(k: K): K => ({
    ...k,
    shape: k.shape.map((size, i) => (i === axis ? count : size)),
  });
  switch (kernel.family) {
    case 'map':
    case 'gemm':
      return shaped(kernel);
    case 'rowwise':
      return {
        ...kernel,
        rows: count,
        stages: kernel.stages.map((stage) => ({
          ...stage,
          shape: stage.shape.map((size, i) => (i === 0 ? count : size)),
        })),
      } satisfies RowwiseKernel;
    case 'batch':
      return { ...kernel, count } satisfies BatchKernel;
    default:
      return kernel;
  }
}
