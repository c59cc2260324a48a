/**
 * Autosave in the browser (IndexedDB): the document is written a moment after every change, with a
 * checksum and the version before it, so that a damaged record is noticed and the last good one opens.
 * A second tab gets a document of its own and never writes over this one.
 */
import { type DBSchema, openDB } from 'idb';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document-store.ts';
import { saveStore } from '../state/save-store.ts';
import { notify } from '../state/view-store.ts';
import { nextRecord, recover, type SavedRecord } from './saved-record.ts';
import { FIRST_TAB, ownKey } from './tab-key.ts';

interface Schema extends DBSchema {
  documents: { key: string; value: SavedRecord };
}

/** Where records are kept. */
export interface Records {
  readonly read: (key: string) => Promise<SavedRecord | undefined>;
  /** Replaces a record by what `next` makes of it, as one transaction. */
  readonly update: (
    key: string,
    next: (before: SavedRecord | undefined) => SavedRecord,
  ) => Promise<void>;
}

/** Time from a change to its writing, in ms: what a killed browser can lose. */
const DELAY = 250;

/** Saves the open document of one tab. */
export class Autosave {
  private readonly records: Records;
  private readonly key: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();
  private writtenVersion = -1;

  /** Keeps the document in the record `key`. */
  constructor(records: Records, key: string) {
    this.records = records;
    this.key = key;
  }

  /** Opens the storage; throws what the browser throws when there is none. */
  static async open(): Promise<Autosave> {
    return new Autosave(await openRecords(), await ownKey());
  }

  /** The document saved last, or the one before when that is damaged, which is said; null without any. */
  async restore(): Promise<GraphDocument | null> {
    const record = (await this.records.read(this.key)) ?? (await this.records.read(FIRST_TAB));
    if (record === undefined) return null;
    const recovered = recover(record);
    if (recovered.document === null) {
      notify('refused', 'the graph saved in this browser is damaged', 'open it from a file');
    } else if (recovered.from === 'previous') {
      notify('refused', 'the graph saved last is damaged', 'the one saved before it is open');
    }
    return recovered.document;
  }

  /** Saves after every change, and at once when the page is hidden. Gives the way to stop. */
  start(): () => void {
    this.writtenVersion = documentStore.getState().version;
    saveStore.setState({ status: 'saved' });
    const later = (): void => {
      saveStore.setState({ status: 'changed' });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.write(), DELAY);
    };
    const whenHidden = (): void => {
      if (document.visibilityState === 'hidden') this.write();
    };
    const now = (): void => this.write();
    const stop = documentStore.subscribe((state, before) => {
      if (state.version !== before.version) later();
    });
    document.addEventListener('visibilitychange', whenHidden);
    window.addEventListener('pagehide', now);
    return () => {
      stop();
      clearTimeout(this.timer);
      document.removeEventListener('visibilitychange', whenHidden);
      window.removeEventListener('pagehide', now);
    };
  }

  private write(): void {
    clearTimeout(this.timer);
    const { document: open, version } = documentStore.getState();
    if (version === this.writtenVersion) return;
    this.writtenVersion = version;
    const text = formatDocument(open);
    this.writing = this.writing
      .then(async () => {
        await this.records.update(this.key, (before) => nextRecord(before, text, Date.now()));
        if (documentStore.getState().version === version) saveStore.setState({ status: 'saved' });
      })
      .catch((error: unknown) => {
        // What could not be written is written again with the next change.
        this.writtenVersion = -1;
        const reason = error instanceof Error ? error.message : String(error);
        saveStore.setState({ status: 'failed', reason });
      });
  }
}

async function openRecords(): Promise<Records> {
  const database = await openDB<Schema>('gradwire', 1, {
    upgrade: (db) => {
      db.createObjectStore('documents');
    },
  });
  /** Records as they stand in the storage; nobody else writes them. */
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
  };
}
