/**
 * Shapes and their dimensions. A dimension is a size or a name such as `N`; names occur only in
 * documents (a graph that works for any batch size). A Program always has sizes.
 */
import {
  addedSums,
  maybeDividedSum,
  maybeMultipliedSums,
  printedSum,
  sizeSum,
} from './symbolic-size.ts';

/** A size (a whole number ≥ 0) or the name of a size not yet known, such as `N`. */
export type Dim = number | string;

/** Dimensions from outermost to innermost; `[]` is a scalar. */
export type Shape = readonly Dim[];

/** A shape of sizes only. */
export type Size = readonly number[];

/** Number of elements; the empty shape has one. */
export function elementCount(shape: Size): number {
  let count = 1;
  for (const dim of shape) count *= dim;
  return count;
}

/** True when every dimension is a size. */
export function isConcrete(shape: Shape): shape is Size {
  return shape.every((dim) => typeof dim === 'number');
}

/** Same rank and same dimensions, names compared as names. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** `[2, N]` as people write it; `scalar` for the empty shape. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : `[${shape.join(', ')}]`;
}

/** Row-major strides in elements. */
export function rowMajorStrides(shape: Size): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/** Indices of the element at a row-major position, one an axis. */
export function indicesOf(position: number, shape: Size): readonly number[] {
  return rowMajorStrides(shape).map((stride, axis) => Math.floor(position / stride) % shape[axis]);
}

/** Axis counted from the front (`-1` is the last one), or null when it lies outside the rank. */
export function maybeAxis(axis: number, rank: number): number | null {
  const resolved = axis < 0 ? axis + rank : axis;
  return Number.isInteger(resolved) && resolved >= 0 && resolved < rank ? resolved : null;
}

/**
 * Product of dimensions, symbolic where a name takes part: 3 and `N` give `3N`, `M` times `N` is `M·N`.
 * Equal products are equal strings. `Infinity` when it has too many terms to tell.
 */
export function multiplyDims(dims: Shape): Dim {
  if (isConcrete(dims)) return elementCount(dims);
  if (dims.includes(0)) return 0;
  let product = sizeSum(1);
  for (const dim of dims) {
    const next = maybeMultipliedSums(product, sizeSum(dim));
    if (next === null) return Number.POSITIVE_INFINITY;
    product = next;
  }
  return printedSum(product);
}

/** What is left of the product of `dims` after taking out `divisors`; null when it does not divide. */
export function divideDims(dims: Shape, divisors: Shape): Dim | null {
  const left = [...dims];
  const open = divisors.filter((divisor) => {
    const at = typeof divisor === 'string' ? left.indexOf(divisor) : -1;
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const divisor = sizeSum(multiplyDims(open));
  const [term] = divisor;
  if (term === undefined || divisor.size > 1) return null;
  const quotient = maybeDividedSum(sizeSum(multiplyDims(left)), term[0], term[1]);
  return quotient === null ? null : printedSum(quotient);
}

/** Sum of dimensions, symbolic where a name takes part: `N` and 2 give `N + 2`, `N` and `N` give `2N`. */
export function addDims(dims: Shape): Dim {
  return printedSum(addedSums(dims.map(sizeSum)));
}
