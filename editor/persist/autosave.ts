/**
 * Autosave in the browser (IndexedDB): the document is written a moment after every change, with a
 * checksum and the version before it, so that a damaged record is noticed and the last good one opens.
 * A second tab gets a document of its own and never writes over this one.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document-store.ts';
import { saveStore } from '../state/save-store.ts';

interface SavedText {
  readonly text: string;
  readonly checksum: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Schema extends DBSchema {
  documents: {
    key: string;
    value: { readonly current: SavedText; readonly previous: SavedText | null };
  };
}

/** Time from a change to its writing, in ms: what a killed browser can lose. */
const DELAY = 250;

/** FNV-1a over the UTF-16 units: notices damage, not attacks. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function saved(text: string): SavedText {
  return { text, checksum: checksum(text), at: Date.now() };
}

/** Saves the open document of one tab. */
export class Autosave {
  private readonly database: IDBPDatabase<Schema>;
  private readonly key: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();
  private writtenVersion = -1;

  private constructor(database: IDBPDatabase<Schema>, key: string) {
    this.database = database;
    this.key = key;
  }

  /** Opens the storage; throws what the browser throws when there is none. */
  static async open(): Promise<Autosave> {
    const database = await openDB<Schema>('gradwire', 1, {
      upgrade: (db) => {
        db.createObjectStore('documents');
      },
    });
    return new Autosave(database, await ownKey());
  }

  /** The document saved last; null when there is none or both copies are damaged. */
  async restore(): Promise<GraphDocument | null> {
    const own = await this.database.get('documents', this.key);
    const record = own ?? (await this.database.get('documents', FIRST_TAB));
    for (const copy of [record?.current, record?.previous]) {
      if (copy == null || checksum(copy.text) !== copy.checksum) continue;
      const { document } = parseDocument(copy.text);
      if (document !== null) return document;
    }
    return null;
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
    const now = (): void => {
      if (document.visibilityState === 'hidden') this.write();
    };
    const stop = documentStore.subscribe((state, before) => {
      if (state.version !== before.version) later();
    });
    document.addEventListener('visibilitychange', now);
    window.addEventListener('pagehide', now);
    return () => {
      stop();
      clearTimeout(this.timer);
      document.removeEventListener('visibilitychange', now);
      window.removeEventListener('pagehide', now);
    };
  }

  private write(): void {
    clearTimeout(this.timer);
    const { document: open, version } = documentStore.getState();
    if (version === this.writtenVersion) return;
    this.writtenVersion = version;
    const next = saved(formatDocument(open));
    this.writing = this.writing
      .then(async () => {
        const transaction = this.database.transaction('documents', 'readwrite', {
          durability: 'strict',
        });
        const before = await transaction.store.get(this.key);
        await transaction.store.put({ current: next, previous: before?.current ?? null }, this.key);
        await transaction.done;
        if (documentStore.getState().version === version) saveStore.setState({ status: 'saved' });
      })
      .catch((error: unknown) => {
        this.writtenVersion = -1;
        const reason = error instanceof Error ? error.message : String(error);
        saveStore.setState({ status: 'failed', reason });
      });
  }
}

/** The record of the tab that is alone. */
const FIRST_TAB = 'document';

/**
 * The key this tab writes to. The first tab holds a lock on the common one for as long as it lives; a
 * further tab keeps to a record of its own, which its session remembers.
 */
async function ownKey(): Promise<string> {
  const { locks } = navigator;
  if (locks === undefined) return FIRST_TAB;
  const isFirst = await new Promise<boolean>((resolve) => {
    locks
      .request('gradwire-document', { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        // Held until the tab closes.
        return lock === null ? undefined : new Promise<void>(() => {});
      })
      .catch(() => resolve(true));
  });
  if (isFirst) return FIRST_TAB;
  saveStore.setState({ secondTab: true });
  const known = sessionStorage.getItem('gradwire-tab');
  if (known !== null) return known;
  const key = `tab-${crypto.randomUUID()}`;
  sessionStorage.setItem('gradwire-tab', key);
  return key;
}
