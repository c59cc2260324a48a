/**
 * Kernels: what the compiled loop is made of. Six families: map, reduce, gemm, rowwise, move, random.
 * A kernel walks an index space and reads and writes buffers through strides; what it does to one
 * element is scalar code. Reduce and gemm hand each result to scalar code of the same kind.
 */
import type { Monoid } from '../../ops/kit/lowering.ts';
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

/**
 * Moves numbers by index. `gather`: out[o, k, i] = x[o, indices[k], i]; `scatter` adds the other way;
 * an index out of range gives NaN. `batch` copies the rows that the order of the epoch names next.
 */
export interface MoveKernel {
  readonly family: 'move';
  readonly kind: 'gather' | 'scatter' | 'batch';
  readonly outer: number;
  readonly count: number;
  /** Rows of a whole batch, of which the kernel copies `count`; equal to `count` otherwise. */
  readonly batch: number;
  readonly inner: number;
  /** Size of the axis the indices name. */
  readonly size: number;
  /** Over [outer, size, inner] for gather, [outer, count, inner] for scatter. */
  readonly from: Access;
  /** Over [count]. */
  readonly indices: Access;
  readonly to: Access;
  readonly origin: readonly number[];
}

/**
 * Draws numbers that depend on the step alone: when a new epoch begins its order, a permutation of whole
 * numbers; at each step a mask, an element being 0 with probability `rate` and else 1.
 */
export interface RandomKernel {
  readonly family: 'random';
  readonly kind: 'permutation' | 'mask';
  readonly to: Access;
  /** Over `to`. */
  readonly shape: Size;
  readonly count: number;
  readonly rate: number;
  readonly seed: number;
  /** Who draws, as `ownerOf` has it. */
  readonly owner: number;
  /** Number of the stream the words are drawn from. */
  readonly stream: number;
  /** Steps from one draw to the next. */
  readonly every: number;
  readonly origin: readonly number[];
}

/** Any kernel. */
export type Kernel =
  | MapKernel
  | ReduceKernel
  | GemmKernel
  | RowwiseKernel
  | MoveKernel
  | RandomKernel;

/** Where the numbers of a program's value are: one number everywhere, or a view of a buffer. */
export type Place =
  | { readonly kind: 'fill'; readonly value: number; readonly shape: Size }
  | { readonly kind: 'view'; readonly access: Access; readonly shape: Size };

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
export const readsOf = (kernel: Kernel): readonly Walk[] => remembered(READS, kernel, listReads);

/** Every access a kernel writes through, with the index space it walks. */
export const writesOf = (kernel: Kernel): readonly Walk[] => remembered(WRITES, kernel, listWrites);

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
    case 'move': {
      const { outer, count, inner, size, kind } = kernel;
      return [
        { access: kernel.from, shape: [outer, kind === 'scatter' ? count : size, inner] },
        { access: kernel.indices, shape: [count] },
      ];
    }
    case 'random':
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
    case 'move': {
      const { outer, count, inner, size, kind } = kernel;
      return [{ access: kernel.to, shape: [outer, kind === 'scatter' ? size : count, inner] }];
    }
    case 'random':
      return [{ access: kernel.to, shape: kernel.shape }];
    default:
      return kernel satisfies never;
  }
}

function loads(nodes: readonly ScalarNode[], shape: Size): Walk[] {
  const found: Walk[] = [];
  for (const node of nodes) if (node.op === 'load') found.push({ access: node.access, shape });
  return found;
}

/** Numbers of the buffers a kernel reads. */
export const buffersRead = (kernel: Kernel): ReadonlySet<number> =>
  remembered(READ, kernel, (k) => buffersOf(readsOf(k)));

/** Numbers of the buffers a kernel writes. */
export const buffersWritten = (kernel: Kernel): ReadonlySet<number> =>
  remembered(WRITTEN, kernel, (k) => buffersOf(writesOf(k)));

const buffersOf = (walks: readonly Walk[]): ReadonlySet<number> =>
  new Set(walks.map(({ access }) => access.buffer));

// Kernels never change, and every pass asks.
const READS = new WeakMap<Kernel, readonly Walk[]>();
const WRITES = new WeakMap<Kernel, readonly Walk[]>();
const READ = new WeakMap<Kernel, ReadonlySet<number>>();
const WRITTEN = new WeakMap<Kernel, ReadonlySet<number>>();

function remembered<T>(known: WeakMap<Kernel, T>, kernel: Kernel, find: (kernel: Kernel) => T): T {
  let found = known.get(kernel);
  if (found === undefined) {
    found = find(kernel);
    known.set(kernel, found);
  }
  return found;
}
