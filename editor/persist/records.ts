/** Where saved documents are kept: records by key, in IndexedDB. */
import { type DBSchema, openDB } from 'idb';
import type { SavedRecord } from './saved-record.ts';

interface Schema extends DBSchema {
  documents: { key: string; value: SavedRecord };
}

/** A record and where it is. */
export interface RecordEntry {
  readonly key: string;
  readonly record: SavedRecord;
}

/** Records by key. */
export interface Records {
  readonly read: (key: string) => Promise<SavedRecord | undefined>;
  /** Replaces a record by what `next` makes of the one in the storage, as one transaction. */
  readonly update: (
    key: string,
    next: (before: SavedRecord | undefined) => SavedRecord,
  ) => Promise<void>;
  /** Writes a record without looking: asked for in one go, since a page that goes away gets no second turn. */
  readonly write: (key: string, record: SavedRecord) => Promise<void>;
  /** The records whose key is wanted. */
  readonly entries: (wanted: (key: string) => boolean) => Promise<readonly RecordEntry[]>;
  readonly remove: (key: string) => Promise<void>;
}

/** Opens the storage of the browser; throws what the browser throws when there is none. */
export async function openRecords(): Promise<Records> {
  const database = await openDB<Schema>('gradwire', 1, {
    upgrade: (db) => {
      db.createObjectStore('documents');
    },
  });
  const writing = () =>
    database.transaction('documents', 'readwrite', { durability: 'strict' as const });
  return {
    read: (key) => database.get('documents', key),
    update: async (key, next) => {
      const transaction = writing();
      const before = await transaction.store.get(key);
      await Promise.all([transaction.store.put(next(before), key), transaction.done]);
    },
    write: async (key, record) => {
      const transaction = writing();
      const put = transaction.store.put(record, key);
      transaction.commit();
      await Promise.all([put, transaction.done]);
    },
    entries: async (wanted) => {
      const keys = (await database.getAllKeys('documents')).filter(wanted);
      const stored = await Promise.all(
        keys.map(async (key) => ({ key, record: await database.get('documents', key) })),
      );
      return stored.flatMap(({ key, record }) => (record === undefined ? [] : [{ key, record }]));
    },
    remove: (key) => database.delete('documents', key),
  };
}
