/** Kernel programs made by hand: a few buffers, and kernels over whole ones with one thing or another changed. */
import { type Buffer, type BufferRole, layoutOf } from '../../compiler/ir/buffer.ts';
import type {
  BatchKernel,
  GemmKernel,
  Kernel,
  KernelProgram,
  MapKernel,
  ReduceKernel,
} from '../../compiler/ir/kernel.ts';
import { wholeBuffer } from '../../compiler/ir/place.ts';
import { type Access, ScalarCodeBuilder } from '../../compiler/ir/scalar-code.ts';
import type { Size } from '../../tensor/shape.ts';

/** Collects buffers and kernels; every kernel that is made is added as well. */
export class KernelSketch {
  readonly buffers: Buffer[] = [];
  readonly kernels: Kernel[] = [];

  /** A buffer in its usual layout. */
  buffer(name: string, shape: Size, role: BufferRole = 'computed'): Buffer {
    const buffer = { id: this.buffers.length, name, role, shape, ...layoutOf(shape) };
    this.buffers.push(buffer);
    return buffer;
  }

  /** The order of an epoch. */
  order(rows: number): Buffer {
    const order = { ...this.buffer('order', [rows], 'source'), integers: true };
    this.buffers[order.id] = order;
    return order;
  }

  /** `out` = what `code` makes of the same element of each of `inputs`, which have its shape or broadcast to it. */
  map(
    out: Buffer,
    inputs: readonly (Buffer | Access)[],
    code: (b: ScalarCodeBuilder, x: readonly number[]) => number = (_, [x]) => x,
  ): MapKernel {
    const b = new ScalarCodeBuilder();
    const loads = inputs.map((input) =>
      b.load('buffer' in input ? input : broadcast(input, out.shape)),
    );
    const node = code(b, loads);
    return this.add({
      family: 'map',
      shape: out.shape,
      code: { nodes: b.nodes, stores: [{ access: accessOf(out), node }] },
      origin: [],
    });
  }

  /** `out` = Σ of the last axis of `x`. */
  sum(out: Buffer, x: Buffer): ReduceKernel {
    return this.add({
      family: 'reduce',
      shape: x.shape.slice(0, -1),
      reduced: x.shape.slice(-1),
      monoid: 'add',
      element: [{ op: 'load', access: accessOf(x) }],
      node: 0,
      code: { nodes: [{ op: 'result' }], stores: [{ access: accessOf(out), node: 0 }] },
      origin: [],
    });
  }

  /** `out` = a b. */
  product(out: Buffer, a: Buffer, b: Buffer): GemmKernel {
    return this.add({
      family: 'gemm',
      shape: out.shape,
      inner: a.shape[1],
      a: accessOf(a),
      b: accessOf(b),
      code: { nodes: [{ op: 'result' }], stores: [{ access: accessOf(out), node: 0 }] },
      origin: [],
    });
  }

  /** `order` drawn for all its rows, and `out` = the next rows of `data`. */
  batch(out: Buffer, data: Buffer, order: Buffer): BatchKernel {
    const [size, batch] = [data.shape[0], out.shape[0]];
    const every = Math.floor(size / batch);
    const indices = accessOf(order);
    this.add({ family: 'shuffle', to: indices, count: size, seed: 1, every, origin: [] });
    return this.add({
      family: 'batch',
      ...{ batch, count: batch, inner: out.shape[1], size, every, origin: [] },
      ...{ from: accessOf(data), indices, to: accessOf(out) },
    });
  }

  add<K extends Kernel>(kernel: K): K {
    this.kernels.push(kernel);
    return kernel;
  }

  /** The program; `outputs` can be looked at, `updates` replace sources. */
  program(
    outputs: readonly Buffer[] = [],
    updates: readonly (readonly [Buffer, Buffer])[] = [],
  ): KernelProgram {
    return {
      buffers: this.buffers,
      kernels: this.kernels,
      outputs: new Map(outputs.map((buffer) => [buffer.id, wholeBuffer(buffer)])),
      updates: new Map(updates.map(([source, next]) => [source.id, next.id])),
    };
  }
}

/** All of a buffer. */
export const accessOf = ({ id, strides }: Buffer): Access => ({ buffer: id, offset: 0, strides });

function broadcast(input: Buffer, shape: Size): Access {
  const lead = shape.length - input.shape.length;
  return { ...accessOf(input), strides: shape.map((_, axis) => input.strides[axis - lead] ?? 0) };
}
