/**
 * Broadcasting as in NumPy: shapes are aligned at their last dimension, and a size of 1 stretches.
 * Source: NumPy user guide, "Broadcasting".
 */
import { type Dim, rowMajorStrides, type Shape, type Size } from './shape.ts';

/** The shape both stretch to, or the axis (from the end, -1 is the last) where they disagree. */
export function broadcastShapes(a: Shape, b: Shape): { shape: Shape } | { axis: number } {
  const rank = Math.max(a.length, b.length);
  const shape: Dim[] = new Array<Dim>(rank);
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const x = fromEnd <= a.length ? a[a.length - fromEnd] : 1;
    const y = fromEnd <= b.length ? b[b.length - fromEnd] : 1;
    if (x !== y && x !== 1 && y !== 1) return { axis: -fromEnd };
    shape[rank - fromEnd] = x === 1 ? y : x;
  }
  return { shape };
}

/** True when `from` stretches to exactly `to`. */
export function canBroadcastTo(from: Shape, to: Shape): boolean {
  const result = broadcastShapes(from, to);
  return (
    'shape' in result &&
    result.shape.length === to.length &&
    result.shape.every((dim, i) => dim === to[i])
  );
}

/** The axes of `to` along which `from` was stretched: what a gradient has to be summed over. */
export function broadcastAxes(from: Size, to: Size): number[] {
  const lead = to.length - from.length;
  const axes: number[] = [];
  for (let axis = 0; axis < to.length; axis++) {
    if (axis < lead || (from[axis - lead] === 1 && to[axis] !== 1)) axes.push(axis);
  }
  return axes;
}

/** Strides in elements that read `from` as if it had the shape `to`; 0 where it is stretched. */
export function broadcastStrides(from: Size, to: Size): number[] {
  const lead = to.length - from.length;
  const own = rowMajorStrides(from);
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead]));
}

/**
 * Writes `from` stretched to `to` into `out`, both row-major. The two common cases have loops of their
 * own: new leading axes repeat the whole block (a bias), stretched last axes repeat each element.
 */
export function broadcastInto(out: Float64Array, source: Float64Array, from: Size, to: Size): void {
  if (source.length === 1) {
    out.fill(source[0]);
    return;
  }
  const axes = broadcastAxes(from, to);
  if (source.length === 0 || out.length === 0) return;
  if (axes.every((axis, i) => axis === i)) {
    out.set(source);
    for (let done = source.length; done < out.length; done *= 2) out.copyWithin(done, 0, done);
    return;
  }
  if (axes.every((axis, i) => axis === to.length - axes.length + i)) {
    const each = out.length / source.length;
    let at = 0;
    for (let i = 0; i < source.length; i++) {
      const value = source[i];
      for (let end = at + each; at < end; at++) out[at] = value;
    }
    return;
  }
  copyStrided(out, source, to, broadcastStrides(from, to));
}

/**
 * Reads `source` through `strides` in the row-major order of `shape` into `out`.
 * The one strided walk of the interpreter: broadcasts, transposes and slices are strides.
 */
export function copyStrided(
  out: Float64Array,
  source: Float64Array,
  shape: Size,
  strides: readonly number[],
  offset = 0,
): void {
  const rank = shape.length;
  if (out.length === 0) return;
  if (rank === 0) {
    out[0] = source[offset];
    return;
  }
  const inner = shape[rank - 1];
  const innerStride = strides[rank - 1];
  const index = new Array<number>(rank).fill(0);
  let at = 0;
  let from = offset;
  for (;;) {
    for (let i = 0, p = from; i < inner; i++, p += innerStride) out[at++] = source[p];
    let axis = rank - 2;
    for (; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
