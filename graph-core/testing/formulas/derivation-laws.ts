/** The law of derivations: each side that is shown is evaluated, and gives the number that was computed. */

import { termsValue } from '../../explain/derivation/agreement.ts';
import type { Derivation, DerivationLine } from '../../explain/derivation/derivation.ts';
import { deriveElement } from '../../explain/derivation/derive-element.ts';
import { lineLatex, lineText } from '../../explain/derivation/print-line.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { difference } from '../close-to.ts';
import { latexFault } from './latex-fault.ts';

const printing = { writeNumber: (x: number): string => String(Number(x.toPrecision(6))) };

/** Faults of a derivation and of a few of its elements written out: numbers that contradict it, LaTeX that cannot be set. */
export function derivationFaults(derivation: Derivation): readonly string[] {
  const faults = linesFaults(derivation.title, derivation);
  const { rule, terms } = derivation;
  if (rule === null) return faults;
  const count = terms[rule.result].tensor.data.length;
  for (const at of new Set([0, count >> 1, count - 1])) {
    const element = deriveElement(derivation, at);
    if (element === null) {
      if (count > 0) faults.push(`${derivation.title}: element ${at} is not written out`);
      continue;
    }
    const title = `${derivation.title}, element ${at}`;
    faults.push(...linesFaults(title, { ...derivation, ...element }));
    element.lit.forEach((lit, i) => {
      const { length } = derivation.grids[i].tensor.data;
      if ([...lit].some((place) => place >= length)) faults.push(`${title}: lit beyond grid ${i}`);
    });
  }
  return faults;
}

function linesFaults(
  title: string,
  { lines, terms, owner, sentences }: Pick<Derivation, 'lines' | 'terms' | 'owner' | 'sentences'>,
): string[] {
  const faults: string[] = [];
  const isBeyond = sentences.some((sentence) => sentence.startsWith('Computed as it is written'));
  for (const line of lines) {
    const latex = latexFault(lineLatex(line, terms, { ...printing, forPage: true }));
    if (latex !== null) faults.push(`${title}: ${latex}`);
    const text = lineText(line, terms, printing);
    if (/undefined|\\|\{|\}/.test(text)) faults.push(`${title}: ${text}`);
    if (!isBeyond)
      faults.push(...sideFaults(line, terms, owner).map((f) => `${title}: ${text}: ${f}`));
  }
  return faults;
}

/** All sides against the first, which is what was computed. */
function sideFaults(
  { sides }: DerivationLine,
  terms: Derivation['terms'],
  owner: Derivation['owner'],
): string[] {
  const [first, ...rest] = sides.map(({ formula }) => termsValue(formula, terms, owner));
  return rest.flatMap((side) => {
    const wrong = mismatch(side, first);
    return wrong === null ? [] : [wrong];
  });
}

function mismatch(side: Tensor, computed: Tensor): string | null {
  return difference(side, computed, 1e-9, 1e-12);
}
