/**
 * Graphs that were open before: when another takes the place of one, the old one is put aside here, so
 * that opening never loses what was made.
 */
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import type { Records } from './records.ts';
import { nextRecord, recover } from './saved-record.ts';

/** A graph put aside. */
export interface RecentGraph {
  readonly key: string;
  readonly document: GraphDocument;
  /** When it was put aside, in milliseconds since 1970. */
  readonly at: number;
}

/** Graphs kept; the oldest go. */
const KEPT = 20;

const PREFIX = 'recent-';

/** The graphs put aside, the newest first. Damaged ones are left out. */
export async function recentGraphs(records: Records): Promise<readonly RecentGraph[]> {
  const found: RecentGraph[] = [];
  for (const key of await records.keys(PREFIX)) {
    const record = await records.read(key);
    if (record === undefined) continue;
    const { document } = recover(record);
    if (document !== null) found.push({ key, document, at: record.current.at });
  }
  return found.sort((a, b) => b.at - a.at);
}

/** Puts a graph aside; the same graph is kept once, one without nodes not at all. */
export async function putAside(
  records: Records,
  document: GraphDocument,
  at: number,
): Promise<void> {
  if (Object.keys(document.nodes).length === 0) return;
  const text = formatDocument(document);
  const others = await recentGraphs(records);
  for (const [i, other] of others.entries()) {
    const same = formatDocument(other.document) === text;
    if (same || i >= KEPT - 1) await records.remove(other.key);
  }
  await records.update(`${PREFIX}${at}-${others.length}`, () => nextRecord(undefined, text, at));
}
