/**
 * What is stored of a document: its text with a checksum, and the last good text before it. Storage can be
 * damaged without an error; a damaged text is noticed here and never takes the place of a good one.
 */
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';

/** One text. */
export interface SavedText {
  readonly text: string;
  readonly checksum: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The record of one document. */
export interface SavedRecord {
  readonly current: SavedText;
  readonly previous: SavedText | null;
}

/** The record that follows `before`; its previous text is the newest one that is not damaged. */
export function nextRecord(before: SavedRecord | undefined, text: string, at: number): SavedRecord {
  const good = [before?.current, before?.previous].find((copy) => copy != null && isSound(copy));
  return { current: { text, checksum: checksum(text), at }, previous: good ?? null };
}

/** What a record still holds: its document, the one before it, or nothing that can be opened. */
export type Recovered =
  | { readonly document: GraphDocument; readonly from: keyof SavedRecord }
  | { readonly document: null };

/** Reads a record back. */
export function recover(record: SavedRecord): Recovered {
  for (const from of ['current', 'previous'] as const) {
    const copy = record[from];
    if (copy == null || !isSound(copy)) continue;
    const { document } = parseDocument(copy.text);
    if (document !== null) return { document, from };
  }
  return { document: null };
}

/** The newest text of a record that is as it was written; null without any. */
export function soundText({ current, previous }: SavedRecord): string | null {
  return [current, previous].find((copy) => copy != null && isSound(copy))?.text ?? null;
}

/** The name in the text of a document, without reading the rest. */
export function writtenName(text: string): string {
  const name = /^ {2}"name": ("(?:[^"\\]|\\.)*")/m.exec(text)?.[1];
  return name === undefined ? 'Untitled graph' : String(JSON.parse(name));
}

/** True for a text that is as it was written. Records come from storage and may hold anything. */
function isSound(copy: SavedText): boolean {
  return typeof copy.text === 'string' && checksum(copy.text) === copy.checksum;
}

/** FNV-1a over the UTF-16 units: notices damage, not attacks. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
