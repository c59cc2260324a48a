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
  return {
    read: (key) => database.get('documents', key),
    update: async (key, next) => {
      const transaction = database.transaction('documents', 'readwrite', { durability: 'strict' });
      const before = await transaction.store.get(key);
      await transaction.store.put(next(before), key);
      await transaction.done;
    },
    keys: async (prefix) => {
      const keys = await database.getAllKeys('documents');
      return keys.filter((key) => key.startsWith(prefix));
    },
    remove: (key) => database.delete('documents', key),
  };
}
