/** A derivation in words and lines: what happens, the special cases, the rule with its numbers, what they mean. */
import type { Derivation } from '../../../graph-core/explain/derivation/derivation.ts';
import { Latex } from '../../widgets/latex.tsx';
import { LinkedLines } from './linked-lines.tsx';

export function Told({ derivation }: { readonly derivation: Derivation }) {
  const { title, sentences, lines, terms, symbols, meaning } = derivation;
  return (
    <>
      <h2 className="panel-title">{title}</h2>
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {lines.length > 0 && (
        <div className="card formula-card">
          <LinkedLines lines={lines} terms={terms} />
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
      )}
      {meaning !== '' && <p className="quiet">{meaning}</p>}
    </>
  );
}
