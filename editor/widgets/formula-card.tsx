/** A rule on a card: its lines, and below them what its own symbols mean. */
import { Latex } from './latex.tsx';

/** One line of a rule. */
export interface FormulaLine {
  /** LaTeX. */
  readonly tex: string;
  /** What a screen reader says instead of KaTeX's MathML. */
  readonly spoken?: string;
}

/** The lines of a rule, each on its own. */
export function FormulaLines({ lines }: { readonly lines: readonly FormulaLine[] }) {
  return lines.map(({ tex, spoken }) => <Latex key={tex} tex={tex} label={spoken} display />);
}

interface FormulaCardProps {
  /** LaTeX. */
  readonly lines: readonly string[];
  /** Symbols that are no node's name, as LaTeX, and what they mean. */
  readonly symbols: readonly { readonly tex: string; readonly words: string }[];
}

export function FormulaCard({ lines, symbols }: FormulaCardProps) {
  if (lines.length === 0) return null;
  return (
    <div className="card formula-card">
      <FormulaLines lines={lines.map((tex) => ({ tex }))} />
      {symbols.length > 0 && (
        <ul className="formula-symbols">
          {symbols.map(({ tex, words }) => (
            <li key={tex}>
              <Latex tex={tex} />: {words}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
