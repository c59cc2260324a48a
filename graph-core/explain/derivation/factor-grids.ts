/** The factors of a vector-Jacobian product as tensors to look at: both sides of a matrix product, p and y of a loss. */
import type { Formula } from '../../ops/kit/formula.ts';
import { opDef } from '../../ops/registry.ts';
import { formulaShape } from '../formula-shape.ts';
import type { FormulaOwner } from '../formula-value.ts';
import { termsValue } from './agreement.ts';
import type { DerivationGrid, DerivationTerm } from './derivation.ts';
import { symbolsIn } from './print-line.ts';

/** More grids than this tell less. */
const MOST_GRIDS = 4;

/** Its factors in the order in which they are read; a factor that is a single number is none. */
export function factorGrids(
  whole: Formula,
  terms: Readonly<Record<string, DerivationTerm>>,
  owner: FormulaOwner,
): readonly DerivationGrid[] {
  const grids: DerivationGrid[] = [];
  for (const formula of factorsOf(whole)) {
    const single = soleTerm(formula, terms);
    const tensor = termsValue(formula, terms, owner);
    if (tensor.data.length <= 1 || grids.length === MOST_GRIDS) continue;
    const pass = symbolsIn(formula).has('ct') ? 'gradient' : 'value';
    const caption = pass === 'gradient' ? 'upstream' : 'factor';
    grids.push({ caption, formula, tensor, pass, place: single?.place ?? null });
  }
  return grids;
}

/** The one term that a formula rearranges; null where it computes. */
function soleTerm(
  formula: Formula,
  terms: Readonly<Record<string, DerivationTerm>>,
): DerivationTerm | null {
  const [key, ...others] = symbolsIn(formula);
  return key === undefined || others.length > 0 ? null : terms[key];
}

/** The same number everywhere. */
function isFill(formula: Formula): boolean {
  const definition = formula.kind === 'apply' ? opDef(formula.op) : null;
  return definition?.kind === 'primitive' && definition.lower.kind === 'fill';
}

/** Both sides of each matrix product; else every symbol, and every name or function that stands for a tensor of its own. */
function factorsOf(whole: Formula): readonly Formula[] {
  const factors: Formula[] = [];
  const add = (formula: Formula): void => {
    const text = JSON.stringify(formula);
    if (!factors.some((other) => JSON.stringify(other) === text)) factors.push(formula);
  };
  const visit = (formula: Formula): void => {
    if (formula.kind === 'symbol') add(formula);
    if (formula.kind === 'bound') {
      // Ones, and counts, are nothing to look at.
      const isTensor = (formulaShape(formula)?.length ?? 0) > 0;
      if (isTensor && !isFill(formula.value)) add(formula);
      return;
    }
    if (formula.kind !== 'apply') return;
    const { as } = formula.notation;
    const isProduct =
      as === 'matrix product' || as === 'row times column' || as === 'column times row';
    if (isProduct) formula.inputs.forEach(add);
    else if (as === 'function' || as === 'exponential') add(formula);
    else formula.inputs.forEach(visit);
  };
  visit(whole);
  return factors;
}
