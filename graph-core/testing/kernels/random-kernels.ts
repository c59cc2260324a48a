/** Arbitraries for kernels: odd sizes, strides of every kind, whole numbers small enough that sums are exact. */
import fc from 'fast-check';
import type { Buffer } from '../../compiler/ir/buffer.ts';
import type { Access, ScalarCodeBuilder } from '../../compiler/ir/scalar-code.ts';
import type { Size } from '../../tensor/shape.ts';
import { accessOf, type KernelSketch } from './kernel-sketch.ts';

/** Sizes around the four lanes of a vector, where remainders are. */
export const sizes = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 13);

/** Index spaces of up to three axes. */
export const shapes: fc.Arbitrary<Size> = fc.array(sizes, { maxLength: 3 });

/** How an operand lies: as the index space does, stretched along some axes, turned round, or a part of more. */
export const layouts = fc.record({
  /** Axes along which it is stretched, as bits. */
  stretched: fc.nat(7),
  isTurned: fc.boolean(),
  /** Elements left out at the beginning of its last axis. */
  skipped: fc.nat(2),
  /** Elements from one to the next along its last axis. */
  pace: fc.constantFrom(1, 1, 2, 3),
});

/** A layout. */
export type Layout = typeof layouts extends fc.Arbitrary<infer T> ? T : never;

/** A source that is read over `shape` in a layout, and the access that reads it. */
export function laidOut(
  sketch: KernelSketch,
  name: string,
  shape: Size,
  { stretched, isTurned, skipped, pace }: Layout,
): { readonly buffer: Buffer; readonly access: Access } {
  const last = shape.length - 1;
  const own = shape.map((size, axis) => {
    if (((stretched >> axis) & 1) === 1) return 1;
    return axis === last ? skipped + pace * (size - 1) + 1 : size;
  });
  const order = own.map((_, axis) => axis);
  if (isTurned) order.reverse();
  const buffer = sketch.buffer(
    name,
    order.map((axis) => own[axis]),
    'source',
  );
  const strides = own.map((size, axis) => {
    const stride = buffer.strides[order.indexOf(axis)];
    return size === 1 ? 0 : axis === last ? stride * pace : stride;
  });
  const isWhole = last < 0 || own[last] === 1;
  const offset = isWhole ? 0 : skipped * buffer.strides[order.indexOf(last)];
  return { buffer, access: { ...accessOf(buffer), strides, offset } };
}

/** Small whole numbers for every float of a buffer, padding included, from a seed. */
export function wholeNumbers({ size, id }: Buffer, seed: number): number[] {
  return Array.from({ length: size }, (_, i) => ((i * 31 + id * 17 + seed * 13) % 23) - 9);
}

/** Functions that are exact on small whole numbers. */
const EXACT = [
  'add',
  'subtract',
  'multiply',
  'max',
  'min',
  'less',
  'equal',
  'greaterEqual',
] as const;

/** What to do with operands, as steps that each take two earlier values. */
export const recipes = fc.array(
  fc.tuple(fc.constantFrom(...EXACT, 'negate', 'abs', 'sign', 'select'), fc.nat(20), fc.nat(20)),
  { minLength: 1, maxLength: 6 },
);

/** The code of a recipe over `operands`; gives its last node. */
export function cook(
  b: ScalarCodeBuilder,
  operands: readonly number[],
  recipe: typeof recipes extends fc.Arbitrary<infer T> ? T : never,
): number {
  const values = [...operands, b.number(2)];
  for (const [fn, i, j] of recipe) {
    const [x, y] = [values[i % values.length], values[j % values.length]];
    if (fn === 'select') values.push(b.select(b.binary('less', x, y), x, y));
    else if (fn === 'negate' || fn === 'abs' || fn === 'sign') values.push(b.unary(fn, x));
    // Products of products would leave the numbers that f32 holds exactly.
    else if (fn === 'multiply') values.push(b.binary('min', b.binary(fn, x, y), b.number(99)));
    else values.push(b.binary(fn, x, y));
  }
  return values[values.length - 1];
}
