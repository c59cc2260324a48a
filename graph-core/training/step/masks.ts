/** Random masks of a program: drawn at each training step, replaced by their mean in predictions. */

import { completeAttrs } from '../../ops/kit/operation.ts';
import type { MaskDraw } from '../../ops/kit/random-mask.ts';
import { opDef } from '../../ops/registry.ts';
import { drawsFrom, type Program } from '../../program/program.ts';
import { ownerOf } from '../../tensor/random.ts';
import { elementCount, type Size } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** A source that is a random mask. */
export interface Mask {
  readonly value: number;
  readonly shape: Size;
  readonly draw: MaskDraw;
}

/** Every mask of a program. */
export function masksOf({ instructions }: Program): readonly Mask[] {
  return instructions.flatMap((instruction, value) => {
    const { op, attrs, shape } = instruction;
    const definition = opDef(op);
    if (definition?.kind !== 'source' || definition.redraw === undefined) return [];
    const owner = ownerOf(drawsFrom(instruction));
    return [{ value, shape, draw: definition.redraw(completeAttrs(definition, attrs), owner) }];
  });
}

/** The mean of every mask: what predictions use, so that they do not depend on chance. */
export function meanMasks(program: Program): ReadonlyMap<number, Tensor> {
  return new Map(
    masksOf(program).map(({ value, shape, draw }) => [
      value,
      { shape, data: new Float64Array(elementCount(shape)).fill(1 - draw.rate) },
    ]),
  );
}
