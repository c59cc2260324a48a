/**
 * Batches: before the step's own kernels, the order of an epoch is drawn and the next rows of the data
 * are copied into the sources that take them. The order is that of `RandomStream.permutation`.
 */
import { elementCount } from '../../tensor/shape.ts';
import { type Buffer, layoutOf } from '../ir/buffer.ts';
import type { Kernel, KernelProgram } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';

/** Which rows of which data each step works on. */
export interface BatchSelection {
  /** Rows of the data set. */
  readonly size: number;
  /** Rows of a batch. */
  readonly batch: number;
  /** Batches in an epoch, all of them within the data; rows left over are not in it. */
  readonly perEpoch: number;
  /** Seed of the shuffles; one stream for each epoch. */
  readonly seed: number;
  /** Source value (first axis: the rows of a batch) → the name its data is given under. */
  readonly rows: ReadonlyMap<number, string>;
}

/** Adds the buffers and kernels of a batch selection in front; without one everything stays as it is. */
export function emitBatches(
  program: KernelProgram,
  sources: ReadonlyMap<number, number>,
  selection: BatchSelection | undefined,
): { readonly kernels: KernelProgram; readonly data: ReadonlyMap<string, number> } {
  if (selection === undefined) return { kernels: program, data: new Map() };
  const { size, batch, perEpoch, seed, rows } = selection;
  const buffers: Buffer[] = [...program.buffers];
  const kernels: Kernel[] = [];
  const data = new Map<string, number>();
  const add = (name: string, shape: readonly number[], integers = false): Buffer => {
    const id = buffers.length;
    const fresh = { id, name, role: 'source', shape, ...layoutOf(shape), integers } as const;
    buffers.push(fresh);
    return fresh;
  };
  const order = add('order', [size], true);
  const indices = { buffer: order.id, offset: 0, strides: [1] };
  kernels.push({ family: 'shuffle', to: indices, count: size, seed, every: perEpoch, origin: [] });
  for (const [value, name] of rows) {
    const source = sources.get(value);
    // Only what has no elements has no buffer.
    if (source === undefined) continue;
    const target = buffers[source];
    const all = add(name, [size, ...target.shape.slice(1)]);
    data.set(name, all.id);
    const inner = rowLength(target);
    const [from, to] = [all, target].map((buffer) => rowsOf(buffer, inner));
    const sizes = { batch, count: batch, inner, size, every: perEpoch };
    kernels.push({ family: 'batch', ...sizes, from, indices, to, origin: [value] });
  }
  return { kernels: { ...program, buffers, kernels: [...kernels, ...program.kernels] }, data };
}

/** A buffer as rows of `inner` floats. */
function rowsOf(buffer: Buffer, inner: number): Access {
  const row = buffer.shape[0] === 1 ? 0 : buffer.strides[0];
  return { buffer: buffer.id, offset: 0, strides: [row, inner === 1 ? 0 : strideInRow(buffer)] };
}

/** Only matrices can lie transposed; in a row of more axes one number follows the other, padding included. */
const strideInRow = ({ shape, strides }: Buffer): number => (shape.length === 2 ? strides[1] : 1);

/** Floats from the first to the last of a row of the batch, padding within included. */
function rowLength({ shape, strides }: Buffer): number {
  const sizes = shape.slice(1);
  if (elementCount(sizes) === 0) return 0;
  if (sizes.length === 1) return sizes[0];
  return sizes.reduce((floats, size, axis) => floats + (size - 1) * strides[axis + 1], 1);
}
