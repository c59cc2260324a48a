/**
 * A formula as text of one line, `∂f/∂q · z` or `Σ (x - y)²`: for terminals and for ears. Parentheses stand as in
 * LaTeX, by how tightly a piece holds together; what LaTeX says by position is said by words.
 */
import type { Formula, Notation } from '../ops/kit/formula.ts';
import { BINDING } from './formula-latex.ts';
import { formulaShape } from './formula-shape.ts';

/** Text and how tightly it holds together. */
export interface Plain {
  readonly text: string;
  readonly binding: number;
}

/** Text that can stand anywhere. */
export const atomText = (text: string): Plain => ({ text, binding: BINDING.atom });

type Symbols = Readonly<Record<string, Plain>>;

/** The formula with `symbols` put in for ports, `out` and `ct`. */
export function formulaText(formula: Formula, symbols: Symbols): string {
  return print(formula, symbols).text;
}

const COMMANDS: Readonly<Record<string, string>> = {
  sum: 'Σ',
  prod: 'Π',
  sigma: 'σ',
  Phi: 'Φ',
  varphi: 'φ',
  pi: 'π',
  top: 'ᵀ',
  neq: '≠',
  geq: '≥',
  leq: '≤',
  lt: '<',
  cdot: '·',
  infty: '∞',
};

