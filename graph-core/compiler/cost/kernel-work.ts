/** How much a kernel does: operations on numbers, and bytes that come from and go to memory. */
import { elementCount, type Size } from '../../tensor/shape.ts';
import { type Kernel, readsOf, writesOf } from '../ir/kernel.ts';
import type { Access, ScalarNode } from '../ir/scalar-code.ts';

/** Work of one run of a kernel. */
export interface KernelWork {
  /** Additions, products, comparisons, exponentials …: each is one. */
  readonly operations: number;
  /** Bytes of different elements it reads; what it reads again counts once. */
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

const BYTES = 4;

/** Counts the work of a kernel. */
export function workOf(kernel: Kernel): KernelWork {
  return {
    operations: operationsOf(kernel),
    bytesRead: bytesOf(readsOf(kernel)),
    // A shuffle writes when an epoch begins, in other steps nothing.
    bytesWritten: kernel.family === 'random' ? 0 : bytesOf(writesOf(kernel)),
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
    case 'move':
      return kernel.kind === 'scatter' ? kernel.outer * kernel.count * kernel.inner : 0;
    case 'random':
      return 0;
    default:
      return kernel satisfies never;
  }
}

const operationsIn = (nodes: readonly ScalarNode[]): number =>
  nodes.filter(({ op }) => op === 'unary' || op === 'binary' || op === 'select').length;

/** Bytes of the different elements that are reached, buffer by buffer. */
function bytesOf(accesses: readonly { readonly access: Access; readonly shape: Size }[]): number {
  const elements = new Map<number, number>();
  for (const { access, shape } of accesses) {
    const reached = shape.reduce((n, size, axis) => (access.strides[axis] === 0 ? n : n * size), 1);
    elements.set(access.buffer, Math.max(reached, elements.get(access.buffer) ?? 0));
  }
  return BYTES * [...elements.values()].reduce((sum, count) => sum + count, 0);
}
