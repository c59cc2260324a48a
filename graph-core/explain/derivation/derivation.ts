/**
 * Why a number is what it is, as data. A line is an equation whose sides are formulas over the terms of its derivation, and
 * every term has its tensor; so a test evaluates each side that is shown, and the panel, the terminal, a screen reader and
 * an export all print the same thing.
 */
import type { EdgeId, NodeId } from '../../graph/document.ts';
import type { Formula } from '../../ops/kit/formula.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { FormulaOwner } from '../formula-value.ts';
import type { SymbolNote } from '../symbol-notes.ts';

/** Which of the two numbers of a place. */
export type Pass = 'value' | 'gradient';

/** What a term speaks of: the numbers of a wire where one is named, else those of a node. */
export interface DerivationPlace {
  readonly node: NodeId;
  readonly edge?: EdgeId;
  readonly pass: Pass;
}

/** A name in LaTeX and as text. */
export interface WrittenName {
  readonly tex: string;
  readonly text: string;
}

/** A value, a gradient or a local derivative by its name. */
export interface DerivationTerm {
  readonly name: WrittenName;
  /** For derivatives: of what, by `name`. */
  readonly of: WrittenName | null;
  readonly tensor: Tensor;
  readonly pass: Pass;
  readonly place: DerivationPlace | null;
  /** Of a gradient: the node it came back through, where several bring their parts. */
  readonly through?: WrittenName;
  /** The one element of it that is meant, as indices. */
  readonly element?: readonly number[];
}

/** One side of an equation, its terms by their names or by their numbers. */
export interface DerivationSide {
  readonly formula: Formula;
  readonly written: 'names' | 'numbers';
}

/** Sides that are equal. */
export interface DerivationLine {
  readonly sides: readonly DerivationSide[];
  /** What stands after the first side: an equals sign, or that it is added to what is there. */
  readonly sign: '=' | '+=';
  /** The first side is that of the line before, and is not written again. */
  readonly continues: boolean;
}

/** A factor or a result to be looked at, element by element. */
export interface DerivationGrid {
  /** `upstream`, `left factor`: what part it plays. */
  readonly caption: string;
  /** What it is, as a formula of terms. */
  readonly formula: Formula;
  readonly tensor: Tensor;
  readonly pass: Pass;
  readonly place: DerivationPlace | null;
}

/** Why a number is what it is. */
export interface Derivation {
  readonly title: string;
  /** In the order in which they are read; each ends with a full stop. */
  readonly sentences: readonly string[];
  readonly lines: readonly DerivationLine[];
  /** By the names of the symbols in formulas. */
  readonly terms: Readonly<Record<string, DerivationTerm>>;
  /** Symbols that are no node's name. */
  readonly symbols: readonly SymbolNote[];
  /** Factors, then the result. */
  readonly grids: readonly DerivationGrid[];
  /** The rule whose elements can be written out, and the term that is its result; null where there is none. */
  readonly rule: { readonly formula: Formula; readonly result: string } | null;
  /** What a small change does; empty where it says nothing. */
  readonly meaning: string;
  /** Who draws, where a formula draws. */
  readonly owner: FormulaOwner;
}
