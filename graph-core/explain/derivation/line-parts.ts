/** What derivations are put together from: sides, lines, grids, and what a slope means. */
import { type NodeId, nodeLabel, streamOf } from '../../graph/document.ts';
import { type Formula, type FormulaSymbol, f } from '../../ops/kit/formula.ts';
import { formatShape } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { formulaShape } from '../formula-shape.ts';
import type { FormulaOwner } from '../formula-value.ts';
import type { ComputedGraph } from './computed-graph.ts';
import type {
  DerivationGrid,
  DerivationLine,
  DerivationSide,
  DerivationTerm,
} from './derivation.ts';

type Terms = Readonly<Record<string, DerivationTerm>>;

/** One element: it can stand in a formula as a number. */
export const isNumber = ({ data }: Tensor): boolean => data.length === 1;

/** A term as a symbol of formulas. */
export function symbol(terms: Terms, key: string): FormulaSymbol {
  return { kind: 'symbol', name: key, shape: terms[key].tensor.shape };
}

type GivenSide = Formula | readonly [Formula, DerivationSide['written']];

const side = (given: GivenSide): DerivationSide =>
  'kind' in given ? { formula: given, written: 'names' } : { formula: given[0], written: given[1] };

/** Sides that are equal; written with names unless told. */
export function equal(...sides: readonly GivenSide[]): DerivationLine {
  return { sides: sides.map(side), sign: '=', continues: false };
}

/** A grid of one term. */
export function valueGrid(terms: Terms, key: string, caption: string): DerivationGrid {
  const { tensor, pass, place } = terms[key];
  return { caption, formula: symbol(terms, key), tensor, pass, place };
}

/** Who draws inside of a node. */
export function ownerOf({ document }: ComputedGraph, node: NodeId): FormulaOwner {
  return { node, stream: streamOf(document.nodes, node) };
}

/** The shape below each factor of a matrix product; `isProduct` says whether there was one. */
export function withShapes(formula: Formula): Formula {
  if (formula.kind !== 'apply') return formula;
  const isProduct = /^(matrix product|row times column|column times row)$/.test(
    formula.notation.as,
  );
  const inputs = formula.inputs.map((input) => {
    const shape = isProduct ? formulaShape(input) : null;
    return shape === null ? withShapes(input) : f.under(input, formatShape(shape));
  });
  return { ...formula, inputs };
}

/** `Raise q by 0.01 and f falls by about 0.04.` for numbers. */
export function meaningOf(
  { document, target }: ComputedGraph,
  node: NodeId,
  { data }: Tensor,
): string {
  if (target === null || data.length !== 1) return '';
  const [slope] = data;
  const [cause, effect] = [nodeLabel(document, node), nodeLabel(document, target)];
  if (!Number.isFinite(slope) || node === target) return '';
  if (slope === 0) return `A small change of ${cause} does not change ${effect}.`;
  return `Raise ${cause} by 0.01 and ${effect} ${slope > 0 ? 'rises' : 'falls'} by about ${shortNumber(Math.abs(slope) * 0.01)}.`;
}

/** Four digits for a sentence. */
export const shortNumber = (x: number): string => String(Number(x.toPrecision(4)));
