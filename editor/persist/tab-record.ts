/**
 * Which record a tab writes to. Each tab has one of its own, which its session remembers: so a reload finds
 * what the tab had, whatever other tabs were opened and closed meanwhile. A tab that has none takes over the
 * newest record that no living tab has; where there is none, it begins with a copy of the newest one.
 */
import type { RecordEntry, Records } from './records.ts';
import type { TabLocks } from './tab-locks.ts';

/** What a tab remembers over a reload; a copy of the tab has it as well. */
export interface TabSession {
  readonly key: () => string | null;
  readonly remember: (key: string) => void;
}

/** The record of a tab. */
export interface TabRecord {
  /** Where it writes to. */
  readonly key: string;
  /** Where its document comes from: its own record, or one of another living tab; null at first. */
  readonly source: string | null;
}

/** Begins the key of the record of a tab; `document` is the one that earlier versions shared. */
const OF_A_TAB = /^(?:tab-|document$)/;

/** Takes the record of this tab. */
export async function claimRecord(
  records: Records,
  locks: TabLocks,
  session: TabSession,
): Promise<TabRecord> {
  const remembered = session.key();
  if (remembered !== null && (await locks.hold(remembered)))
    return { key: remembered, source: remembered };
  const entries = await tabEntries(records);
  if (remembered === null) {
    for (const { key } of entries) {
      if (!(await locks.hold(key))) continue;
      session.remember(key);
      return { key, source: key };
    }
  }
  const copied = entries.find(({ key }) => key === remembered) ?? entries[0];
  return { ...(await newRecord(locks, session)), source: copied?.key ?? null };
}

/** Gives this tab a record that is not there yet. */
export async function newRecord(locks: TabLocks, session: TabSession): Promise<TabRecord> {
  const key = `tab-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  await locks.hold(key);
  session.remember(key);
  return { key, source: null };
}

/** Records of tabs that no living tab has: what was open when they were closed, the newest first. */
export async function leftRecords(
  records: Records,
  locks: TabLocks,
): Promise<readonly RecordEntry[]> {
  const abandoned: RecordEntry[] = [];
  for (const entry of await tabEntries(records)) {
    if (!(await locks.isHeld(entry.key))) abandoned.push(entry);
  }
  return abandoned;
}

async function tabEntries(records: Records): Promise<readonly RecordEntry[]> {
  const entries = await records.entries((key) => OF_A_TAB.test(key));
  return [...entries].sort((a, b) => b.record.current.at - a.record.current.at);
}

/** The session of this tab. A browser that keeps none lets every reload begin as a new tab. */
export const browserSession: TabSession = {
  key: () => {
    try {
      return sessionStorage.getItem('gradwire-tab');
    } catch {
      return null;
    }
  },
  remember: (key) => {
    try {
      sessionStorage.setItem('gradwire-tab', key);
    } catch {
      // The record is found again by being the newest that no tab has.
    }
  },
};
