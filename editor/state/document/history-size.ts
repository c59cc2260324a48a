/**
 * How much of the history is kept: entries of opening hold whole documents, so the history is bounded in size as
 * well as in steps. Documents that fall out of it stand among the recent graphs.
 */
import type { Change } from './change.ts';

/** Undo steps kept; older ones are forgotten. */
const MOST_ENTRIES = 500;

/** Size of all of them together, in characters of JSON; in memory it is some four times as many bytes. */
const MOST_CHARACTERS = 2 ** 21;

/** Sizes of values in patches; documents in them are shared between entries and never change. */
const sizes = new WeakMap<object, number>();

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 16;
  const size = sizes.get(value) ?? JSON.stringify(value).length;
  sizes.set(value, size);
  return size;
}

function entrySize({ redo, undo }: Change): number {
  return [...redo, ...undo].reduce(
    (sum, { path, value }) => sum + 16 * path.length + sizeOf(value),
    64,
  );
}

/** The newest entries that may be kept, at least the last one. */
export function keptHistory<E extends { readonly change: Change }>(
  past: readonly E[],
): readonly E[] {
  let size = 0;
  let first = past.length;
  while (first > 0 && past.length - first < MOST_ENTRIES) {
    size += entrySize(past[first - 1].change);
    if (size > MOST_CHARACTERS && first < past.length) break;
    first--;
  }
  return past.slice(first);
}
