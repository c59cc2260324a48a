/** How much a kernel does: operations on numbers, and bytes that come from and go to memory. */
import { elementCount } from '../../tensor/shape.ts';
import { BYTES } from '../ir/buffer.ts';
import { type Kernel, readsOf, type Walk, writesOf } from '../ir/kernel.ts';
import type { ScalarNode } from '../ir/scalar-code.ts';

/** Work of one run of a kernel; of a shuffle, one that draws. */
export interface KernelWork {
  /** Additions, products, comparisons, exponentials …: each is one. */
  readonly operations: number;
  /** Bytes of different elements it reads; what it reads again counts once. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/** Counts the work of a kernel. */
export function workOf(kernel: Kernel): KernelWork {
  return {
    operations: operationsOf(kernel),
    bytesRead: bytesOf(touched(kernel)),
    bytesWritten: bytesOf(writesOf(kernel)),
  };
}

function operationsOf(kernel: Kernel): number {
  switch (kernel.family) {
    case 'map':
      return elementCount(kernel.shape) * operationsIn(kernel.code.nodes);
    case 'reduce': {
      const results = elementCount(kernel.shape);
      const combined = results * elementCount(kernel.reduced);
      const each = operationsIn(kernel.element) + 1;
      return combined * each + results * operationsIn(kernel.code.nodes);
    }
    case 'gemm': {
      const results = elementCount(kernel.shape);
      return results * (2 * kernel.inner + operationsIn(kernel.code.nodes));
    }
    case 'rowwise':
      return kernel.stages.reduce((sum, stage) => sum + operationsOf(stage), 0);
    case 'scatter':
      return kernel.outer * kernel.count * kernel.inner;
    case 'gather':
    case 'batch':
    case 'shuffle':
    case 'mask':
      return 0;
    default:
      return kernel satisfies never;
  }
}

const operationsIn = (nodes: readonly ScalarNode[]): number =>
  nodes.filter(({ op }) => op === 'unary' || op === 'binary' || op === 'select').length;

/** What is read: all that could be, but of a table only as many rows as there are indices. */
function touched(kernel: Kernel): readonly Walk[] {
  if (kernel.family !== 'gather' && kernel.family !== 'batch') return readsOf(kernel);
  const { count, size } = kernel;
  return readsOf(kernel).map(({ access, shape }) => ({
    access,
    shape:
      access === kernel.from
        ? shape.with(kernel.family === 'batch' ? 0 : 1, Math.min(count, size))
        : shape,
  }));
}

/** Bytes of the different elements that are reached, buffer by buffer. */
function bytesOf(walks: readonly Walk[]): number {
  const elements = new Map<number, number>();
  for (const { access, shape } of walks) {
    const reached = shape.reduce((n, size, axis) => (access.strides[axis] === 0 ? n : n * size), 1);
    elements.set(access.buffer, Math.max(reached, elements.get(access.buffer) ?? 0));
  }
  return BYTES * [...elements.values()].reduce((sum, count) => sum + count, 0);
}
