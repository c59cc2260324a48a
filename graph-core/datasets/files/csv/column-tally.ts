/** What a column holds besides plain numbers, counted while the rows go by. */
import type { Meaning } from './cells/cell-meaning.ts';
import { LineTally } from './line-tally.ts';

/** Cells of a kind with the first of them. */
export class CellTally extends LineTally {
  /** Text of the first one. */
  text = '';
  /** Its number; NaN for a word. */
  value = Number.NaN;
}

/** Share of words up to which a column holds numbers. */
const FEW_WORDS = 1 / 20;

/** Counts of one column. */
export class ColumnTally {
  readonly missing = new LineTally();
  /** Of the missing cells those that say so in a word. */
  readonly marked = new CellTally();
  readonly words = new CellTally();
  readonly grouped = new CellTally();
  readonly percent = new CellTally();
  readonly infinite = new CellTally();
  readonly tiny = new CellTally();

  /** The tally of cells with this meaning; null for numbers that need no word. */
  of(meaning: Exclude<Meaning, 'missing'>): CellTally | null {
    switch (meaning) {
      case 'word':
        return this.words;
      case 'spelled':
        return null;
      case 'grouped':
      case 'percent':
      case 'infinite':
      case 'tiny':
        return this[meaning];
      default:
        return meaning satisfies never;
    }
  }

  /** True when the column holds categories: more than a few of its cells are words. */
  holdsWords(rows: number): boolean {
    return this.words.count > FEW_WORDS * (rows - this.missing.count);
  }
}
