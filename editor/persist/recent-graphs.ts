/**
 * Graphs that were open before: when another takes the place of one, the old one is put aside here, so
 * that opening never loses what was made. What a tab that was closed had open counts as well.
 */
import type { RecordEntry, Records } from './records.ts';
import { nextRecord, soundText, writtenName } from './saved-record.ts';
import type { TabLocks } from './tab-locks.ts';
import { leftRecords } from './tab-record.ts';

/** A graph that was open before. */
export interface RecentGraph {
  readonly key: string;
  readonly name: string;
  /** The document, not read yet: one that asks for much must not do so in a list. */
  readonly text: string;
  /** When it was put aside or last changed, in milliseconds since 1970. */
  readonly at: number;
}

/** Graphs kept; the oldest go. */
const KEPT = 50;

const PREFIX = 'recent-';

/** The graphs that no tab has open, the newest first; damaged ones and repetitions are left out. */
export async function recentGraphs(
  records: Records,
  locks: TabLocks,
): Promise<readonly RecentGraph[]> {
  const graphs = new Map<string, RecentGraph>();
  for (const { key, record } of [
    ...(await asides(records)),
    ...(await leftRecords(records, locks)),
  ]) {
    const text = soundText(record);
    if (text === null || graphs.has(text) || !text.includes('"op":')) continue;
    graphs.set(text, { key, name: writtenName(text), text, at: record.current.at });
  }
  return [...graphs.values()].sort((a, b) => b.at - a.at);
}

/** Puts the text of a graph aside; the same text is kept once. */
export async function putAside(records: Records, text: string, at: number): Promise<void> {
  const others = await asides(records);
  for (const [i, { key, record }] of others.entries()) {
    if (record.current.text === text || i >= KEPT - 1) await records.remove(key);
  }
  const key = `${PREFIX}${at}-${Math.random().toString(36).slice(2)}`;
  await records.update(key, () => nextRecord(undefined, text, at));
}

/** What was left open by tabs long closed goes where the oldest are forgotten. */
export async function putLeftAside(records: Records, locks: TabLocks): Promise<void> {
  const leftOpen = await leftRecords(records, locks);
  for (const { key, record } of leftOpen.slice(KEPT)) {
    await putAside(records, record.current.text, record.current.at);
    await records.remove(key);
  }
}

async function asides(records: Records): Promise<readonly RecordEntry[]> {
  const entries = await records.entries((key) => key.startsWith(PREFIX));
  return [...entries].sort((a, b) => b.record.current.at - a.record.current.at);
}
