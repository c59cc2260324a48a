/**
 * Kernels: what the compiled loop is made of. Four families compute (map, reduce, gemm, rowwise), three move
 * rows (gather, scatter, batch), two draw numbers that depend on the step alone (shuffle, mask). A kernel
 * walks an index space and reads and writes buffers through strides; what it does to one element is scalar
 * code. Reduce and gemm hand each result to scalar code of the same kind.
 */
import type { Monoid } from '../../ops/kit/lowering.ts';
import type { MaskDraw } from '../../ops/kit/random-mask.ts';
import type { Size } from '../../tensor/shape.ts';
import type { Buffer } from './buffer.ts';
import type { Access, ScalarCode, ScalarNode, Store } from './scalar-code.ts';

/** One element from the same element of each buffer. */
export interface MapKernel {
  readonly family: 'map';
  readonly shape: Size;
  readonly code: ScalarCode;
  readonly origin: readonly number[];
}

/** Combines elements along the axes `reduced`, which follow the axes `shape` in the index space. */
export interface ReduceKernel {
  readonly family: 'reduce';
  readonly shape: Size;
  readonly reduced: Size;
  readonly monoid: Monoid;
  /** The element that is combined: the last of these nodes, over [...shape, ...reduced]. */
  readonly element: readonly ScalarNode[];
  readonly node: number;
  /** What happens to each result, over `shape`. */
  readonly code: ScalarCode;
  readonly origin: readonly number[];
}

/** Matrix products; index space [...batch, m, n], sums over k. */
export interface GemmKernel {
  readonly family: 'gemm';
  readonly shape: Size;
  readonly inner: number;
  /** Over [...batch, m, k]. */
  readonly a: Access;
  /** Over [...batch, k, n]. */
  readonly b: Access;
  readonly code: ScalarCode;
  readonly origin: readonly number[];
}

/** Several maps and reductions over the same rows, one row at a time. */
export interface RowwiseKernel {
  readonly family: 'rowwise';
  readonly rows: number;
  readonly columns: number;
  readonly stages: readonly (MapKernel | ReduceKernel)[];
  readonly origin: readonly number[];
}

/** What is moved along an axis whose places indices name; `inner` elements follow each other behind it. */
interface MovedByIndex {
  readonly outer: number;
  /** How many indices there are. */
  readonly count: number;
  readonly inner: number;
  /** Size of the axis the indices name; negative ones count from its end. */
  readonly size: number;
  /** Over [count]. */
  readonly indices: Access;
  readonly origin: readonly number[];
}

/** Picks by index: to[o, k, i] = from[o, indices[k], i], NaN where the index names no place. */
export interface GatherKernel extends MovedByIndex {
  readonly family: 'gather';
  /** Over [outer, size, inner]. */
  readonly from: Access;
  /** Over [outer, count, inner]. */
  readonly to: Access;
}

/**
 * Adds by index to zeros: to[o, indices[k], i] = Σ from[o, k, i]. Where one index names no place everything is
 * NaN, for its row would be lost without a trace.
 */
export interface ScatterKernel extends MovedByIndex {
  readonly family: 'scatter';
  /** Over [outer, count, inner]. */
  readonly from: Access;
  /** Over [outer, size, inner], without gaps. */
  readonly to: Access;
}

/** Copies the rows of a data set that the order of the epoch names next. */
export interface BatchKernel {
  readonly family: 'batch';
  /** Rows of a whole batch. */
  readonly batch: number;
  /** Rows that this kernel copies: all, or one thread's share. */
  readonly count: number;
  /** Floats of a row, padding within included. */
  readonly inner: number;
  /** Rows of the data set. */
  readonly size: number;
  /** Batches in an epoch. */
  readonly every: number;
  /** Over [size, inner]. */
  readonly from: Access;
  /** The order of the epoch from the first row of its first batch on, over [count]. */
  readonly indices: Access;
  /** Over [count, inner]. */
  readonly to: Access;
  readonly origin: readonly number[];
}

/** Draws the order of an epoch, a permutation of whole numbers, in the step in which the epoch begins. */
export interface ShuffleKernel {
  readonly family: 'shuffle';
  readonly to: Access;
  /** Rows of the data set. */
  readonly count: number;
  readonly seed: number;
  /** Steps from one draw to the next: batches in an epoch. */
  readonly every: number;
  readonly origin: readonly number[];
}

/** Draws at each step a mask: an element is 0 with probability `rate` and else 1. */
export interface MaskKernel extends MaskDraw {
  readonly family: 'mask';
  readonly to: Access;
  /** Over `to`. */
  readonly shape: Size;
  readonly origin: readonly number[];
}

/** Any kernel. */
export type Kernel =
  | MapKernel
  | ReduceKernel
  | GemmKernel
  | RowwiseKernel
  | GatherKernel
  | ScatterKernel
  | BatchKernel
  | ShuffleKernel
  | MaskKernel;

/** Kernels whose results scalar code follows. */
export type CodeKernel = MapKernel | ReduceKernel | GemmKernel;

/** True when scalar code follows each result. */
export const hasCode = (kernel: Kernel): kernel is CodeKernel =>
  kernel.family === 'map' || kernel.family === 'reduce' || kernel.family === 'gemm';

/** True for a map of a single number. */
export const isScalar = (kernel: Kernel): kernel is MapKernel =>
  kernel.family === 'map' && kernel.shape.length === 0;

/** Nodes beyond which a kernel of scalars is straight-line code that is left alone. */
const STRAIGHT_LINE = 40;

