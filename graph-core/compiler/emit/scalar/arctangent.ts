/**
 * The arctangent of four f32 at a time, x on the stack and the result on the stack: x is brought below tan(π/8),
 * by 1/x or by (x - 1)/(x + 1), with a quarter or an eighth of a turn to add.
 *
 * Source: Cephes (Moshier), atanf.
 */
import type { FunctionCode } from '../../wasm/function-code.ts';
import { horner } from './polynomials.ts';

const TAN_3_EIGHTHS_PI = 2.414213562373095;
const TAN_EIGHTH_PI = 0.4142135623730951;

/** (arctan t - t) / t³ by powers of t². */
const TAIL = [8.05374449538e-2, -1.38776856032e-1, 1.99777106478e-1, -3.33329491539e-1];

/** The angle whose tangent is x, in [-π/2, π/2]. */
export function emitArctan(c: FunctionCode): void {
  const given = c.scratch('arctan.given');
  const size = c.scratch('arctan.size');
  const isLarge = c.scratch('arctan.large');
  const isMiddle = c.scratch('arctan.middle');
  const t = c.scratch('arctan.t');
  const square = c.scratch('arctan.square');
  c.tee(given).op('f32x4.abs').set(size);
  c.get(size).splat(TAN_3_EIGHTHS_PI).op('f32x4.gt').set(isLarge);
  c.get(size).splat(TAN_EIGHTH_PI).op('f32x4.gt').set(isMiddle);
  c.splat(-1).get(size).op('f32x4.div');
  c.get(size).splat(1).op('f32x4.sub').get(size).splat(1).op('f32x4.add').op('f32x4.div');
  c.get(isLarge).op('v128.bitselect');
  c.get(size).get(isMiddle).op('v128.bitselect').set(t);
  c.get(t).get(t).op('f32x4.mul').set(square);
  horner(c, square, TAIL);
  c.get(square).op('f32x4.mul').get(t).op('f32x4.mul').get(t).op('f32x4.add');
  c.splat(Math.PI / 2)
    .splat(Math.PI / 4)
    .get(isLarge)
    .op('v128.bitselect')
    .get(isMiddle)
    .op('v128.and')
    .op('f32x4.add');
  // With the sign of x.
  c.get(given)
    .splatInt(-(2 ** 31))
    .op('v128.and')
    .op('v128.or');
}
