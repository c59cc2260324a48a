/**
 * Scalar expressions: what a map does to one element, as data. The compiler turns them into SIMD
 * code; fusing two maps is substituting one expression into the other.
 */

/** Functions of one number the compiler knows. */
export type ScalarUnary =
  | 'negate'
  | 'abs'
  | 'sign'
  | 'sqrt'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sin'
  | 'cos'
  | 'tanh'
  | 'sigmoid'
  | 'erf'
  | 'arctan'
  | 'floor'
  /** To the nearest whole number, halves to the even one. */
  | 'round';

/** Functions of two numbers; comparisons give 1 or 0. */
export type ScalarBinary =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'power'
  | 'max'
  | 'min'
  | 'equal'
  | 'notEqual'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'lessEqual';

/** One element of the output as a function of the same element of each port, and of attributes. */
export type ScalarExpression =
  | { readonly kind: 'port'; readonly name: string }
  | { readonly kind: 'attr'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'unary'; readonly fn: ScalarUnary; readonly x: ScalarExpression }
  | {
      readonly kind: 'binary';
      readonly fn: ScalarBinary;
      readonly x: ScalarExpression;
      readonly y: ScalarExpression;
    }
  | {
      readonly kind: 'select';
      readonly condition: ScalarExpression;
      readonly x: ScalarExpression;
      readonly y: ScalarExpression;
    };

/** Builders: `s.binary('multiply', s.port('x'), s.number(2))`. */
export const s = {
  port: (name: string): ScalarExpression => ({ kind: 'port', name }),
  attr: (name: string): ScalarExpression => ({ kind: 'attr', name }),
  number: (value: number): ScalarExpression => ({ kind: 'number', value }),
  unary: (fn: ScalarUnary, x: ScalarExpression): ScalarExpression => ({ kind: 'unary', fn, x }),
  binary: (fn: ScalarBinary, x: ScalarExpression, y: ScalarExpression): ScalarExpression => ({
    kind: 'binary',
    fn,
    x,
    y,
  }),
  /** x where the condition is not 0, else y; both are computed. */
  select: (
    condition: ScalarExpression,
    x: ScalarExpression,
    y: ScalarExpression,
  ): ScalarExpression => ({ kind: 'select', condition, x, y }),
};
