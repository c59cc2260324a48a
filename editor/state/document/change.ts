/** What an edit changed, as Immer patches there and back: joining changes, and telling empty ones. */
import type { Patch } from 'immer';

/** Patches that do a change and patches that take it back. */
export interface Change {
  readonly redo: readonly Patch[];
  readonly undo: readonly Patch[];
}

/** One change that does `earlier`, then `later`. A long drag of the same places stays as small as its first move. */
export function joinedChange(earlier: Change, later: Change): Change {
  const latest = new Map(later.redo.map((patch) => [keyOf(patch), patch] as const));
  const samePlaces =
    latest.size === earlier.redo.length &&
    earlier.redo.every(
      (patch) => patch.op !== 'remove' && latest.get(keyOf(patch))?.op === 'replace',
    );
  if (!samePlaces) {
    return { redo: [...earlier.redo, ...later.redo], undo: [...later.undo, ...earlier.undo] };
  }
  const redo = earlier.redo.map((patch) => ({ ...patch, value: latest.get(keyOf(patch))?.value }));
  return { redo, undo: earlier.undo };
}

/** True when everything is replaced by what it was. */
export function isNoChange({ redo, undo }: Change): boolean {
  const before = new Map(undo.map((patch) => [keyOf(patch), patch] as const));
  return redo.every((patch) => {
    const was = before.get(keyOf(patch));
    return patch.op === 'replace' && was?.op === 'replace' && sameContent(patch.value, was.value);
  });
}

const keyOf = ({ path }: Patch): string => JSON.stringify(path);

/** Equal plain data, whatever the order of its keys. */
function sameContent(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  const other = b as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && sameContent(value, other[key]))
  );
}
