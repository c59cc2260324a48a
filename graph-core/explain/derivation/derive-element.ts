/** One element of a derivation written out: the row and the column that make it, its numbers, and where they stand. */
import type { Formula } from '../../ops/kit/formula.ts';
import { indicesOf } from '../../tensor/shape.ts';
import { scalar } from '../../tensor/tensor.ts';
import { formulaLatex } from '../formula-latex.ts';
import { formulaShape } from '../formula-shape.ts';
import { formulaText, plainWords } from '../formula-text.ts';
import { agrees, termsValue } from './agreement.ts';
import type { Derivation, DerivationLine, DerivationTerm } from './derivation.ts';
import { elementOf } from './element-of.ts';
import { equal, symbol } from './line-parts.ts';
import { symbolsIn, termTex, termText } from './print-line.ts';
import { BEYOND_RULE } from './special-cases.ts';

/** One element written out. */
export interface ElementDerivation {
  readonly lines: readonly DerivationLine[];
  readonly terms: Readonly<Record<string, DerivationTerm>>;
  readonly sentences: readonly string[];
  /** For each grid of the derivation, in its order: the elements that take part. */
  readonly lit: readonly ReadonlySet<number>[];
}

/** Writes element `at` of the result out; null where the derivation has no rule to write out. */
export function deriveElement(derivation: Derivation, at: number): ElementDerivation | null {
  const { rule, terms, owner } = derivation;
  if (rule === null) return null;
  const result = terms[rule.result];
  if (!(at >= 0 && at < result.tensor.data.length)) return null;
  const parts = new PartTerms(derivation);
  const written = elementOf(rule.formula, at, (part, element) => parts.symbolOf(part, element));
  const own: Record<string, DerivationTerm> = {
    ...parts.terms,
    result: elementTerm(result, at),
  };
  const left = symbol(own, 'result');
  const isBeyond = !agrees(written, own, own.result.tensor, owner);
  const lines = [equal(left, written)];
  const isKnown = written.kind !== 'symbol';
  if (isKnown && !isBeyond)
    lines.push({ ...equal(left, [written, 'numbers'], [left, 'numbers']), continues: true });
  else lines.push({ ...equal(left, [left, 'numbers']), continues: true });
  return {
    lines,
    terms: own,
    sentences: [...elisionSentences(written, parts), ...(isBeyond ? [BEYOND_RULE] : [])],
    lit: derivation.grids.map((grid, i) =>
      i === derivation.grids.length - 1 ? new Set([at]) : parts.litIn(grid.formula),
    ),
  };
}

/** How many summands there are, where not all are written. */
function elisionSentences(written: Formula, parts: PartTerms): readonly string[] {
  const isElided = JSON.stringify(written).includes('"as":"elided"');
  return isElided ? [`Of ${parts.most} summands the first two and the last are written.`] : [];
}

function elementTerm(term: DerivationTerm, at: number): DerivationTerm {
  const { tensor } = term;
  return { ...term, tensor: scalar(tensor.data[at]), element: indicesOf(at, tensor.shape) };
}

/** The terms that elements of parts become, each once, and which elements were asked for. */
class PartTerms {
  readonly terms: Record<string, DerivationTerm> = {};
  private readonly derivation: Derivation;
  /** By a part as text: its tensor, and the elements of it that take part. */
  private readonly parts = new Map<
    string,
    { number: number; term: DerivationTerm; used: Set<number> }
  >();

  constructor(derivation: Derivation) {
    this.derivation = derivation;
  }

  /** The most elements that any of the parts gives. */
  get most(): number {
    return Math.max(...[...this.parts.values()].map(({ used }) => used.size));
  }

  /** The symbol of one element of a part. */
  symbolOf(part: Formula, element: number): Formula {
    const text = JSON.stringify(part);
    let known = this.parts.get(text);
    if (known === undefined) {
      known = { number: this.parts.size, term: this.termOf(part), used: new Set() };
      this.parts.set(text, known);
    }
    known.used.add(element);
    const key = `part${known.number}at${element}`;
    this.terms[key] = elementTerm(known.term, element);
    return { kind: 'symbol', name: key, shape: [] };
  }

  /** The elements of a grid that take part: those of its formula, or of what it rearranges. */
  litIn(formula: Formula): ReadonlySet<number> {
    const exact = this.parts.get(JSON.stringify(formula));
    if (exact !== undefined) return exact.used;
    const [key, ...others] = symbolsIn(formula);
    const known =
      others.length > 0 ? undefined : this.parts.get(JSON.stringify(this.symbolNamed(key)));
    if (key === undefined || known === undefined) return this.litBeside(formula);
    // A rearrangement moves positions: those it brings to each place are compared with those that take part.
    const { tensor } = this.derivation.terms[key];
    const positions = { ...tensor, data: tensor.data.map((_, i) => i) };
    const moved = termsValue(
      formula,
      { [key]: { ...this.derivation.terms[key], tensor: positions } },
      this.derivation.owner,
    );
    const lit = new Set<number>();
    moved.data.forEach((from, place) => {
      if (known.used.has(from)) lit.add(place);
    });
    return lit;
  }

  /** A local derivative stands beside the upstream gradient, element by element. */
  private litBeside(formula: Formula): ReadonlySet<number> {
    const upstream = this.parts.get(JSON.stringify(this.symbolNamed('ct')));
    const isLocal = formula.kind === 'symbol' && formula.name === 'slope';
    if (!isLocal || upstream === undefined) return new Set();
    const { tensor } = this.derivation.terms.ct;
    return tensor.data.length === this.derivation.terms.slope.tensor.data.length
      ? upstream.used
      : new Set();
  }

  private symbolNamed(key: string | undefined): Formula | null {
    const term = key === undefined ? undefined : this.derivation.terms[key];
    if (key === undefined || term === undefined) return null;
    return { kind: 'symbol', name: key, shape: term.tensor.shape };
  }

  private termOf(part: Formula): DerivationTerm {
    const { terms, owner } = this.derivation;
    if (part.kind === 'symbol') return terms[part.name];
    const tensor = termsValue(part, terms, owner);
    const texts = Object.fromEntries(
      Object.entries(terms).map(([key, term]) => [key, termText(term)] as const),
    );
    const texes = Object.fromEntries(
      Object.entries(terms).map(([key, term]) => [key, termTex(term)] as const),
    );
    const shape = formulaShape(part);
    const tex = formulaLatex(part, texes);
    return {
      name: { tex: `{${shape === null ? plainWords(tex) : tex}}`, text: formulaText(part, texts) },
      ...{ of: null, tensor, pass: 'value', place: null },
    };
  }
}
