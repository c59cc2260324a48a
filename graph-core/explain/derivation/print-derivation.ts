/** A derivation as text for terminals and as LaTeX for papers: title, sentences, lines, the numbers below. */
import type { Tensor } from '../../tensor/tensor.ts';
import { formulaText, type Plain } from '../formula-text.ts';
import type { Derivation, DerivationTerm } from './derivation.ts';
import type { ElementDerivation } from './derive-element.ts';
import { alignedLatex, type LinePrinting, lineText, termText } from './print-line.ts';

/** How it is printed. */
export interface DerivationPrinting extends LinePrinting {
  /** A tensor in one line. */
  readonly writeTensor: (tensor: Tensor) => string;
}

type Told = Pick<Derivation, 'lines' | 'terms' | 'sentences'>;

/** Lines of text; continuing ones have their signs in line. */
export function linesText({ lines, terms }: Told, how: LinePrinting): readonly string[] {
  let width = 0;
  return lines.map((line) => {
    const text = lineText(line, terms, how);
    if (line.continues) return `${' '.repeat(width)}${text}`;
    width = text.indexOf(` ${line.sign} `) + 1;
    return text;
  });
}

/** What a grid is called: the formula of what it holds. */
export function gridName(
  formula: Derivation['grids'][number]['formula'],
  terms: Readonly<Record<string, DerivationTerm>>,
): string {
  const names: Record<string, Plain> = {};
  for (const [key, term] of Object.entries(terms)) names[key] = termText(term);
  return formulaText(formula, names);
}

/** The derivation as text, one element written out at its end. */
export function derivationText(
  derivation: Derivation,
  element: ElementDerivation | null,
  how: DerivationPrinting,
): string {
  const { title, sentences, symbols, grids, terms, meaning } = derivation;
  const blocks = [
    [title, ...sentences],
    linesText(derivation, how).map(indented),
    symbols.map(({ text, words }) => `  ${text}: ${words}`),
    grids.map(({ caption, formula, tensor }) => {
      const name = gridName(formula, terms);
      const heading = caption === name ? name : `${caption}: ${name}`;
      return `  ${heading} = ${how.writeTensor(tensor)}`;
    }),
    element === null ? [] : [...linesText(element, how).map(indented), ...element.sentences],
    meaning === '' ? [] : [meaning],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

const indented = (line: string): string => `  ${line}`;

/** The derivation as LaTeX, for a document that loads amsmath. */
export function derivationLatex(
  derivation: Derivation,
  element: ElementDerivation | null,
  how: LinePrinting,
): string {
  const { title, sentences, lines, terms, symbols, meaning } = derivation;
  const parts = [
    `% ${title}`,
    sentences.map(escaped).join(' '),
    lines.length === 0 ? '' : alignedLatex(lines, terms, how),
    symbols.map(({ tex, words }) => `$${tex}$: ${escaped(words)}.`).join(' '),
    element === null ? '' : alignedLatex(element.lines, element.terms, how),
    escaped(meaning),
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

/** Text whose signs LaTeX would read as commands. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\textbackslash ')
    .replace(/[{}$&#^_~%]/g, (sign) =>
      sign === '^' || sign === '~' ? `\\${sign}{}` : `\\${sign}`,
    );
