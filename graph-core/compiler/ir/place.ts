/** Views of buffers: the same numbers read through other strides, without a copy where that is possible. */
import { broadcastStrides } from '../../tensor/broadcast.ts';
import { elementCount, maybeAxis, rowMajorStrides, type Size } from '../../tensor/shape.ts';
import type { Buffer } from './buffer.ts';
import type { Place, View } from './kernel.ts';
import type { Access } from './scalar-code.ts';

/** The whole of a buffer. */
export function wholeBuffer({ id, shape, strides }: Buffer): Place {
  return { kind: 'view', access: { buffer: id, offset: 0, strides }, shape };
}

/** A place stretched to a shape it broadcasts to. */
export function stretched(place: Place, shape: Size): Place {
  if (place.kind === 'fill') return { ...place, shape };
  const which = broadcastStrides(place.shape, shape);
  const lead = shape.length - place.shape.length;
  const strides = which.map((stride, axis) =>
    stride === 0 ? 0 : place.access.strides[axis - lead],
  );
  return { kind: 'view', access: { ...place.access, strides }, shape };
}

/** A place with its axes in another order; null reverses them. */
export function permuted(place: Place, permutation: readonly number[] | null): Place {
  const rank = place.shape.length;
  const axes = (permutation ?? place.shape.map((_, i) => rank - 1 - i)).map((axis) =>
    axis < 0 ? axis + rank : axis,
  );
  const shape = axes.map((axis) => place.shape[axis]);
  if (place.kind === 'fill') return { ...place, shape };
  const strides = axes.map((axis) => place.access.strides[axis]);
  return { kind: 'view', access: { ...place.access, strides }, shape };
}

/** A range of one axis; `shape` is the result's. */
export function sliced(
  place: Place,
  shape: Size,
  { axis, start, step }: { readonly axis: number; readonly start: number; readonly step: number },
): Place {
  if (place.kind === 'fill') return { ...place, shape };
  const at = maybeAxis(axis, shape.length) ?? 0;
  const size = place.shape[at];
  const first = Math.min(size, Math.max(0, start < 0 ? start + size : start));
  return everyNth(place, shape, at, first, step);
}

/** The part of a view that begins at `first` along `axis` and takes every `step`-th; `shape` is the result's. */
export function everyNth(
  { access }: View,
  shape: Size,
  axis: number,
  first: number,
  step: number,
): View {
  return {
    kind: 'view',
    access: {
      buffer: access.buffer,
      offset: access.offset + first * access.strides[axis],
      strides: access.strides.map((stride, k) => (k === axis ? stride * step : stride)),
    },
    shape,
  };
}

/** A place under another shape with the same elements in the same order; null when that needs a copy. */
export function maybeReshaped(place: Place, shape: Size): Place | null {
  if (place.kind === 'fill') return { ...place, shape };
  const strides = reshapedStrides(place.shape, place.access.strides, shape);
  return strides === null ? null : { kind: 'view', access: { ...place.access, strides }, shape };
}

/** Row-major order of `shape` in a flat buffer. */
export function flatView(buffer: Buffer, shape: Size): Place {
  return {
    kind: 'view',
    access: { buffer: buffer.id, offset: 0, strides: rowMajorStrides(shape) },
    shape,
  };
}

/**
 * Strides that read the same elements under a new shape. Both shapes are cut into groups of axes with
 * equal products; a group can be regrouped when its old axes follow one another without a gap.
 */
function reshapedStrides(
  from: Size,
  strides: readonly number[],
  to: Size,
): readonly number[] | null {
  if (elementCount(from) === 0) return to.map(() => 0);
  const old = from.map((size, axis) => ({ size, stride: strides[axis] })).filter((a) => a.size > 1);
  const result = new Array<number>(to.length).fill(0);
  let i = old.length - 1;
  let j = to.length - 1;
  while (i >= 0) {
    while (j >= 0 && to[j] === 1) j--;
    let products = [old[i].size, to[j]];
    const firstOld = i;
    const firstNew = j;
    while (products[0] !== products[1]) {
      if (products[0] < products[1]) products = [products[0] * old[--i].size, products[1]];
      else {
        j--;
        while (to[j] === 1) j--;
        products = [products[0], products[1] * to[j]];
      }
    }
    for (let k = firstOld; k > i; k--) {
      if (old[k - 1].stride !== old[k].stride * old[k].size) return null;
    }
    let stride = old[firstOld].stride;
    for (let k = firstNew; k >= j; k--) {
      if (to[k] === 1) continue;
      result[k] = stride;
      stride *= to[k];
    }
    i--;
    j--;
  }
  return result;
}

/** An access without the axes of size 1. */
export function squeezed(access: Access, shape: Size): Access {
  return { ...access, strides: access.strides.filter((_, axis) => shape[axis] !== 1) };
}

/** A shape without its axes of size 1. */
export const squeezedShape = (shape: Size): Size => shape.filter((size) => size !== 1);
