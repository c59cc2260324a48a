/**
 * A formula as LaTeX. Each notation says how tightly it holds together, so parentheses stand where, and only
 * where, something else would be read without them.
 */
import type { Formula, Notation } from '../ops/kit/formula.ts';
import type { Dim } from '../tensor/shape.ts';
import { formulaShape } from './formula-shape.ts';

/** How tightly LaTeX holds together; a weaker part of a stronger whole gets parentheses. */
export const BINDING = {
  /** Parentheses wherever nothing else encloses it. */
  loose: -1,
  sum: 0,
  negative: 1,
  product: 2,
  prefix: 3,
  raised: 4,
  atom: 5,
} as const;

/** A piece of LaTeX and how tightly it holds together. */
export interface Tex {
  readonly tex: string;
  readonly binding: number;
}

/** LaTeX that can stand anywhere. */
export const atomTex = (tex: string): Tex => ({ tex, binding: BINDING.atom });

/** A number, with its sign and power of ten. `tex` is how its digits are written. */
export function numberTex(value: number, written = String(value)): Tex {
  if (Number.isNaN(value)) return atomTex('\\mathrm{NaN}');
  if (!Number.isFinite(value)) {
    return value < 0
      ? { tex: '-\\infty', binding: BINDING.negative }
      : { tex: '\\infty', binding: BINDING.atom };
  }
  const [mantissa, exponent] = written.replace('e+', 'e').split('e');
  const tex = exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${exponent}}`;
  if (tex.startsWith('-')) return { tex, binding: BINDING.negative };
  return { tex, binding: exponent === undefined ? BINDING.atom : BINDING.product };
}

/** The formula with `symbols` put in for ports, `out` and `ct`. */
export function formulaLatex(formula: Formula, symbols: Readonly<Record<string, Tex>>): string {
  return print(formula, symbols).tex;
}

type Symbols = Readonly<Record<string, Tex>>;

function print(formula: Formula, symbols: Symbols): Tex {
  switch (formula.kind) {
    case 'symbol':
      return symbols[formula.name] ?? atomTex(formula.name);
    case 'number':
      return formula.tex === undefined ? numberTex(formula.value) : atomTex(formula.tex);
    case 'size':
      return sizeTex(formula.size);
    case 'bound': {
      if (formula.notation !== undefined)
        return printApplied(formula.inputs, formula.notation, symbols);
      if (formula.inputs.length === 0) return atomTex(formula.name);
      const inputs = formula.inputs.map((input) => print(input, symbols).tex);
      return { tex: `${formula.name}${round(inputs.join(', '))}`, binding: BINDING.raised };
    }
    case 'apply':
      return printApplied(formula.inputs, formula.notation, symbols);
    default:
      return formula satisfies never;
  }
}

const isOne = (formula: Formula): boolean => formula.kind === 'number' && formula.value === 1;

/** `_{\text{axis }1}`: axes counted from the front; nothing where all of them are meant. */
export function axesLatex(axes: readonly number[]): string {
  return `_{\\text{${axes.length === 1 ? 'axis' : 'axes'} }${axes.join(', ')}}`;
}

function belowBig(over: readonly number[] | string | null, rank: number | undefined): string {
  if (over === null || over.length === rank) return '';
  if (typeof over === 'string') return `_{${over}}`;
  return axesLatex(over.map((axis) => (axis < 0 && rank !== undefined ? axis + rank : axis)));
}

/** The elementwise product has a sign of its own; a number times anything has not. */
function productSign(left: Formula, right: Formula): string {
  const isScalar = (formula: Formula) => formulaShape(formula)?.length === 0;
  return isScalar(left) || isScalar(right) ? '\\cdot' : '\\odot';
}

function printApplied(inputs: readonly Formula[], notation: Notation, symbols: Symbols): Tex {
  const [x, y, z] = inputs;
  const at = (formula: Formula, binding: number) => held(print(formula, symbols), binding);
  /** Where braces or bars enclose it. */
  const inner = (formula: Formula) => print(formula, symbols).tex;
  const { sum, negative, product, prefix, raised, atom } = BINDING;
  switch (notation.as) {
    case 'sum':
      return { tex: `${at(x, sum)} + ${at(y, product)}`, binding: sum };
    case 'difference':
      return { tex: `${at(x, sum)} - ${at(y, product)}`, binding: sum };
    case 'negative':
      return { tex: `-${at(x, product)}`, binding: negative };
    case 'product': {
      if (isOne(x)) return print(y, symbols);
      if (isOne(y)) return print(x, symbols);
      // A function without parentheses would swallow what follows.
      const left = print(x, symbols);
      const first = left.binding === prefix ? round(left.tex) : held(left, negative);
      return {
        tex: `${first} ${productSign(x, y)} ${at(y, product)}`,
        binding: left.binding === negative ? negative : product,
      };
    }
    case 'fraction':
      return { tex: `\\frac{${inner(x)}}{${inner(y)}}`, binding: raised };
    case 'power':
      return { tex: `{${at(x, atom)}}^{${inner(y)}}`, binding: raised };
    case 'square':
      return squared(x, symbols);
    case 'exponential':
      return { tex: `e^{${inner(x)}}`, binding: raised };
    case 'root':
      return { tex: `\\sqrt{${inner(x)}}`, binding: atom };
    case 'abs':
      return { tex: `\\left| ${inner(x)} \\right|`, binding: atom };
    case 'floor':
      return { tex: `\\left\\lfloor ${inner(x)} \\right\\rfloor`, binding: atom };
    case 'function':
      return printFunction(notation.name, inputs, symbols);
    case 'relation':
      return { tex: `[${printRelation(notation.sign, x, y, symbols)}]`, binding: atom };
    case 'cases': {
      const condition =
        x.kind === 'apply' && x.notation.as === 'relation'
          ? printRelation(x.notation.sign, x.inputs[0], x.inputs[1], symbols)
          : inner(x);
      const rows = `${inner(y)} & ${condition} \\\\ ${inner(z)} & \\text{else}`;
      return { tex: `\\begin{cases} ${rows} \\end{cases}`, binding: raised };
    }
    case 'over': {
      const below = belowBig(notation.over, formulaShape(x)?.length);
      return { tex: `${notation.sign}${below} ${at(x, product)}`, binding: prefix };
    }
    default:
      return printTensors(inputs, notation, symbols);
  }
}

/** What is written of vectors, matrices and lists as wholes. */
type TensorNotation = Extract<
  Notation,
  {
    readonly as:
      | 'matrix product'
      | 'row times column'
      | 'column times row'
      | 'mean'
      | 'transposed'
      | 'list'
      | 'subscript'
      | 'picked'
      | 'same'
      | 'under'
      | 'elided';
  }
>;

function printTensors(inputs: readonly Formula[], notation: TensorNotation, symbols: Symbols): Tex {
  const [x, y] = inputs;
  const at = (formula: Formula, binding: number) => held(print(formula, symbols), binding);
  const inner = (formula: Formula) => print(formula, symbols).tex;
  const { product, raised, atom } = BINDING;
  switch (notation.as) {
    case 'matrix product':
      return { tex: `${at(x, raised)}\\,${at(y, raised)}`, binding: product };
    case 'row times column':
      return { tex: `{${at(x, atom)}}^{\\top}\\,${at(y, raised)}`, binding: product };
    case 'column times row':
      return { tex: `${at(x, raised)}\\,{${at(y, atom)}}^{\\top}`, binding: product };
    case 'mean':
      return { tex: `\\overline{${inner(x)}}`, binding: atom };
    case 'transposed':
      return { tex: `{${at(x, atom)}}^{\\top}`, binding: raised };
    case 'list':
      return {
        tex: `[\\, ${inputs.map(inner).join(',\\; ')} \\,]`,
        binding: atom,
      };
    case 'subscript':
      return { tex: `{${at(x, atom)}}_{${notation.below}}`, binding: raised };
    case 'picked':
      return { tex: `{${at(x, atom)}}_{[${inner(y)}]}`, binding: raised };
    case 'same':
      return print(x, symbols);
    case 'under':
      return {
        tex: `\\underbrace{${at(x, product)}}_{\\text{${notation.below}}}`,
        binding: atom,
      };
    case 'elided': {
      const terms = inputs.map((term) => at(term, product));
      return {
        tex: [...terms.slice(0, -1), '\\cdots', terms[terms.length - 1]].join(' + '),
        binding: BINDING.sum,
      };
    }
    default:
      return notation satisfies never;
  }
}

function squared(x: Formula, symbols: Symbols): Tex {
  const binding = BINDING.raised;
  if (x.kind === 'apply' && x.notation.as === 'function' && /^\\[a-z]+$/.test(x.notation.name)) {
    return { tex: printFunction(`${x.notation.name}^{2}`, x.inputs, symbols).tex, binding };
  }
  return { tex: `{${held(print(x, symbols), BINDING.atom)}}^{2}`, binding };
}

/** `\ln x`, but `\ln(x + 1)`, `\max(x, y)` and `\operatorname{pad}(x)`. */
function printFunction(name: string, inputs: readonly Formula[], symbols: Symbols): Tex {
  const printed = inputs.map((input) => print(input, symbols));
  const bare = /^\\[a-z]+(\^\{2\})?$/.test(name);
  if (bare && printed.length === 1 && printed[0].binding === BINDING.atom) {
    return { tex: `${name} ${printed[0].tex}`, binding: BINDING.prefix };
  }
  const given = round(printed.map(({ tex }) => tex).join(', '));
  return { tex: `${name}${given}`, binding: BINDING.raised };
}

function printRelation(sign: string, x: Formula, y: Formula, symbols: Symbols): string {
  return `${print(x, symbols).tex} ${sign} ${print(y, symbols).tex}`;
}

/** In parentheses where it holds together less tightly than asked for. */
function held({ tex, binding }: Tex, wanted: number): string {
  return binding < wanted ? round(tex) : tex;
}

/** Parentheses that grow only where what they hold is tall. */
function round(tex: string): string {
  return /\\frac|\\begin|\\sum|\\prod/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`;
}

function sizeTex(size: Dim): Tex {
  if (typeof size === 'number') return numberTex(size);
  const tex = size.replaceAll('·', ' \\cdot ').replaceAll('_', '\\_');
  return { tex, binding: size.includes('+') ? BINDING.sum : BINDING.product };
}
