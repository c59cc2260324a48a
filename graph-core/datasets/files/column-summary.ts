/** What a page is told of a column: what it holds, how its numbers lie, whether it can be a feature. */
import type { Column, CountedLines } from './table.ts';

/** Rows shown. */
const PREVIEW_ROWS = 6;

/** Different values up to which whole numbers may be meant as classes. */
const FEW_VALUES = 20;

/** Different words up to which a column is a feature unless chosen otherwise. */
const MOST_WORDS = 50;

/** A column without its values. */
export interface ColumnSummary {
  readonly name: string;
  readonly holds: 'numbers' | 'words';
  /** How many different words, or whole numbers where there are at most 20 of them; null for other numbers. */
  readonly distinct: number | null;
  readonly missing: CountedLines;
  /** The first cells as text; empty where one is missing. */
  readonly preview: readonly string[];
  /** Cells of the sample rows of the table, the same for all columns; empty where one is missing. */
  readonly samples: readonly string[];
  /** Features it makes: a number one, words one each. */
  readonly features: number;
  /** Of the numbers that are there; null for words, and where there are no finite ones. */
  readonly spread: Spread | null;
  /** What its values would be called as classes, in order: few whole numbers, at most 50 words; null otherwise. */
  readonly labels: readonly string[] | null;
  /** In a few words why it is no feature unless chosen to be; null for a column that is one. */
  readonly unfit: string | null;
}

/** Mean and deviation of a column of numbers. */
export interface Spread {
  readonly mean: number;
  /** Root of the mean square distance from the mean. */
  readonly deviation: number;
}

/** Describes a column, with its cells in the rows given. */
export function summarizeColumn(column: Column, sampleRows: readonly number[]): ColumnSummary {
  const { name, values, categories, missing } = column;
  const textOf = (value: number): string =>
    Number.isNaN(value) ? '' : (categories?.[value] ?? String(value));
  const whole = categories === null ? fewWholeNumbers(values) : null;
  const words = categories !== null && categories.length <= MOST_WORDS ? categories : null;
  return {
    name,
    holds: categories === null ? 'numbers' : 'words',
    distinct: categories?.length ?? whole?.length ?? null,
    missing,
    preview: Array.from(values.subarray(0, PREVIEW_ROWS), textOf),
    samples: sampleRows.map((row) => textOf(values[row])),
    features: categories?.length ?? 1,
    spread: categories === null ? spreadOf(values) : null,
    labels: whole?.map(String) ?? words,
    unfit: whyUnfit(column),
  };
}

/** Why a column tells nothing of a row that could be learned from; null when it may. */
export function whyUnfit({ name, values, categories, missing }: Column): string | null {
  if (missing.count === values.length) return 'no values';
  const first = values.find((value) => !Number.isNaN(value));
  if (values.every((value) => Number.isNaN(value) || value === first)) return 'always the same';
  if (categories !== null) {
    return categories.length > MOST_WORDS ? `${categories.length} different words` : null;
  }
  return numbersRows(name, values) ? 'numbers the rows' : null;
}

/** What a column of keys is called. */
const KEY_NAME = /^(?:.*[_ ])?(?:id|index|no|nr|row|key|uuid)$|^unnamed/i;

/** Whole numbers, all different, that are called keys or too large to be told apart by doubles. */
function numbersRows(name: string, values: Float64Array): boolean {
  const isKey = KEY_NAME.test(name.trim());
  if (!isKey && !values.some((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER)) return false;
  const distinct = new Set<number>();
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return false;
    distinct.add(value);
    count++;
  }
  // Beyond 2^53 different keys may have become equal numbers.
  return isKey ? distinct.size === count : 2 * distinct.size > count;
}

/** The different whole numbers, ascending; null when there are others, or many. */
function fewWholeNumbers(values: Float64Array): readonly number[] | null {
  const distinct = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return null;
    distinct.add(value);
    if (distinct.size > FEW_VALUES) return null;
  }
  return [...distinct].sort((a, b) => a - b);
}

function spreadOf(values: Float64Array): Spread | null {
  let [count, mean, squares] = [0, 0, 0];
  // Welford's update: no difference of large sums.
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  const deviation = Math.sqrt(squares / count);
  return Number.isFinite(mean) && Number.isFinite(deviation) ? { mean, deviation } : null;
}
