/** The rule of an update, line by line: formulas from which LaTeX and code are written. */
import type { Formula } from '../ops/kit/formula.ts';

/**
 * One line of a rule: a name gets a value. `explain/rule-line.ts` writes it as LaTeX and as code, from the one
 * formula; tests run the code.
 */
export interface RuleLine {
  readonly name: string;
  readonly value: Formula;
  /** The name had a value before the step, which is replaced; else it is defined here. */
  readonly replaces: boolean;
}

/** A value that is carried from step to step. */
export const replaced = (name: string, value: Formula): RuleLine => ({
  name,
  value,
  replaces: true,
});
/** A value that is worked out on the way. */
export const defined = (name: string, value: Formula): RuleLine => ({
  name,
  value,
  replaces: false,
});
