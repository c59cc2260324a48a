/**
 * Autosave in the browser (IndexedDB): the document is written a moment after every change, with a
 * checksum and the version before it, so that a damaged record is noticed and the last good one opens.
 * Every tab has a record of its own; what another page wrote into it is put aside, never written over.
 */
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { type HeldBack, saveStore } from '../state/document/save-store.ts';
import { notify } from '../state/look/notices.ts';
import { leavePartingCopy, takePartingCopy } from './parting-copy.ts';
import { putAside, putLeftAside, type RecentGraph, recentGraphs } from './recent-graphs.ts';
import { openRecords, type Records } from './records.ts';
import { nextRecord, recover, type SavedRecord, soundText, writtenName } from './saved-record.ts';
import { markStart, startEnded, startFailed } from './start-mark.ts';
import { type TabLocks, tabLocks } from './tab-locks.ts';
import { browserSession, claimRecord, newRecord, type TabRecord } from './tab-record.ts';

/** Time from the last of several changes to their writing, in ms. */
const DELAY = 250;

/** Longest time from a change to its writing, in ms, however many follow: what a killed browser can lose. */
const LONGEST_WAIT = 1000;

/** Saves the open document of one tab. */
export class Autosave {
  private readonly records: Records;
  private readonly locks: TabLocks;
  private tab: TabRecord;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest change that is not written was made; null when there is none. */
  private changedAt: number | null = null;
  private writing: Promise<void> = Promise.resolve();
  /** The version that is being written, or was last. */
  private writtenVersion = -1;
  /** The version that is safe in the storage. */
  private savedVersion = -1;
  /** The record as this page read or wrote it last. */
  private last: SavedRecord | undefined;
  /** The document is not in this tab's record yet: it came from a parting copy or from another tab. */
  private owesWriting = false;

  /** Keeps the document in the record of `tab`. */
  constructor(records: Records, locks: TabLocks, tab: TabRecord) {
    this.records = records;
    this.locks = locks;
    this.tab = tab;
  }

  /** Opens the storage; throws what the browser throws when there is none. */
  static async open(): Promise<Autosave> {
    const records = await openRecords();
    const locks = tabLocks();
    const tab = await claimRecord(records, locks, browserSession);
    saveStore.setState({ secondTab: tab.source !== null && tab.source !== tab.key });
    putLeftAside(records, locks).catch(failed);
    return new Autosave(records, locks, tab);
  }

  /** The graph whose last start did not finish: it becomes a recent one, and this tab gets a new record. */
  async holdBack(): Promise<HeldBack | null> {
    const { source } = this.tab;
    if (source === null || !startFailed(source)) return null;
    const isOwn = this.tab.key === source;
    const record = await this.records.read(source);
    const parting = takePartingCopy();
    const text = parting?.text ?? (record === undefined ? null : soundText(record));
    this.tab = await newRecord(this.locks, browserSession);
    startEnded(source);
    if (text === null) return null;
    await putAside(this.records, text, Date.now());
    if (isOwn) await this.records.remove(source);
    return { name: writtenName(text), text };
  }

  /** The document saved last, or the one before when that is damaged, which is said; null without any. */
  async restore(): Promise<GraphDocument | null> {
    const { key, source } = this.tab;
    const record = source === null ? undefined : await this.records.read(source);
    if (source === key) this.last = record;
    if (record !== undefined && source !== null) markStart(source);
    const parting = takePartingCopy();
    if (parting !== null && parting.at > (record?.current.at ?? 0)) {
      const { document } = parseDocument(parting.text);
      this.owesWriting = document !== null;
      if (document !== null) return document;
    }
    if (record === undefined) return null;
    const recovered = recover(record);
    if (recovered.document === null) {
      notify('refused', 'the graph saved in this browser is damaged', 'open it from a file');
    } else if (recovered.from === 'previous') {
      notify('refused', 'the graph saved last is damaged', 'the one saved before it is open');
    }
    this.owesWriting = recovered.document !== null && source !== key;
    return recovered.document;
  }

  /** Saves after every change, and at once when the page is hidden. Gives the way to stop. */
  start(): () => void {
    this.writtenVersion = documentStore.getState().version;
    this.savedVersion = this.writtenVersion;
    saveStore.setState({ status: 'saved' });
    if (this.owesWriting) {
      this.owesWriting = false;
      this.writtenVersion = -1;
      this.write();
    }
    const later = (delay: number): void => {
      saveStore.setState({ status: 'changed' });
      const now = Date.now();
      this.changedAt ??= now;
      clearTimeout(this.timer);
      const wait = Math.min(delay, this.changedAt + LONGEST_WAIT - now);
      this.timer = setTimeout(() => this.write(), Math.max(0, wait));
    };
    const whenHidden = (): void => {
      if (document.visibilityState === 'hidden') this.write();
    };
    const stop = documentStore.subscribe((state, before) => {
      const another = state.opened !== before.opened;
      if (another) this.keep(before.document);
      // What was opened is kept elsewhere, so it is drawn first.
      if (state.version !== before.version) later(another ? LONGEST_WAIT : DELAY);
    });
    const leaving = (): void => this.leave();
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
  async recent(): Promise<readonly RecentGraph[]> {
    const all = await recentGraphs(this.records, this.locks);
    return all.filter(({ key }) => key !== this.tab.key);
  }

  /** Puts a document aside that another has taken the place of. */
  private keep(document: GraphDocument): void {
    if (Object.keys(document.nodes).length === 0) return;
    const text = formatDocument(document);
    this.writing = this.writing.then(() => putAside(this.records, text, Date.now())).catch(failed);
  }

  /** The page goes away: what is not safe is asked for in one go, and left to the session as well. */
  private leave(): void {
    const { document: open, version } = documentStore.getState();
    if (version === this.savedVersion) return;
    const text = formatDocument(open);
    leavePartingCopy({ text, at: Date.now() });
    const record = nextRecord(this.last, text, Date.now());
    clearTimeout(this.timer);
    this.writtenVersion = version;
    this.records.write(this.tab.key, record).then(
      () => {
        this.last = record;
        this.written(version);
      },
      (error: unknown) => this.notWritten(error),
    );
  }

  private write(): void {
    clearTimeout(this.timer);
    this.changedAt = null;
    const { document: open, version } = documentStore.getState();
    if (version === this.writtenVersion) return;
    this.writtenVersion = version;
    const text = formatDocument(open);
    this.writing = this.writing
      .then(async () => {
        let foreign: string | null = null;
        let made: SavedRecord | undefined;
        await this.records.update(this.tab.key, (before) => {
          if (before !== undefined && before.current.text !== this.last?.current.text) {
            foreign = before.current.text;
          }
          made = nextRecord(before, text, Date.now());
          return made;
        });
        this.last = made;
        // Another page that took this record for its own wrote there: its work becomes a recent graph.
        if (foreign !== null) await putAside(this.records, foreign, Date.now());
        this.written(version);
      })
      .catch((error: unknown) => this.notWritten(error));
  }

  /** What could not be written is written again with the next change. */
  private notWritten(error: unknown): void {
    this.writtenVersion = -1;
    failed(error);
  }

  private written(version: number): void {
    this.savedVersion = version;
    if (documentStore.getState().version === version) saveStore.setState({ status: 'saved' });
  }
}

function failed(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  saveStore.setState({ status: 'failed', reason });
}
