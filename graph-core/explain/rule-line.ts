/**
 * A line of an optimizer's or a schedule's rule, as LaTeX and as code. Both are written from the one formula,
 * and tests run the code, so what is typeset is what moves the weights.
 */
import type { Formula } from '../ops/kit/formula.ts';
import type { OptionSettings } from '../settings/setting.ts';
import type { RuleLine } from '../updates/rule.ts';
import { atomTex, BINDING, formulaLatex, type Tex } from './formula-latex.ts';

/** Names of rules that are no single letter; options have symbols of their own. */
const SYMBOLS: Readonly<Record<string, string>> = {
  g: '\\htmlClass{gradient}{g}',
  rate: '\\eta',
  base: '\\eta_0',
  step: '\\text{step}',
  mhat: '\\hat m',
  vhat: '\\hat v',
};

const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

/** `β₁` as LaTeX: the lowered digit becomes an index. */
export const optionTex = (symbol: string): string =>
  symbol.replace(/[₀-₉]/g, (digit) => `_{${LOWERED.indexOf(digit)}}`);

/** `m \leftarrow \beta_1 \cdot m + …`, with the symbols that `options` say. */
export function lineLatex({ name, value, replaces }: RuleLine, options: OptionSettings): string {
  const symbols: Record<string, Tex> = {};
  for (const [word, tex] of Object.entries(SYMBOLS)) symbols[word] = atomTex(tex);
  for (const [option, spec] of Object.entries(options)) {
    if (spec.kind !== 'number' || spec.symbol === undefined) continue;
    symbols[option] = atomTex(optionTex(spec.symbol));
  }
  const left = symbols[name]?.tex ?? name;
  return `${left} ${replaces ? '\\leftarrow' : '='} ${formulaLatex(value, symbols)}`;
}

/** `m = beta1 * m + (1 - beta1) * g`: the same in Python and in JavaScript. */
export function lineCode({ name, value }: RuleLine): string {
  return `${name} = ${code(value).text}`;
}

interface Code {
  readonly text: string;
  readonly binding: number;
}

const OPERATORS: Readonly<Record<string, { readonly sign: string; readonly binding: number }>> = {
  add: { sign: '+', binding: BINDING.sum },
  subtract: { sign: '-', binding: BINDING.sum },
  multiply: { sign: '*', binding: BINDING.product },
  divide: { sign: '/', binding: BINDING.product },
};

function code(formula: Formula): Code {
  const atom = (text: string): Code => ({ text, binding: BINDING.atom });
  switch (formula.kind) {
    case 'symbol':
      return atom(formula.name);
    case 'number':
      return atom(formula.tex === undefined ? String(formula.value) : formula.tex.slice(1));
    case 'size':
      return atom(String(formula.size));
    case 'bound':
      return code(formula.value);
    case 'apply':
      return appliedCode(formula);
    default:
      return formula satisfies never;
  }
}

function appliedCode({ op, inputs }: Extract<Formula, { kind: 'apply' }>): Code {
  const at = (formula: Formula, wanted: number): string => {
    const { text, binding } = code(formula);
    return binding < wanted ? `(${text})` : text;
  };
  const [x, y] = inputs;
  const operator = OPERATORS[op];
  if (operator !== undefined) {
    const { sign, binding } = operator;
    // What is divided or taken away needs a stronger hold than the sign itself.
    const right = at(y, sign === '+' || sign === '*' ? binding : binding + 1);
    return { text: `${at(x, binding)} ${sign} ${right}`, binding };
  }
  if (op === 'negate') return { text: `-${at(x, BINDING.product)}`, binding: BINDING.negative };
  if (op === 'square') return { text: `${at(x, BINDING.atom)}**2`, binding: BINDING.raised };
  if (op === 'power') {
    return { text: `${at(x, BINDING.atom)}**${at(y, BINDING.atom)}`, binding: BINDING.raised };
  }
  const given = inputs.map((input) => code(input).text).join(', ');
  return { text: `${op}(${given})`, binding: BINDING.atom };
}