/** Short LaTeX as text: commands become what they show, braces and fonts go. */
export function plainWords(tex: string): string {
  return tex
    .replaceAll('\\mathbf{1}', '𝟏')
    .replace(/\\sqrt\{([^{}]*)\}/g, '√$1')
    .replace(/\\(?:mathbf|mathrm|text|operatorname|overline)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\text\{([^{}]*)\}/g, '$1')
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => COMMANDS[name] ?? name)
    .replace(/\\[,;!]/g, ' ')
    .replace(/[{}\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function print(formula: Formula, symbols: Symbols): Plain {
  switch (formula.kind) {
    case 'symbol':
      return symbols[formula.name] ?? atomText(formula.name);
    case 'number':
      return formula.tex === undefined
        ? numberText(formula.value)
        : atomText(plainWords(formula.tex));
    case 'size':
      return atomText(String(formula.size));
    case 'bound': {
      const { notation, inputs, name } = formula;
      if (notation !== undefined) return printApplied(inputs, notation, symbols);
      const text = plainWords(name);
      return inputs.length === 0 ? atomText(text) : called(text, inputs, symbols);
    }
    case 'apply':
      return printApplied(formula.inputs, formula.notation, symbols);
    default:
      return formula satisfies never;
  }
}

/** A number; `written` is how its digits are written. */
export function numberText(value: number, written = String(value)): Plain {
  return value < 0 || written.startsWith('-')
    ? { text: written, binding: BINDING.negative }
    : atomText(written);
}

const isOne = (formula: Formula): boolean => formula.kind === 'number' && formula.value === 1;

function called(name: string, inputs: readonly Formula[], symbols: Symbols): Plain {
  const text = `${name}(${inputs.map((input) => print(input, symbols).text).join(', ')})`;
  return { text, binding: BINDING.atom };
}

function held({ text, binding }: Plain, wanted: number): string {
  return binding < wanted ? `(${text})` : text;
}

/** What stands between or around arguments that are numbers first of all. */
function printApplied(inputs: readonly Formula[], notation: Notation, symbols: Symbols): Plain {
  const [x, y, z] = inputs;
  const at = (formula: Formula, binding: number): string => held(print(formula, symbols), binding);
  const inner = (formula: Formula): string => print(formula, symbols).text;
  const { sum, negative, product, prefix, raised, atom } = BINDING;
  switch (notation.as) {
    case 'sum':
      return { text: `${at(x, sum)} + ${at(y, product)}`, binding: sum };
    case 'difference':
      return { text: `${at(x, sum)} - ${at(y, product)}`, binding: sum };
    case 'negative':
      return { text: `-${at(x, product)}`, binding: negative };
    case 'product': {
      if (isOne(x)) return print(y, symbols);
      if (isOne(y)) return print(x, symbols);
      const sign = [x, y].some((part) => formulaShape(part)?.length === 0) ? '·' : '⊙';
      return { text: `${at(x, negative)} ${sign} ${at(y, product)}`, binding: product };
    }
    case 'fraction':
      // Nothing but a line tells where a numerator ends.
      return { text: `${at(x, raised)}/${at(y, raised)}`, binding: prefix };
    case 'power':
      return { text: `${at(x, atom)}^${at(y, atom)}`, binding: raised };
    case 'square':
      return { text: `${at(x, atom)}²`, binding: raised };
    case 'exponential':
      return called('exp', [x], symbols);
    case 'root':
      return { text: `√(${inner(x)})`, binding: atom };
    case 'abs':
      return { text: `|${inner(x)}|`, binding: atom };
    case 'floor':
      return { text: `⌊${inner(x)}⌋`, binding: atom };
    case 'function':
      return called(plainWords(notation.name), inputs, symbols);
    case 'relation':
      return { text: `[${relation(notation.sign, x, y, symbols)}]`, binding: atom };
    case 'cases': {
      const condition =
        x.kind === 'apply' && x.notation.as === 'relation'
          ? relation(x.notation.sign, x.inputs[0], x.inputs[1], symbols)
          : inner(x);
      return { text: `(${inner(y)} if ${condition}, else ${inner(z)})`, binding: atom };
    }
    case 'over': {
      const over = overWords(notation.over, formulaShape(x)?.length);
      return { text: `${plainWords(notation.sign)}${over} ${at(x, raised)}`, binding: prefix };
    }
    default:
      return printTensors(inputs, notation, symbols);
  }
}

/** What is written of vectors, matrices and lists as wholes. */
function printTensors(
  inputs: readonly Formula[],
  notation: Extract<Notation, { readonly as: string }>,
  symbols: Symbols,
): Plain {
  const [x, y] = inputs;
  const at = (formula: Formula, binding: number): string => held(print(formula, symbols), binding);
  const inner = (formula: Formula): string => print(formula, symbols).text;
  const { sum, product, raised, atom } = BINDING;
  switch (notation.as) {
    case 'matrix product':
      return { text: `${at(x, raised)} ${at(y, raised)}`, binding: product };
    case 'row times column':
      return { text: `${at(x, atom)}ᵀ ${at(y, raised)}`, binding: product };
    case 'column times row':
      return { text: `${at(x, raised)} ${at(y, atom)}ᵀ`, binding: product };
    case 'mean':
      return called('mean', [x], symbols);
    case 'transposed':
      return { text: `${at(x, atom)}ᵀ`, binding: raised };
    case 'list':
      return { text: `[${inputs.map(inner).join(', ')}]`, binding: atom };
    case 'subscript':
      return { text: `${at(x, atom)}_${plainWords(notation.below)}`, binding: raised };
    case 'picked':
      return { text: `${at(x, atom)}[${inner(y)}]`, binding: raised };
    case 'elided': {
      const terms = inputs.map((term) => at(term, product));
      const text = [...terms.slice(0, -1), '…', terms[terms.length - 1]].join(' + ');
      return { text, binding: sum };
    }
    default:
      // A brace below, a shape that the notation leaves out.
      return print(x, symbols);
  }
}

function relation(sign: string, x: Formula, y: Formula, symbols: Symbols): string {
  return `${print(x, symbols).text} ${plainWords(sign)} ${print(y, symbols).text}`;
}

function overWords(over: readonly number[] | string | null, rank: number | undefined): string {
  if (over === null || over.length === rank) return '';
  if (typeof over === 'string') return ` (${plainWords(over)})`;
  const axes = over.map((axis) => (axis < 0 && rank !== undefined ? axis + rank : axis));
  return ` over ${axes.length === 1 ? 'axis' : 'axes'} ${axes.join(', ')} of`;
}
