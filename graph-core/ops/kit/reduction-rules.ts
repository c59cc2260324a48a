/**
 * What all reductions share: their attributes, their exports, the loop they run and the way back from
 * a reduced value to the shape of the input.
 */

import { setting } from '../../settings/setting.ts';
import { copyStrided } from '../../tensor/broadcast.ts';
import { elementCount, multiplyDims, rowMajorStrides, type Size } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Emitter, Value } from './emitter.ts';
import { type Formula, type FormulaSymbol, f, spread } from './formula.ts';
import { assertAxes, reducedShape } from './shape-rules.ts';

/** Which axes, and whether they stay. */
export interface ReductionAttrs {
  readonly axes: readonly number[] | null;
  readonly keepDims: boolean;
}

/** The input of a reduction. */
export const reductionInputs = [{ name: 'x', help: 'The values to combine.' }] as const;

/** The attributes of a reduction. */
export const reductionAttrs = {
  axes: setting.axes(null, 'The axes that disappear; empty: all of them.'),
  keepDims: setting.boolean(false, 'Keep the reduced axes with size 1.'),
};

/** A tensor seen as [outer, reduced, inner]; the middle one is combined. */
export interface ReductionBlocks {
  readonly data: Float64Array;
  readonly outer: number;
  readonly reduced: number;
  readonly inner: number;
}

/**
 * The view of `x` in which `axes` are one middle axis. Where kept axes lie between them, the numbers
 * are copied into another order first, so that every reduction needs only the one loop.
 */
export function reductionBlocks(x: Tensor, axes: readonly number[]): ReductionBlocks {
  let outer = 1;
  let reduced = 1;
  let inner = 1;
  let phase: 'outer' | 'reduced' | 'inner' = 'outer';
  for (let axis = 0; axis < x.shape.length; axis++) {
    const size = x.shape[axis];
    if (size === 1) continue;
    if (axes.includes(axis)) {
      if (phase === 'inner') return movedToEnd(x, axes);
      phase = 'reduced';
      reduced *= size;
    } else if (phase === 'outer') {
      outer *= size;
    } else {
      phase = 'inner';
      inner *= size;
    }
  }
  return { data: x.data, outer, reduced, inner };
}

function movedToEnd(x: Tensor, axes: readonly number[]): ReductionBlocks {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const own = rowMajorStrides(x.shape);
  const data = new Float64Array(x.data.length);
  copyStrided(
    data,
    x.data,
    order.map((axis) => x.shape[axis]),
    order.map((axis) => own[axis]),
  );
  const outer = elementCount(kept.map((axis) => x.shape[axis]));
  return { data, outer, reduced: reducedCount(x.shape, axes), inner: 1 };
}

/** How many elements come together in each output element. */
export function reducedCount(shape: Size, axes: readonly number[] | null): number {
  return elementCount(assertAxes(axes, shape.length).map((axis) => shape[axis]));
}

/** A reduced value with its axes back at size 1, so that it broadcasts against the input. */
export function restoreAxes(
  g: Emitter,
  reduced: Value,
  x: Value,
  axes: readonly number[] | null,
): Value {
  const shape = reducedShape(x.shape, assertAxes(axes, x.shape.length), true);
  return g.reshape(reduced, shape as Size);
}

/** `n`: how many elements come together in each output element. */
export function countOf(x: FormulaSymbol, axes: readonly number[] | null): Formula {
  const sizes = assertAxes(axes, x.shape.length).map((axis) => x.shape[axis]);
  return f.count(multiplyDims(sizes), 'how many elements come together');
}

/** A reduced symbol meeting the elements of `x` it was reduced from. */
export function spreadOver(
  reduced: FormulaSymbol,
  x: FormulaSymbol,
  axes: readonly number[] | null,
): Formula {
  return spread(reduced, reducedShape(x.shape, assertAxes(axes, x.shape.length), true));
}

/**
 * `torch.sum(<x>, <axes>, <keepDims>)` with the two cases in which torch's list of axes means
 * something else: none given is all of them there, and the empty list is none of them here.
 */
export function reductionTemplate(name: string, none = '<x>') {
  return (a: ReductionAttrs): string => {
    if (a.axes === null) {
      return a.keepDims ? `${name}(<x>).reshape([1] * <x>.dim())` : `${name}(<x>)`;
    }
    return a.axes.length === 0 ? none : `${name}(<x>, <axes>, <keepDims>)`;
  };
}
