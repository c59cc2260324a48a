/**
 * Autosave in the browser (IndexedDB): the document is written a moment after every change, with a
 * checksum and the version before it, so that a damaged record is noticed and the last good one opens.
 * A second tab gets a document of its own and never writes over this one.
 */
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document-store.ts';
import { saveStore } from '../state/save-store.ts';
import { notify } from '../state/view-store.ts';
import { leavePartingCopy, takePartingCopy } from './parting-copy.ts';
import { putAside, type RecentGraph, recentGraphs } from './recent-graphs.ts';
import { openRecords, type Records } from './records.ts';
import { nextRecord, recover } from './saved-record.ts';
import { FIRST_TAB, ownKey } from './tab-key.ts';

/** Time from a change to its writing, in ms: what a killed browser can lose. */
const DELAY = 250;

/** Saves the open document of one tab. */
export class Autosave {
  private readonly records: Records;
  private readonly key: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();
  /** The version that is being written, or was last. */
  private writtenVersion = -1;
  /** The version that is safe in the storage. */
  private savedVersion = -1;
  /** The document came from a parting copy and is not in the storage yet. */
  private owesParting = false;

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
    const parting = takePartingCopy();
    if (parting !== null && parting.at > (record?.current.at ?? 0)) {
      const { document } = parseDocument(parting.text);
      this.owesParting = document !== null;
      if (document !== null) return document;
    }
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
    this.savedVersion = this.writtenVersion;
    saveStore.setState({ status: 'saved' });
    if (this.owesParting) {
      this.owesParting = false;
      this.writtenVersion = -1;
      this.write();
    }
    const later = (): void => {
      saveStore.setState({ status: 'changed' });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.write(), DELAY);
    };
    const whenHidden = (): void => {
      if (document.visibilityState === 'hidden') this.write();
    };
    const leaving = (): void => {
      const { document: open, version } = documentStore.getState();
      if (version !== this.savedVersion) {
        leavePartingCopy({ text: formatDocument(open), at: Date.now() });
      }
      this.write();
    };
    const stop = documentStore.subscribe((state, before) => {
      if (state.opened !== before.opened) this.keep(before.document);
      if (state.version !== before.version) later();
    });
    document.addEventListener('visibilitychange', whenHidden);
    window.addEventListener('pagehide', leaving);
    return () => {
      stop();
      clearTimeout(this.timer);
      document.removeEventListener('visibilitychange', whenHidden);
      window.removeEventListener('pagehide', leaving);
    };
  }

  /** The graphs that were open before, the newest first. */
  recent(): Promise<readonly RecentGraph[]> {
    return recentGraphs(this.records);
  }

  /** Puts a document aside that another has taken the place of. */
  private keep(document: GraphDocument): void {
    this.writing = this.writing
      .then(() => putAside(this.records, document, Date.now()))
      .catch(failed);
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
        this.savedVersion = version;
        if (documentStore.getState().version === version) saveStore.setState({ status: 'saved' });
      })
      .catch((error: unknown) => {
        // What could not be written is written again with the next change.
        this.writtenVersion = -1;
        failed(error);
      });
  }
}

function failed(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  saveStore.setState({ status: 'failed', reason });
}
