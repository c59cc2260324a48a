/** What the panel shows of a step. */
import type { SymbolNote } from '../../../graph-core/explain/symbol-notes.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';

/** A number or a tensor that plays a part in a step. */
export interface ExplainedNumber {
  readonly name: string;
  readonly tensor: Tensor;
  readonly kind: 'value' | 'gradient';
}

/** A step explained. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Lines of LaTeX: the rule, then the rule with its numbers. */
  readonly formulas: readonly string[];
  /** Symbols of the rule that are no node's name. */
  readonly symbols: readonly SymbolNote[];
  /** Names and numbers for the table below. */
  readonly rows: readonly ExplainedNumber[];
  /** What the gradient means: a small change and its effect; empty where it says nothing. */
  readonly meaning: string;
}
