/**
 * Where the contents of data files are kept: by their hash, in a database of their own in this browser. The
 * hash is the checksum: contents that no longer have it are damaged. The files used longest ago go first.
 */
import { type DBSchema, openDB } from 'idb';
import type { DataFile } from '../../../graph-core/datasets/files/read-table.ts';
import { contentHash } from './content-hash.ts';

interface Entry {
  readonly hash: string;
  /** Bytes of all parts. */
  readonly size: number;
  /** When it was used last, in milliseconds since 1970. */
  readonly at: number;
}

interface Schema extends DBSchema {
  entries: { key: string; value: Entry };
  contents: { key: string; value: readonly DataFile[] };
}

/** Bytes kept at most: 512 MiB. */
const KEPT_BYTES = 2 ** 29;

/** The hashes of files to let go, so that what is left with a new one of `size` bytes is no more than `most`. */
export function filesToForget(
  entries: readonly Entry[],
  size: number,
  most = KEPT_BYTES,
): readonly string[] {
  const oldest = [...entries].sort((a, b) => a.at - b.at);
  let total = oldest.reduce((sum, entry) => sum + entry.size, size);
  const gone: string[] = [];
  for (const entry of oldest) {
    if (total <= most) break;
    gone.push(entry.hash);
    total -= entry.size;
  }
  return gone;
}

/** Keeps the contents of a file; throws what the browser throws when there is no room. */
export async function keepFile(
  hash: string,
  parts: readonly DataFile[],
  at: number,
): Promise<void> {
  const database = await openDatabase();
  try {
    const size = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const transaction = database.transaction(['entries', 'contents'], 'readwrite');
    const [entries, contents] = [
      transaction.objectStore('entries'),
      transaction.objectStore('contents'),
    ];
    const others = (await entries.getAll()).filter((entry) => entry.hash !== hash);
    for (const gone of filesToForget(others, size)) {
      await entries.delete(gone);
      await contents.delete(gone);
    }
    await entries.put({ hash, size, at }, hash);
    await contents.put([...parts], hash);
    await transaction.done;
  } finally {
    database.close();
  }
}

/** The contents kept under `hash`; null when there are none, or not as they were. */
export async function findFile(hash: string): Promise<readonly DataFile[] | null> {
  const database = await openDatabase();
  try {
    const parts = await database.get('contents', hash);
    if (parts === undefined || (await contentHash(parts)) !== hash) return null;
    return parts;
  } finally {
    database.close();
  }
}

function openDatabase() {
  return openDB<Schema>('gradwire-data', 1, {
    upgrade: (db) => {
      db.createObjectStore('entries');
      db.createObjectStore('contents');
    },
  });
}
