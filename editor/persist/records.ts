/** Where saved documents are kept: records by key, in IndexedDB. */
import { type DBSchema, openDB } from 'idb';
import type { SavedRecord } from './saved-record.ts';

interface Schema extends DBSchema {
  documents: { key: string; value: SavedRecord };
}

/** Records by key. */
export interface Records {
  readonly read: (key: string) => Promise<SavedRecord | undefined>;
  /** Replaces a record by what `next` makes of it, as one transaction. */
  readonly update: (
    key: string,
    next: (before: SavedRecord | undefined) => SavedRecord,
  ) => Promise<void>;
  /** The keys that begin with `prefix`. */
  readonly keys: (prefix: string) => Promise<readonly string[]>;
  readonly remove: (key: string) => Promise<void>;
}

/** Opens the storage of the browser; throws what the browser throws when there is none. */
export async function openRecords(): Promise<Records> {
  const database = await openDB<Schema>('gradwire', 1, {
    upgrade: (db) => {
      db.createObjectStore('documents');
    },
  });
  /** Records as they stand in the storage: a record that is updated belongs to this tab alone. */
  const known = new Map<string, SavedRecord | undefined>();
  return {
    read: async (key) => {
      const record = await database.get('documents', key);
      known.set(key, record);
      return record;
    },
    update: async (key, next) => {
      const transaction = database.transaction('documents', 'readwrite', { durability: 'strict' });
      // Asked for in one go, commit included: a page that is going away gets no second turn.
      const before = known.has(key) ? known.get(key) : await transaction.store.get(key);
      const record = next(before);
      const put = transaction.store.put(record, key);
      transaction.commit();
      await Promise.all([put, transaction.done]);
      known.set(key, record);
    },
    keys: async (prefix) => {
      const keys = await database.getAllKeys('documents');
      return keys.filter((key) => key.startsWith(prefix));
    },
    remove: async (key) => {
      await database.delete('documents', key);
      known.delete(key);
    },
  };
}
