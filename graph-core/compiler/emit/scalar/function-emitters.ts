/** What is emitted for each scalar function: its operands are on the stack, its value takes their place. */
import type { ScalarBinary, ScalarUnary } from '../../../ops/kit/scalar-expression.ts';
import type { ScalarNode } from '../../ir/scalar-code.ts';
import type { FunctionCode } from '../../wasm/function-code.ts';
import type { PlainName } from '../../wasm/opcodes.ts';
import { emitArctan } from './arctangent.ts';
import {
  emitErf,
  emitExp,
  emitExpm1,
  emitLog,
  emitLog1p,
  emitSigmoid,
  emitTanh,
} from './polynomials.ts';
import { emitPower } from './power.ts';
import { emitSine } from './sine.ts';

type Emit = (c: FunctionCode) => void;
type EmitBinary = (c: FunctionCode, y: ScalarNode) => void;

const opcode =
  (name: PlainName): Emit =>
  (c) => {
    c.op(name);
  };

/** Functions of one number. */
export const UNARY_EMITTERS: Readonly<Record<ScalarUnary, Emit>> = {
  negate: opcode('f32x4.neg'),
  abs: opcode('f32x4.abs'),
  sqrt: opcode('f32x4.sqrt'),
  floor: opcode('f32x4.floor'),
  round: opcode('f32x4.nearest'),
  sign: emitSign,
  exp: emitExp,
  expm1: emitExpm1,
  log: emitLog,
  log1p: emitLog1p,
  sin: (c) => emitSine(c, 0),
  cos: (c) => emitSine(c, 1),
  tanh: emitTanh,
  sigmoid: emitSigmoid,
  erf: emitErf,
  arctan: emitArctan,
};

/** The instruction of a comparison, which leaves a mask of bits. */
const COMPARISONS = {
  equal: 'f32x4.eq',
  notEqual: 'f32x4.ne',
  greater: 'f32x4.gt',
  greaterEqual: 'f32x4.ge',
  less: 'f32x4.lt',
  lessEqual: 'f32x4.le',
} as const satisfies Partial<Record<ScalarBinary, PlainName>>;

type Comparison = keyof typeof COMPARISONS;

const isComparison = (fn: ScalarBinary): fn is Comparison => Object.hasOwn(COMPARISONS, fn);

/** The instruction of a node that compares; null for any other. */
export const comparisonOf = (node: ScalarNode): PlainName | null =>
  node.op === 'binary' && isComparison(node.fn) ? COMPARISONS[node.fn] : null;

/**
 * The larger or smaller of two numbers, NaN when either is. The short instruction gives its first operand when
 * one is NaN, which is right unless only the second can be.
 */
const extreme =
  (name: PlainName, short: PlainName): EmitBinary =>
  (c, y) => {
    c.op(y.op === 'number' && !Number.isNaN(y.value) ? short : name);
  };

/** Functions of two numbers that are no comparison. */
const BINARY_EMITTERS: Readonly<Record<Exclude<ScalarBinary, Comparison>, EmitBinary>> = {
  add: opcode('f32x4.add'),
  subtract: opcode('f32x4.sub'),
  multiply: opcode('f32x4.mul'),
  divide: opcode('f32x4.div'),
  power: emitPower,
  max: extreme('f32x4.max', 'f32x4.pmax'),
  min: extreme('f32x4.min', 'f32x4.pmin'),
};

/** Emits a function of two numbers; a comparison gives 1 or 0. `y` is the node of the second. */
export function emitBinary(c: FunctionCode, fn: ScalarBinary, y: ScalarNode): void {
  if (isComparison(fn)) c.op(COMPARISONS[fn]).splat(1).op('v128.and');
  else BINARY_EMITTERS[fn](c, y);
}

function emitSign(c: FunctionCode): void {
  // 1 with the sign of x where x is not 0; 0 and NaN as they are.
  const x = c.scratch('sign.x');
  const one = c.scratch('sign.one');
  c.set(x);
  c.get(x)
    .splatInt(-(2 ** 31))
    .op('v128.and')
    .splat(1)
    .op('v128.or')
    .set(one);
  c.get(one).get(x).get(x).op('f32x4.abs').splat(0).op('f32x4.gt').op('v128.bitselect');
}
