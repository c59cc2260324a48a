/**
 * Batches: before the step's own kernels, the order of an epoch is drawn and the next rows of the data
 * are copied into the sources that take them. The order is that of `RandomStream.permutation`.
 */
import { STREAMS } from '../../tensor/random.ts';
import { elementCount } from '../../tensor/shape.ts';
import { type Buffer, layoutOf } from '../ir/buffer.ts';
import type { Kernel, KernelProgram } from '../ir/kernel.ts';

/** Which rows of which data each step works on. */
export interface BatchSelection {
  /** Rows of the data set. */
  readonly size: number;
  /** Rows of a batch. */
  readonly batch: number;
  /** Seed of the shuffles; one stream for each epoch. */
  readonly seed: number;
  /** Source value (first axis: the rows of a batch) → the name its data is given under. */
  readonly rows: ReadonlyMap<number, string>;
}

/** Adds the buffers and kernels of a batch selection in front. */
export function emitBatches(
  program: KernelProgram,
  sources: ReadonlyMap<number, number>,
  { size, batch, seed, rows }: BatchSelection,
): { readonly kernels: KernelProgram; readonly data: ReadonlyMap<string, number> } {
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
  const every = Math.max(1, Math.floor(size / batch));
  const wholeOrder = { buffer: order.id, offset: 0, strides: [1] };
  kernels.push({
    family: 'random',
    kind: 'permutation',
    to: wholeOrder,
    shape: [size],
    count: size,
    rate: 0,
    seed,
    owner: 0,
    stream: STREAMS.shuffle,
    every,
    origin: [],
  });
  for (const [value, name] of rows) {
    const source = sources.get(value);
    // Only what has no elements has no buffer.
    if (source === undefined) continue;
    const target = buffers[source];
    const all = add(name, [size, ...target.shape.slice(1)]);
    data.set(name, all.id);
    const inner = rowLength(target);
    const access = (buffer: Buffer) => ({
      buffer: buffer.id,
      offset: 0,
      strides: [
        0,
        buffer.shape[0] === 1 ? 0 : buffer.strides[0],
        inner === 1 ? 0 : strideInRow(buffer),
      ],
    });
    kernels.push({
      family: 'move',
      kind: 'batch',
      outer: 1,
      count: batch,
      batch,
      inner,
      size,
      from: access(all),
      indices: wholeOrder,
      to: access(target),
      origin: [value],
    });
  }
  return { kernels: { ...program, buffers, kernels: [...kernels, ...program.kernels] }, data };
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
