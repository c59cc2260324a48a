/** Lines of a derivation as LaTeX and as text. Numbers are written by whoever prints: four digits on a page, six in a terminal. */
import type { Formula } from '../../ops/kit/formula.ts';
import { BINDING, formulaLatex, numberTex, type Tex } from '../formula-latex.ts';
import { formulaText, numberText, type Plain } from '../formula-text.ts';
import type { Derivation, DerivationLine, DerivationSide, DerivationTerm } from './derivation.ts';

/** How a derivation is printed. */
export interface LinePrinting {
  /** Digits of a number, a hyphen as its minus. */
  readonly writeNumber: (x: number) => string;
  /** LaTeX for the page: terms have their colors and marks, `\htmlData{term=…}`, by which the page finds them again. */
  readonly forPage?: boolean;
}

type Terms = Derivation['terms'];

/** The name of a term, with its element: `X_{0,5}`, `∂L/∂Y`. */
export function termTex({ name, of, through, element }: DerivationTerm): Tex {
  const below = element === undefined || element.length === 0 ? '' : `_{${element.join(',')}}`;
  const tex = below === '' ? name.tex : `{${name.tex}}${below}`;
  if (of === null) return { tex, binding: below === '' ? BINDING.atom : BINDING.raised };
  const derivative = `\\frac{\\partial ${of.tex}}{\\partial ${tex}}`;
  if (through === undefined) return { tex: derivative, binding: BINDING.raised };
  return { tex: `\\left.${derivative}\\right|_{${through.tex}}`, binding: BINDING.raised };
}

/** The same as text: `X[0, 5]`, `∂L/∂Y[0, 2]`. */
export function termText({ name, of, through, element }: DerivationTerm): Plain {
  const at = element === undefined || element.length === 0 ? '' : `[${element.join(', ')}]`;
  const text = `${name.text}${at}`;
  if (of === null) return { text, binding: BINDING.atom };
  const by = through === undefined ? '' : `|${through.text}`;
  return { text: `∂${of.text}/∂${text}${by}`, binding: BINDING.raised };
}

function latexOf(
  key: string,
  term: DerivationTerm,
  written: 'names' | 'numbers',
  how: LinePrinting,
): Tex {
  const { pass, tensor, place } = term;
  const named = written === 'names' || tensor.data.length !== 1;
  const { tex, binding } = named ? termTex(term) : numberLatex(term, how);
  if (how.forPage !== true) return { tex, binding };
  const colored = `\\htmlClass{${pass}}{${tex}}`;
  return { tex: place === null ? colored : `\\htmlData{term=${key}}{${colored}}`, binding };
}

/** A number as a factor or a summand: one with a sign stands in parentheses, a gradient only where it follows something. */
function numberLatex({ tensor, pass }: DerivationTerm, { writeNumber }: LinePrinting): Tex {
  const [x] = tensor.data;
  const { tex, binding } = numberTex(x, writeNumber(x));
  const loose = pass === 'gradient' ? BINDING.negative : BINDING.loose;
  return { tex, binding: tex.startsWith('-') ? loose : binding };
}

const isResult = ({ formula, written }: DerivationSide): boolean =>
  written === 'numbers' && formula.kind === 'symbol';

function sideLatex({ formula, written }: DerivationSide, terms: Terms, how: LinePrinting): string {
  const symbols: Record<string, Tex> = {};
  for (const [key, term] of Object.entries(terms)) {
    symbols[key] = latexOf(key, term, written, how);
  }
  return formulaLatex(formula, symbols);
}

interface LineParts {
  readonly left: string;
  readonly sign: string;
  readonly right: string;
}

function latexParts(line: DerivationLine, terms: Terms, how: LinePrinting): LineParts {
  const used = usedTerms(line, terms);
  const [left, ...rest] = line.sides.map((side, i) => {
    // What only keeps its room is no link.
    const tex = sideLatex(side, used, i === 0 && line.continues ? { ...how, forPage: false } : how);
    return isResult(side) && i > 0 ? `\\mathbf{${tex}}` : tex;
  });
  const sign = line.sign === '=' ? '=' : '\\mathrel{+}=';
  return { left, sign, right: rest.join(' = ') };
}

/** A line as LaTeX; one that continues keeps the room of what it leaves out. */
export function lineLatex(line: DerivationLine, terms: Terms, how: LinePrinting): string {
  const { left, sign, right } = latexParts(line, terms, how);
  return `${line.continues ? `\\phantom{${left}}` : left} ${sign} ${right}`;
}

/** Lines below each other for a paper, their signs in line. */
export function alignedLatex(
  lines: readonly DerivationLine[],
  terms: Terms,
  how: LinePrinting,
): string {
  const rows = lines.map((line) => {
    const { left, sign, right } = latexParts(line, terms, how);
    return `  ${line.continues ? '' : left} &${sign} ${right}`;
  });
  return `\\begin{align*}\n${rows.join(' \\\\\n')}\n\\end{align*}`;
}

function sideText({ formula, written }: DerivationSide, terms: Terms, how: LinePrinting): string {
  const symbols: Record<string, Plain> = {};
  for (const [key, term] of Object.entries(terms)) {
    const { tensor, pass } = term;
    if (written === 'names' || tensor.data.length !== 1) symbols[key] = termText(term);
    else {
      const { text, binding } = numberText(tensor.data[0], how.writeNumber(tensor.data[0]));
      const loose = pass === 'gradient' ? BINDING.negative : BINDING.loose;
      symbols[key] = { text, binding: text.startsWith('-') ? loose : binding };
    }
  }
  return formulaText(formula, symbols);
}

/** A line as text; one that continues begins with its sign. */
export function lineText(line: DerivationLine, terms: Terms, how: LinePrinting): string {
  const used = usedTerms(line, terms);
  const [first, ...rest] = line.sides.map((side) => sideText(side, used, how));
  const text = `${line.sign} ${rest.join(' = ')}`;
  return line.continues ? text : `${first} ${text}`;
}

/** The terms that stand in a line: others need not be printed. */
function usedTerms({ sides }: DerivationLine, terms: Terms): Terms {
  const used: Record<string, DerivationTerm> = {};
  for (const { formula } of sides) {
    for (const name of symbolsIn(formula)) if (terms[name] !== undefined) used[name] = terms[name];
  }
  return used;
}

/** The symbols of a formula, as they are written or as what is written stands for. */
export function symbolsIn(formula: Formula, into = new Set<string>()): Set<string> {
  if (formula.kind === 'symbol') into.add(formula.name);
  if (formula.kind === 'apply' || formula.kind === 'bound') {
    for (const input of formula.inputs) symbolsIn(input, into);
  }
  if (formula.kind === 'bound') symbolsIn(formula.value, into);
  return into;
}
