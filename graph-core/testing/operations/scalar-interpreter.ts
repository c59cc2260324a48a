/**
 * Computes a scalar expression with JavaScript's own functions. It knows nothing of the operations'
 * loops, so that the two descriptions of a map, `forward` and `lower`, can be held against each other.
 */

import type { Attrs } from '../../ops/kit/attributes.ts';
import { erf } from '../../ops/kit/erf.ts';
import { roundToEven } from '../../ops/kit/rounding.ts';
import type {
  ScalarBinary,
  ScalarExpression,
  ScalarUnary,
} from '../../ops/kit/scalar-expression.ts';

/** Functions of one number. */
export const SCALAR_UNARY = {
  negate: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  sqrt: Math.sqrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  erf,
  arctan: Math.atan,
  floor: Math.floor,
  round: roundToEven,
} satisfies Record<ScalarUnary, (x: number) => number>;

/** Functions of two numbers. */
export const SCALAR_BINARY = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  power: (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
  max: Math.max,
  min: Math.min,
  equal: (x, y) => Number(x === y),
  notEqual: (x, y) => Number(x !== y),
  greater: (x, y) => Number(x > y),
  greaterEqual: (x, y) => Number(x >= y),
  less: (x, y) => Number(x < y),
  lessEqual: (x, y) => Number(x <= y),
} satisfies Record<ScalarBinary, (x: number, y: number) => number>;

/** The value of `expression` for one element of each port. */
export function interpretScalar(
  expression: ScalarExpression,
  ports: Readonly<Record<string, number>>,
  attrs: Attrs,
): number {
  switch (expression.kind) {
    case 'port':
      return ports[expression.name];
    case 'attr':
      return Number(attrs[expression.name]);
    case 'number':
      return expression.value;
    case 'unary':
      return SCALAR_UNARY[expression.fn](interpretScalar(expression.x, ports, attrs));
    case 'binary':
      return SCALAR_BINARY[expression.fn](
        interpretScalar(expression.x, ports, attrs),
        interpretScalar(expression.y, ports, attrs),
      );
    case 'select':
      return interpretScalar(expression.condition, ports, attrs) !== 0
        ? interpretScalar(expression.x, ports, attrs)
        : interpretScalar(expression.y, ports, attrs);
    default:
      return expression satisfies never;
  }
}
