/** The symbols a rule brings along (n, **y**, m) and what they mean. */
import type { Formula } from '../ops/kit/formula.ts';
import { formulaLatex } from './formula-latex.ts';
import { formulaText } from './formula-text.ts';

/** A symbol as LaTeX, with its number where it is one, and words that complete "n: …". */
export interface SymbolNote {
  readonly tex: string;
  /** The same as text. */
  readonly text: string;
  readonly words: string;
}

/** Each symbol once, in the order in which the rule names them. */
export function symbolNotes(rule: Formula): readonly SymbolNote[] {
  const found = new Map<string, SymbolNote>();
  const visit = (part: Formula): void => {
    if (part.kind === 'bound' && part.words !== '' && !found.has(part.name))
      found.set(part.name, noteOf(part));
    if (part.kind === 'bound' || part.kind === 'apply') part.inputs.forEach(visit);
  };
  visit(rule);
  return [...found.values()];
}

function noteOf(symbol: Extract<Formula, { kind: 'bound' }>): SymbolNote {
  const tex = formulaLatex(symbol, {});
  const { value, words } = symbol;
  const text = formulaText(symbol, {});
  if (value.kind !== 'size') return { tex, text, words };
  const size = formulaLatex(value, {});
  return { tex: `${tex} = ${size}`, text: `${text} = ${formulaText(value, {})}`, words };
}
