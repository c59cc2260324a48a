/** A rule on a card: its lines, and below them what its own symbols mean. */
import { Latex } from './latex.tsx';

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
      {lines.map((tex) => (
        <Latex key={tex} tex={tex} display />
      ))}
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
