/**
 * What the compiler knows of each scalar function before it is emitted: how it is folded when its operands
 * are known (null: it is left to the loop, whose digits count), and whether it takes tens of instructions.
 * What is emitted for it stands in `emit/scalar/function-emitters.ts`.
 */
import { roundToEven } from '../../ops/kit/rounding.ts';
import type { ScalarBinary, ScalarUnary } from '../../ops/kit/scalar-expression.ts';

interface ScalarFunction<Fold> {
  readonly fold: Fold | null;
  readonly heavy: boolean;
}

const light = <Fold>(fold: Fold | null): ScalarFunction<Fold> => ({ fold, heavy: false });
const heavy = <Fold>(fold: Fold | null = null): ScalarFunction<Fold> => ({ fold, heavy: true });

type UnaryFold = (x: number) => number;
type BinaryFold = (x: number, y: number) => number;

/** Functions of one number. */
export const UNARY: Readonly<Record<ScalarUnary, ScalarFunction<UnaryFold>>> = {
  negate: light((x) => -x),
  abs: light(Math.abs),
  sign: light(Math.sign),
  sqrt: light(Math.sqrt),
  floor: light(Math.floor),
  round: light(roundToEven),
  exp: heavy(Math.exp),
  expm1: heavy(),
  log: heavy(Math.log),
  log1p: heavy(),
  sin: heavy(),
  cos: heavy(),
  tanh: heavy(),
  sigmoid: heavy(),
  erf: heavy(),
  arctan: heavy(),
};

/** Functions of two numbers. */
export const BINARY: Readonly<Record<ScalarBinary, ScalarFunction<BinaryFold>>> = {
  add: light((x, y) => x + y),
  subtract: light((x, y) => x - y),
  multiply: light((x, y) => x * y),
  divide: light((x, y) => x / y),
  power: heavy((x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y)),
  max: light(Math.max),
  min: light(Math.min),
  equal: light((x, y) => Number(x === y)),
  notEqual: light((x, y) => Number(x !== y)),
  greater: light((x, y) => Number(x > y)),
  greaterEqual: light((x, y) => Number(x >= y)),
  less: light((x, y) => Number(x < y)),
  lessEqual: light((x, y) => Number(x <= y)),
};
