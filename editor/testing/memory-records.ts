/** Storage and locks of a browser in memory, shared by the tabs of a test. */
import type { RecordEntry, Records } from '../persist/records.ts';
import type { SavedRecord } from '../persist/saved-record.ts';
import type { TabLocks } from '../persist/tab-locks.ts';

/** Records in memory; a failure is what the browser throws when the disk is full. */
export class MemoryRecords implements Records {
  readonly all = new Map<string, SavedRecord>();
  failure: Error | null = null;
  writes = 0;

  async read(key: string): Promise<SavedRecord | undefined> {
    return this.all.get(key);
  }

  async update(key: string, next: (before: SavedRecord | undefined) => SavedRecord): Promise<void> {
    await this.write(key, next(this.all.get(key)));
  }

  async write(key: string, record: SavedRecord): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.writes++;
    this.all.set(key, record);
  }

  async entries(wanted: (key: string) => boolean): Promise<readonly RecordEntry[]> {
    return [...this.all].filter(([key]) => wanted(key)).map(([key, record]) => ({ key, record }));
  }

  async remove(key: string): Promise<void> {
    this.all.delete(key);
  }
}

/** Which tab has which name; a tab that is closed lets go. */
export class MemoryLocks {
  private readonly held = new Map<string, number>();

  /** The locks as one tab sees them. */
  of(tab: number): TabLocks {
    return {
      hold: async (name) => {
        if (this.held.has(name)) return false;
        this.held.set(name, tab);
        return true;
      },
      isHeld: async (name) => this.held.has(name),
    };
  }

  /** What happens to the locks of a tab that is closed. */
  letGo(tab: number): void {
    for (const [name, holder] of this.held) if (holder === tab) this.held.delete(name);
  }
}
