/**
 * Rules as expressions. What is shown of an operation (its value, how a gradient passes it) is a formula:
 * data made of its ports, `out`, the upstream gradient and operations, each with the notation it is
 * written in. LaTeX and numbers both come from the same formula, and every sample holds the numbers
 * against what the operation computes, so no rule on the screen can contradict the number under it.
 *
 * Formulas are the mathematics as people write it, not the way it is computed: no trick for overflow.
 */
import type { Dim, Shape } from '../../tensor/shape.ts';
import type { Attrs } from './attributes.ts';

/** How an application is written. Its arguments are printed by the same table. */
export type Notation =
  | { readonly as: 'sum' | 'difference' | 'negative' | 'product' | 'fraction' }
  | { readonly as: 'power' | 'square' | 'exponential' | 'root' | 'abs' | 'floor' | 'cases' }
  /** `\sin x`, `\operatorname{pad}(x)`: a backslash word stands before its argument. */
  | { readonly as: 'function'; readonly name: string }
  /** `[x > 0]`: 1 where true, 0 elsewhere. */
  | { readonly as: 'relation'; readonly sign: string }
  /** A big operator over axes (null: all of them), or over what words say. */
  | { readonly as: 'over'; readonly sign: string; readonly over: readonly number[] | string | null }
  | { readonly as: 'matrix product' | 'row times column' | 'column times row' }
  | { readonly as: 'transposed' | 'mean' | 'list' }
  | { readonly as: 'subscript'; readonly below: string }
  /** The first argument with the second below it: elements picked by index. */
  | { readonly as: 'picked' }
  /** Only the argument: a change of shape that the notation leaves out. */
  | { readonly as: 'same' }
  /** The argument in a brace, and below it what it is: `upstream`, a shape. */
  | { readonly as: 'under'; readonly below: string }
  /** A sum of many: the first of them, dots, and the last. */
  | { readonly as: 'elided' };

/** One formula. */
export type Formula =
  /** A port, `out` or `ct`; the reader puts a name, a number or a tensor in. */
  | { readonly kind: 'symbol'; readonly name: string; readonly shape: Shape }
  | { readonly kind: 'number'; readonly value: number; readonly tex?: string }
  /** An operation of the registry, applied. */
  | {
      readonly kind: 'apply';
      readonly op: string;
      readonly inputs: readonly Formula[];
      readonly attrs: Attrs;
      readonly notation: Notation;
    }
  /** A symbol of its own (n, **y**, m, or Φ of its arguments) and what it stands for. */
  | {
      readonly kind: 'bound';
      readonly name: string;
      readonly inputs: readonly Formula[];
      /** How it is written where that is not `name(inputs)`. */
      readonly notation?: Notation;
      /** Completes "n: …", such as "how many examples there are". */
      readonly words: string;
      readonly value: Formula;
    }
  /** How many: a size, or a product of sizes, that may still have a name (N). */
  | { readonly kind: 'size'; readonly size: Dim };

/** A formula, or a number written out. */
export type Term = Formula | number;

/** What a rule is written with. Symbols know their shapes, which may contain names. */
export interface RuleSymbols<A = Attrs> {
  readonly inputs: Readonly<Record<string, FormulaSymbol>>;
  readonly out: FormulaSymbol;
  readonly ct: FormulaSymbol;
  readonly a: A;
}

/** A port, the output or the upstream gradient. */
export type FormulaSymbol = Extract<Formula, { kind: 'symbol' }>;

/** What words say better than a formula: a unit that is off, a tie, a kink. */
export interface RuleCase<A = Attrs> {
  /** Not 0 where it is so. */
  readonly where: (symbols: RuleSymbols<A>) => Term;
  /** Completes "Here …" and "At 3 of 10 elements …": `ReLU is off, so nothing passes`. */
  readonly words: string;
}

/** How the gradient of one input port follows from the upstream gradient. */
export type GradientRule<A = Attrs> =
  /** Elementwise operations: downstream = upstream ⊙ local. */
  | {
      readonly local: (symbols: RuleSymbols<A>) => Term;
      readonly cases?: readonly RuleCase<A>[];
    }
  /** Everything else: the whole vector-Jacobian product. */
  | {
      readonly vjp: (symbols: RuleSymbols<A>) => Term;
      readonly cases?: readonly RuleCase<A>[];
    }
  /** No gradient flows here, for this reason. */
  | { readonly zero: string };

const lift = (term: Term): Formula =>
  typeof term === 'number' ? { kind: 'number', value: term } : term;

const apply = (
  op: string,
  inputs: readonly Term[],
  notation: Notation,
  attrs: Attrs = {},
): Formula => ({ kind: 'apply', op, inputs: inputs.map(lift), attrs, notation });

const relation = (op: string, sign: string) => (x: Term, y: Term) =>
  apply(op, [x, y], { as: 'relation', sign });

const big =
  (op: string, sign: string) =>
  (x: Term, axes: readonly number[] | null = null, keepDims = false): Formula =>
    apply(op, [x], { as: 'over', sign, over: axes }, { axes, keepDims });

