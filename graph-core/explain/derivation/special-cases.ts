/** What words say better than a formula: why nothing passes, who wins a tie, and where a formula is not how it is computed. */
import { nodeLabel } from '../../graph/document.ts';
import type { Formula } from '../../ops/kit/formula.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { FormulaOwner } from '../formula-value.ts';
import type { CaseMask } from '../node-rule.ts';
import { termsValue } from './agreement.ts';
import type { ComputedGraph } from './computed-graph.ts';
import type { DerivationTerm } from './derivation.ts';

/** Said where the formula as it is written would overflow or lose its digits. */
export const BEYOND_RULE =
  'Computed as it is written, these numbers would overflow or lose their digits; the number is computed in a form that keeps them.';

/** `Here ReLU is off, so nothing passes.` or `At 3 of 10 elements …`; nothing where no case holds. */
export function caseSentences(
  cases: readonly CaseMask[],
  terms: Readonly<Record<string, DerivationTerm>>,
  owner: FormulaOwner,
): readonly string[] {
  return cases.flatMap(({ where, words }) => {
    const { data } = termsValue(where, terms, owner);
    const count = data.reduce((sum, x) => sum + (x === 0 ? 0 : 1), 0);
    if (count === 0) return [];
    if (data.length === 1) return [`Here ${words}.`];
    const all = count === data.length;
    return [`At ${all ? `all ${count}` : `${count} of ${data.length}`} elements ${words}.`];
  });
}

const isAllZero = ({ data }: Tensor): boolean => data.length > 0 && data.every((x) => x === 0);

/** Why what a wire brings is 0 throughout, where no case says it already. */
export function zeroSentences(
  upstream: Tensor,
  slope: Tensor | null,
  result: Tensor,
  said: readonly string[],
): readonly string[] {
  if (!isAllZero(result) || isAllZero(upstream)) {
    return isAllZero(result) ? ['Nothing arrives from downstream, so nothing is passed on.'] : [];
  }
  if (said.length > 0 || slope === null || !isAllZero(slope)) return [];
  return ['The local derivative is 0 here, so nothing passes.'];
}

/** Why the target does not depend on a node. */
export function unreachedSentence(graph: ComputedGraph, node: string): string {
  const { document, target } = graph;
  const [label, effect] = [node, target ?? node].map((id) => nodeLabel(document, id));
  return `The gradient is 0, because ${effect} does not depend on ${label}.`;
}

/** True when a formula has no operation in it: a number, a symbol. */
export const isPlain = (formula: Formula): boolean =>
  formula.kind === 'number' || formula.kind === 'symbol' || formula.kind === 'size';
