/** Collects buffers and kernels while a program is lowered, with the few kernels everything is made of. */
import type { Monoid } from '../../ops/kit/lowering.ts';
import type { MaskDraw } from '../../ops/kit/random-mask.ts';
import { elementCount, rowMajorStrides, type Size } from '../../tensor/shape.ts';
import { type Buffer, type BufferRole, layoutOf } from '../ir/buffer.ts';
import type { Kernel, Place, View } from '../ir/kernel.ts';
import { NEUTRAL } from '../ir/monoid.ts';
import { flatView, maybeReshaped, squeezed, squeezedShape, wholeBuffer } from '../ir/place.ts';
import { type Access, ScalarCodeBuilder } from '../ir/scalar-code.ts';

/** Writes kernels; `origin` is the value being lowered. */
export class KernelWriter {
  readonly buffers: Buffer[] = [];
  readonly kernels: Kernel[] = [];
  origin = -1;
  private readonly constants = new Map<string, Place>();

  buffer(
    name: string,
    shape: Size,
    role: BufferRole = 'computed',
    more: { readonly order?: readonly number[]; readonly integers?: boolean } = {},
  ): Buffer {
    const { order, ...rest } = more;
    const layout = layoutOf(shape, order);
    const buffer = { id: this.buffers.length, name, role, shape, ...layout, ...rest };
    this.buffers.push(buffer);
    return buffer;
  }

  /** A buffer of numbers that never change; a fill when they are all the same. */
  constant(shape: Size, numbers: ArrayLike<number>): Place {
    const first = numbers.length === 0 ? 0 : numbers[0];
    if (Array.from(numbers).every((value) => Object.is(value, first))) {
      return { kind: 'fill', value: Math.fround(first), shape };
    }
    const key = `${shape.join()}:${Array.from(numbers).join()}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const layout = layoutOf(shape);
    const values = new Float32Array(layout.size);
    const own = rowMajorStrides(shape);
    for (let i = 0; i < numbers.length; i++) {
      let at = 0;
      for (let axis = 0; axis < shape.length; axis++) {
        at += (Math.floor(i / own[axis]) % shape[axis]) * layout.strides[axis];
      }
      values[at] = numbers[i];
    }
    const id = this.buffers.length;
    this.buffers.push({ id, name: 'constant', role: 'constant', shape, ...layout, values });
    const place = wholeBuffer(this.buffers[id]);
    this.constants.set(key, place);
    return place;
  }

  /** One element from those of `inputs`, which have the shape `shape` (fills have any). */
  map(
    name: string,
    shape: Size,
    inputs: readonly Place[],
    code: (b: ScalarCodeBuilder, x: readonly number[]) => number,
  ): Place {
    const b = new ScalarCodeBuilder();
    const node = code(
      b,
      inputs.map((place) => this.load(b, place)),
    );
    const value = b.valueOf(node);
    if (value !== null) return { kind: 'fill', value, shape };
    const known = b.nodes[node];
    if (known.op === 'load') {
      const same = inputs.find(
        (place) => place.kind === 'view' && squeezedEqual(place, known.access),
      );
      if (same !== undefined) return same;
    }
    const out = wholeBuffer(this.buffer(name, shape));
    this.store(b, node, out, shape);
    return out;
  }

  /** A mask drawn anew at each step. */
  mask(shape: Size, draw: MaskDraw): Place {
    const place = wholeBuffer(this.buffer('mask', shape));
    if (place.kind === 'fill' || elementCount(shape) === 0) {
      return { kind: 'fill', value: 0, shape };
    }
    this.kernels.push({
      family: 'mask',
      to: place.access,
      shape,
      ...draw,
      origin: [this.origin],
    });
    return place;
  }

  /** Writes `from` (or a number) into a part of a buffer. */
  copy(from: Place, to: Place): void {
    const b = new ScalarCodeBuilder();
    this.store(b, this.load(b, from), to, to.shape);
  }

  /** A combination along axes; `shape` is the result's, with or without the axes. */
  reduce(name: string, x: Place, axes: readonly number[], monoid: Monoid, shape: Size): Place {
    const count = elementCount(axes.map((axis) => x.shape[axis]));
    if (elementCount(shape) === 0 || count === 0) {
      return { kind: 'fill', value: NEUTRAL[monoid], shape };
    }
    if (x.kind === 'fill') {
      return { kind: 'fill', value: monoid === 'add' ? x.value * count : x.value, shape };
    }
    const long = (axis: number) => x.shape[axis] !== 1;
    const kept = x.shape.map((_, axis) => axis).filter((a) => !axes.includes(a) && long(a));
    const reduced = axes.filter(long);
    if (reduced.length === 0) return this.reshaped(x, shape);
    const out = wholeBuffer(this.buffer(name, shape)) as View;
    const element = new ScalarCodeBuilder();
    const order = [...kept, ...reduced];
    const node = element.load({
      ...x.access,
      strides: order.map((axis) => x.access.strides[axis]),
    });
    const code = new ScalarCodeBuilder();
    const result = code.result();
    this.kernels.push({
      family: 'reduce',
      shape: kept.map((axis) => x.shape[axis]),
      reduced: reduced.map((axis) => x.shape[axis]),
      monoid,
      element: element.nodes,
      node,
      code: { nodes: code.nodes, stores: [{ access: squeezed(out.access, shape), node: result }] },
      origin: [this.origin],
    });
    return out;
  }

  /** The same elements in the same order under another shape; a copy where strides cannot say it. */
  reshaped(place: Place, shape: Size): Place {
    const view = maybeReshaped(place, shape);
    if (view !== null) return view;
    const flat = this.buffer('flat', [elementCount(shape)]);
    this.copy(place, flatView(flat, place.shape));
    return flatView(flat, shape);
  }

  /** A place as a view: a fill is written out. */
  materialized(place: Place): View {
    if (place.kind === 'view') return place;
    const out = wholeBuffer(this.buffer('fill', place.shape));
    this.copy(place, out);
    return out as View;
  }

  private load(b: ScalarCodeBuilder, place: Place): number {
    return place.kind === 'fill'
      ? b.number(place.value)
      : b.load(squeezed(place.access, place.shape));
  }

  private store(b: ScalarCodeBuilder, node: number, to: Place, shape: Size): void {
    if (to.kind === 'fill' || elementCount(shape) === 0) return;
    this.kernels.push({
      family: 'map',
      shape: squeezedShape(shape),
      code: { nodes: b.nodes, stores: [{ access: squeezed(to.access, shape), node }] },
      origin: [this.origin],
    });
  }
}

function squeezedEqual(place: View, access: Access): boolean {
  const own = squeezed(place.access, place.shape);
  return (
    own.buffer === access.buffer &&
    own.offset === access.offset &&
    own.strides.join() === access.strides.join()
  );
}
