/** Whether a formula as it is written gives the number that was computed; where it overflows on the way, it does not. */
import type { Formula } from '../../ops/kit/formula.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type FormulaOwner, formulaValue } from '../formula-value.ts';
import type { DerivationTerm } from './derivation.ts';
import { symbolsIn } from './print-line.ts';

/** Formulas that touch more numbers are believed: their rules are tested, and a page must not wait. */
const MOST_ELEMENTS = 200_000;

/** Relative; a number that is shown has some four to six digits. */
const TOLERANCE = 1e-9;

/** The tensor of a formula of terms. */
export function termsValue(
  formula: Formula,
  terms: Readonly<Record<string, DerivationTerm>>,
  owner: FormulaOwner,
): Tensor {
  const tensors: Record<string, Tensor> = {};
  for (const key of symbolsIn(formula)) tensors[key] = terms[key].tensor;
  return formulaValue(formula, tensors, owner);
}

/** True when each number of the formula is the computed one. */
export function agrees(
  formula: Formula,
  terms: Readonly<Record<string, DerivationTerm>>,
  computed: Tensor,
  owner: FormulaOwner,
): boolean {
  const elements = Object.values(terms).reduce((sum, { tensor }) => sum + tensor.data.length, 0);
  if (elements > MOST_ELEMENTS) return true;
  const { data } = termsValue(formula, terms, owner);
  if (data.length !== computed.data.length) return false;
  return data.every((x, i) => isClose(x, computed.data[i]));
}

function isClose(x: number, y: number): boolean {
  if (Object.is(x, y)) return true;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y), 1e-300);
}
