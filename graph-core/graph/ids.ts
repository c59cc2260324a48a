/** Keys of nodes and edges, and the lengths of names: one rule for files and for edits. */
import { compareIds } from './document.ts';

/** Characters a key may have. */
export const MAX_ID_LENGTH = 64;

/** Characters a name may have. */
export const MAX_NAME_LENGTH = 200;

/** What a key looks like. */
export const ID_PATTERN = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * True for a string that may be a key. Names that every JavaScript object answers to
 * (`constructor`, `toString`, `__proto__`) may not, so that a plain object is a safe record.
 */
export function isId(id: string): boolean {
  return ID_PATTERN.test(id) && !(id in Object.prototype) && id !== 'prototype';
}

/** Hands out keys that are not in use, counting on from the highest: `add1`, `add2`. */
export class FreshIds {
  private readonly taken: Set<string>;
  private readonly highest = new Map<string, number>();

  /** `taken` are the keys in use. */
  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  /** The wanted key when it is free and may be one; otherwise a numbered one. */
  wanted(id: string, stem: string): string {
    if (!isId(id) || this.taken.has(id)) return this.numbered(stem);
    this.taken.add(id);
    return id;
  }

  /** The stem and one more than the highest number in use with it. */
  numbered(stem: string): string {
    const safe = isId(`${stem}1`) && stem.length <= 48 ? stem : 'node';
    const next = (this.highest.get(safe) ?? this.highestOf(safe)) + 1;
    this.highest.set(safe, next);
    const id = `${safe}${next}`;
    this.taken.add(id);
    return id;
  }

  private highestOf(stem: string): number {
    let highest = 0;
    for (const id of this.taken) {
      if (!id.startsWith(stem)) continue;
      const rest = id.slice(stem.length);
      if (/^[1-9]\d{0,8}$/.test(rest)) highest = Math.max(highest, Number(rest));
    }
    return highest;
  }
}

/** What the key of a new node must differ from, so that it draws from nobody else's stream. */
export function* keysAndStreams(
  nodes: Readonly<Record<string, { readonly stream?: string }>>,
): Iterable<string> {
  for (const [id, { stream }] of Object.entries(nodes)) {
    yield id;
    if (stream !== undefined) yield stream;
  }
}

/** The keys of a record as people count. */
export function sortedIds(record: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(record).sort(compareIds);
}