/** A long run of scalar operations: already one kernel, and too long to gain from another. */
export const isStraightLine = (kernel: Kernel): boolean =>
  isScalar(kernel) && kernel.code.nodes.length > STRAIGHT_LINE;

/** Where the numbers of a program's value are: one number everywhere, or a view of a buffer. */
export type Place =
  | { readonly kind: 'fill'; readonly value: number; readonly shape: Size }
  | { readonly kind: 'view'; readonly access: Access; readonly shape: Size };

/** A place in a buffer. */
export type View = Place & { readonly kind: 'view' };

/** The kernels of one training step with their buffers; what every pass takes and gives. */
export interface KernelProgram {
  /** By id. */
  readonly buffers: readonly Buffer[];
  readonly kernels: readonly Kernel[];
  /** Value number → where its numbers are after a step: what can be looked at. */
  readonly outputs: ReadonlyMap<number, Place>;
  /** Source buffer → buffer that replaces it at the end of a step; equal ones are done in place. */
  readonly updates: ReadonlyMap<number, number>;
}

/** An access and the index space that is walked. */
export interface Walk {
  readonly access: Access;
  readonly shape: Size;
}

/** Every access a kernel reads through, with the index space it walks. */
export const readsOf = (kernel: Kernel): readonly Walk[] => trafficOf(kernel).reads;

/** Every access a kernel writes through, with the index space it walks. */
export const writesOf = (kernel: Kernel): readonly Walk[] => trafficOf(kernel).writes;

function listReads(kernel: Kernel): readonly Walk[] {
  switch (kernel.family) {
    case 'map':
      return loads(kernel.code.nodes, kernel.shape);
    case 'reduce':
      return [
        ...loads(kernel.element, [...kernel.shape, ...kernel.reduced]),
        ...loads(kernel.code.nodes, kernel.shape),
      ];
    case 'gemm': {
      const batch = kernel.shape.slice(0, -2);
      const [m, n] = kernel.shape.slice(-2);
      return [
        { access: kernel.a, shape: [...batch, m, kernel.inner] },
        { access: kernel.b, shape: [...batch, kernel.inner, n] },
        ...loads(kernel.code.nodes, kernel.shape),
      ];
    }
    case 'rowwise':
      return kernel.stages.flatMap(readsOf);
    case 'gather':
    case 'scatter':
    case 'batch': {
      const { from, indices, count } = kernel;
      return [
        { access: from, shape: movedShapes(kernel).from },
        { access: indices, shape: [count] },
      ];
    }
    case 'shuffle':
    case 'mask':
      return [];
    default:
      return kernel satisfies never;
  }
}

function listWrites(kernel: Kernel): readonly Walk[] {
  switch (kernel.family) {
    case 'map':
    case 'reduce':
    case 'gemm':
      return kernel.code.stores.map(({ access }: Store) => ({ access, shape: kernel.shape }));
    case 'rowwise':
      return kernel.stages.flatMap(writesOf);
    case 'gather':
    case 'scatter':
    case 'batch':
      return [{ access: kernel.to, shape: movedShapes(kernel).to }];
    case 'shuffle':
      return [{ access: kernel.to, shape: [kernel.count] }];
    case 'mask':
      return [{ access: kernel.to, shape: kernel.shape }];
    default:
      return kernel satisfies never;
  }
}

/** The index spaces of what rows are moved from and to. */
function movedShapes(kernel: GatherKernel | ScatterKernel | BatchKernel): {
  readonly from: Size;
  readonly to: Size;
} {
  const { count, size, inner } = kernel;
  if (kernel.family === 'batch') return { from: [size, inner], to: [count, inner] };
  const [named, listed] = [
    [kernel.outer, size, inner],
    [kernel.outer, count, inner],
  ];
  return kernel.family === 'gather' ? { from: named, to: listed } : { from: listed, to: named };
}

function loads(nodes: readonly ScalarNode[], shape: Size): Walk[] {
  const found: Walk[] = [];
  for (const node of nodes) if (node.op === 'load') found.push({ access: node.access, shape });
  return found;
}

/** Numbers of the buffers a kernel reads. */
export function buffersRead(kernel: Kernel): ReadonlySet<number> {
  const traffic = trafficOf(kernel);
  traffic.buffersRead ??= buffersOf(traffic.reads);
  return traffic.buffersRead;
}

/** Numbers of the buffers a kernel writes. */
export function buffersWritten(kernel: Kernel): ReadonlySet<number> {
  const traffic = trafficOf(kernel);
  traffic.buffersWritten ??= buffersOf(traffic.writes);
  return traffic.buffersWritten;
}

const buffersOf = (walks: readonly Walk[]): ReadonlySet<number> =>
  new Set(walks.map(({ access }) => access.buffer));

/** What a kernel reads and writes; the sets are made when somebody asks. */
interface Traffic {
  readonly reads: readonly Walk[];
  readonly writes: readonly Walk[];
  buffersRead: ReadonlySet<number> | null;
  buffersWritten: ReadonlySet<number> | null;
}

// Kernels never change, and every pass asks.
const TRAFFIC = new WeakMap<Kernel, Traffic>();

function trafficOf(kernel: Kernel): Traffic {
  let traffic = TRAFFIC.get(kernel);
  if (traffic === undefined) {
    traffic = {
      reads: listReads(kernel),
      writes: listWrites(kernel),
      buffersRead: null,
      buffersWritten: null,
    };
    TRAFFIC.set(kernel, traffic);
  }
  return traffic;
}
