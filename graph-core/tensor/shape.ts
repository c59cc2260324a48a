/**
 * Shapes and their dimensions. A dimension is a size or a name such as `N`; names occur only in
 * documents (a graph that works for any batch size). A Program always has sizes.
 */

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

/** Axis counted from the front (`-1` is the last one), or null when it lies outside the rank. */
export function maybeAxis(axis: number, rank: number): number | null {
  const resolved = axis < 0 ? axis + rank : axis;
  return Number.isInteger(resolved) && resolved >= 0 && resolved < rank ? resolved : null;
}

/**
 * Product of dimensions, symbolic where a name takes part: 3 and `N` give `3N`, canonical so that
 * equal products are equal strings (`2N` times 3 is `6N`, `M` times `N` is `MN` with a dot: `M·N`).
 */
export function multiplyDims(dims: Shape): Dim {
  let factor = 1;
  const names: string[] = [];
  for (const dim of dims) {
    if (typeof dim === 'number') {
      factor *= dim;
      continue;
    }
    const parts = /^(\d*)(.+)$/.exec(dim);
    if (parts === null || /[+(]/.test(dim)) {
      names.push(dim.startsWith('(') ? dim : `(${dim})`);
      continue;
    }
    if (parts[1] !== '') factor *= Number(parts[1]);
    names.push(...parts[2].split('·'));
  }
  if (names.length === 0 || factor === 0) return factor;
  return `${factor === 1 ? '' : factor}${names.sort().join('·')}`;
}

/** What is left of the product of `dims` after taking out `divisors`; null when it does not divide. */
export function divideDims(dims: Shape, divisors: Shape): Dim | null {
  const names = dims.filter((dim) => typeof dim === 'string');
  for (const divisor of divisors) {
    if (typeof divisor === 'number') continue;
    const at = names.indexOf(divisor);
    if (at < 0) return null;
    names.splice(at, 1);
  }
  const size = elementCount(dims.filter((dim) => typeof dim === 'number'));
  const divisor = elementCount(divisors.filter((dim) => typeof dim === 'number'));
  if (divisor === 0 || size % divisor !== 0) return null;
  return multiplyDims([size / divisor, ...names]);
}

/** Sum of dimensions, symbolic where a name takes part: `N` and 2 give `N + 2`. */
export function addDims(dims: Shape): Dim {
  let size = 0;
  const names: string[] = [];
  for (const dim of dims) {
    if (typeof dim === 'number') {
      size += dim;
      continue;
    }
    for (const term of dim.split(' + ')) {
      if (/^\d+$/.test(term)) size += Number(term);
      else names.push(term);
    }
  }
  if (names.length === 0) return size;
  names.sort();
  return size === 0 ? names.join(' + ') : `${names.join(' + ')} + ${size}`;
}
