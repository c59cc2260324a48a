/**
 * Rows by which a table is shown inside a graph: spread from its first to its last, and for every column of classes one row
 * of each class. A table sorted by its classes would show one class in its first rows.
 */
import type { Column } from './table.ts';

/** Rows spread evenly. */
const SPREAD = 24;

/** Rows taken at most. */
const MOST = 64;

/** Classes of a column for which rows are looked for. */
const MOST_CLASSES = 10;

/** Row numbers, ascending; the last columns go first, for one of them is mostly predicted. */
export function sampleRows(columns: readonly Column[], rows: number): readonly number[] {
  const count = Math.min(SPREAD, rows);
  const taken = new Set(Array.from({ length: count }, (_, at) => Math.floor((at * rows) / count)));
  for (const column of [...columns].reverse()) {
    for (const row of missedClasses(column, taken)) {
      if (taken.size >= MOST) break;
      taken.add(row);
    }
  }
  return [...taken].sort((a, b) => a - b);
}

/** The first row of each class that none of the rows has; none for a column of measures. */
function missedClasses({ values }: Column, taken: ReadonlySet<number>): readonly number[] {
  const first = new Map<number, number>();
  for (const [row, value] of values.entries()) {
    if (first.has(value) || Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || first.size === MOST_CLASSES) break;
    first.set(value, row);
  }
  const shown = new Set([...taken].map((row) => values[row]));
  return [...first].filter(([value]) => !shown.has(value)).map(([, row]) => row);
}