/** Builders. Each is one operation of the registry in its usual notation. */
export const f = {
  /** A single number by its name: what rules of updates are written with. */
  named: (name: string): Formula => ({ kind: 'symbol', name, shape: [] }),
  number: (value: number, tex?: string): Formula =>
    tex === undefined ? { kind: 'number', value } : { kind: 'number', value, tex },
  /** Any operation, in any notation. */
  apply,
  bound: (name: string, words: string, value: Term, inputs: readonly Formula[] = []): Formula => ({
    kind: 'bound',
    name,
    words,
    value: lift(value),
    inputs,
  }),
  /** A symbol in a notation of its own: `\overline{x}`, `{s}_{y}`. */
  written: (notation: Notation, input: Formula, words: string, value: Term): Formula => ({
    kind: 'bound',
    name: JSON.stringify(notation),
    words,
    value: lift(value),
    inputs: [input],
    notation,
  }),
  /** A 1 for each element of `x`: what a single number is repeated by. */
  ones: (x: FormulaSymbol): Formula =>
    x.shape.length === 0
      ? { kind: 'number', value: 1 }
      : {
          kind: 'bound',
          name: '\\mathbf{1}',
          words: 'a 1 for each element',
          value: apply('full', [], { as: 'same' }, { value: 1, shape: [...x.shape] }),
          inputs: [],
        },
  /** `n`: how many there are. */
  count: (size: Dim, words: string): Formula => ({
    kind: 'bound',
    name: 'n',
    words,
    value: { kind: 'size', size },
    inputs: [],
  }),
  add: (x: Term, y: Term) => apply('add', [x, y], { as: 'sum' }),
  subtract: (x: Term, y: Term) => apply('subtract', [x, y], { as: 'difference' }),
  negate: (x: Term) => apply('negate', [x], { as: 'negative' }),
  /** From left to right. */
  times: (...factors: readonly [Term, ...Term[]]): Formula => {
    const [first, ...rest] = factors;
    return rest.reduce<Formula>(
      (x, y) => apply('multiply', [x, y], { as: 'product' }),
      lift(first),
    );
  },
  divide: (x: Term, y: Term) => apply('divide', [x, y], { as: 'fraction' }),
  power: (x: Term, y: Term) => apply('power', [x, y], { as: 'power' }),
  square: (x: Term) => apply('square', [x], { as: 'square' }),
  exp: (x: Term) => apply('exp', [x], { as: 'exponential' }),
  sqrt: (x: Term) => apply('sqrt', [x], { as: 'root' }),
  abs: (x: Term) => apply('abs', [x], { as: 'abs' }),
  floor: (x: Term) => apply('floor', [x], { as: 'floor' }),
  ln: (x: Term) => apply('log', [x], { as: 'function', name: '\\ln' }),
  sin: (x: Term) => apply('sin', [x], { as: 'function', name: '\\sin' }),
  cos: (x: Term) => apply('cos', [x], { as: 'function', name: '\\cos' }),
  tanh: (x: Term) => apply('tanh', [x], { as: 'function', name: '\\tanh' }),
  sigma: (x: Term) => apply('sigmoid', [x], { as: 'function', name: '\\sigma{}' }),
  erf: (x: Term) => apply('erf', [x], { as: 'function', name: '\\operatorname{erf}' }),
  sign: (x: Term) => apply('sign', [x], { as: 'function', name: '\\operatorname{sign}' }),
  max: (x: Term, y: Term) => apply('max', [x, y], { as: 'function', name: '\\max{}' }),
  min: (x: Term, y: Term) => apply('min', [x, y], { as: 'function', name: '\\min{}' }),
  /** Along an axis, the last unless another is named. */
  softmax: (x: Term, axis = -1) =>
    apply('softmax', [x], { as: 'function', name: '\\operatorname{softmax}' }, { axis }),
  equal: relation('equal', '='),
  notEqual: relation('notEqual', '\\neq'),
  greater: relation('greater', '>'),
  greaterEqual: relation('greaterEqual', '\\geq'),
  less: relation('less', '\\lt'),
  lessEqual: relation('lessEqual', '\\leq'),
  /** x where the condition holds, y elsewhere. */
  cases: (condition: Term, x: Term, y: Term) => apply('where', [condition, x, y], { as: 'cases' }),
  sum: big('sum', '\\sum'),
  largest: big('reduceMax', '\\max'),
  smallest: big('reduceMin', '\\min'),
  product: big('product', '\\prod'),
  matmul: (x: Term, y: Term) => apply('matmul', [x, y], { as: 'matrix product' }),
  /** Exchanges the last two axes of a value of `rank` axes. */
  transposed: (x: Term, rank: number): Formula => {
    const axes = Array.from({ length: rank }, (_, axis) => axis);
    const permutation = [...axes.slice(0, -2), rank - 1, rank - 2];
    return apply('transpose', [x], { as: 'transposed' }, { permutation });
  },
  /** The same elements under another shape, which the notation leaves out. */
  reshaped: (x: Term, shape: Shape) => apply('reshape', [x], { as: 'same' }, { shape: [...shape] }),
  /** In a brace with words below. */
  under: (x: Term, below: string) => apply('identity', [x], { as: 'under', below }),
  /** A sum of which some summands are written out, the last of the sum as the last of them. */
  elided: (written: readonly Formula[], sum: Formula): Formula => ({
    kind: 'bound',
    name: 'elided',
    words: '',
    value: sum,
    inputs: written,
    notation: { as: 'elided' },
  }),
  oneHot: (x: Term, classes: Dim) =>
    apply('oneHot', [x], { as: 'function', name: '\\operatorname{one\\text{-}hot}' }, { classes }),
};

/**
 * A reduced value with its axes back at size 1, so that it meets the elements it came from. Says
 * "broadcast" unless it is a single number, which meets everything by itself.
 */
export function spread(x: FormulaSymbol, kept: Shape): Formula {
  if (x.shape.length === 0 || x.shape.length === kept.length) return x;
  const notation: Notation = { as: 'function', name: '\\operatorname{broadcast}' };
  return apply('reshape', [x], notation, { shape: [...kept] });
}
