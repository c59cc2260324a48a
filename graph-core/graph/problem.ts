/** A problem is data: what is wrong, where, with the numbers and the repair. The core never throws for one. */

import type { AttrValue } from './document.ts';

/** Where a problem sits; `path` is a JSON path into a file that could not be opened. */
export interface ProblemPlace {
  readonly node?: string;
  readonly port?: string;
  readonly edge?: string;
  readonly path?: string;
}

/** A repair that one press does: an attribute of the problem's node gets this value. */
export interface AttrRepair {
  readonly attr: string;
  readonly value: AttrValue;
}

/** One thing wrong with a document, shown where it is wrong. */
export interface Problem extends ProblemPlace {
  /** Stable word for scripts, such as `shape-mismatch`. */
  readonly code: string;
  /** States the fact with its numbers. */
  readonly message: string;
  /** The repair, as a suggestion. */
  readonly hint: string;
  /** The repair as data, where it is one attribute. */
  readonly repair?: AttrRepair;
}

/** What stands in the place of a value where there is none, and why: at least one problem. */
export interface Refused {
  readonly refused: readonly Problem[];
}

/** Refuses, with the reasons. */
export const refuse = (...problems: readonly Problem[]): Refused => ({ refused: problems });

/** True where reasons stand in the place of a value. */
export function isRefused(made: unknown): made is Refused {
  return typeof made === 'object' && made !== null && 'refused' in made;
}

/** What a graph can be without while it is being built: a wire, numbers, a size. */
const WAITING: ReadonlySet<string> = new Set([
  'missing-input',
  'missing-value',
  'missing-shape',
  'unknown-size',
]);

/**
 * True where something is only still to come: the next wire or number mends it. Nothing is computed there
 * yet, but nothing is wrong, and no one should be alarmed.
 */
export function isWaiting({ code }: Problem): boolean {
  return WAITING.has(code);
}

/** What an operation finds wrong with its own inputs; the caller knows the place. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The port at fault, where it is one. */
  readonly port?: string;
}
