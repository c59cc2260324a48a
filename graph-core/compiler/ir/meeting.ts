/** Whether two walks over a buffer can come to the same element. */
import { elementCount } from '../../tensor/shape.ts';
import type { Walk } from './kernel.ts';

/** The first and the last element that a walk comes to. */
export function reachOf({ access, shape }: Walk): {
  readonly first: number;
  readonly last: number;
} {
  let first = access.offset;
  let last = access.offset;
  for (let axis = 0; axis < shape.length; axis++) {
    const way = (shape[axis] - 1) * access.strides[axis];
    if (way < 0) first += way;
    else last += way;
  }
  return { first, last };
}

/** True when both walks come to the same element in the same step: the same index space, the same elements. */
export function isSameElement(a: Walk, b: Walk): boolean {
  return (
    a.access.offset === b.access.offset &&
    a.shape.length === b.shape.length &&
    a.shape.every(
      (size, axis) =>
        size === b.shape[axis] && (size === 1 || a.access.strides[axis] === b.access.strides[axis]),
    )
  );
}

/**
 * True when some element is in both walks, which go over the same buffer. Nearly always one of two short
 * arguments says that there is none: one walk ends before the other begins, or, as for the left and the right
 * columns of a matrix,
 *
 *     ■ ■ □ □      by the rest of a division by the distance S of the rows:
 *     ■ ■ □ □      a walk stays within [r, r + reach of its axes that are no multiple of S],
 *     ■ ■ □ □      and the two ranges of rests have nothing in common.
 *
 * Where neither says so the elements are counted.
 */
export function meet(a: Walk, b: Walk): boolean {
  if (elementCount(a.shape) === 0 || elementCount(b.shape) === 0) return false;
  const [p, q] = [reachOf(a), reachOf(b)];
  if (p.last < q.first || q.last < p.first) return false;
  for (const strides of [a.access.strides, b.access.strides]) {
    for (const stride of strides) if (stride > 1 && haveOtherRests(a, b, stride)) return false;
  }
  const elements = elementsOf(a);
  for (const element of elementsOf(b)) if (elements.has(element)) return true;
  return false;
}

function haveOtherRests(a: Walk, b: Walk, stride: number): boolean {
  const [p, q] = [restsOf(a, stride), restsOf(b, stride)];
  return p !== null && q !== null && (p.last < q.first || q.last < p.first);
}

/** The rests of a walk's elements divided by `stride`, when they are one range without a jump. */
function restsOf(
  { access, shape }: Walk,
  stride: number,
): { readonly first: number; readonly last: number } | null {
  const first = ((access.offset % stride) + stride) % stride;
  let last = first;
  for (let axis = 0; axis < shape.length; axis++) {
    const step = access.strides[axis];
    if (shape[axis] === 1 || step % stride === 0) continue;
    if (step < 0) return null;
    last += (shape[axis] - 1) * step;
  }
  return last < stride ? { first, last } : null;
}

function elementsOf({ access, shape }: Walk): Set<number> {
  let elements = [access.offset];
  shape.forEach((size, axis) => {
    const stride = access.strides[axis];
    if (size === 1 || stride === 0) return;
    elements = elements.flatMap((start) =>
      Array.from({ length: size }, (_, i) => start + i * stride),
    );
  });
  return new Set(elements);
}

/** True when a walk comes to no element twice: each axis steps over all that the shorter ones reach. */
export function isOnce(walk: Walk): boolean {
  const { access, shape } = walk;
  let reach = 0;
  if (shape.length > 1) {
    const steps: (readonly [number, number])[] = [];
    for (let axis = 0; axis < shape.length; axis++) {
      if (shape[axis] > 1) steps.push([Math.abs(access.strides[axis]), shape[axis]]);
    }
    steps.sort(([p], [q]) => p - q);
    for (const [stride, size] of steps) {
      if (stride <= reach) return elementsOf(walk).size === elementCount(shape);
      reach += (size - 1) * stride;
    }
    return true;
  }
  return shape.length === 0 || shape[0] <= 1 || access.strides[0] !== 0;
}
