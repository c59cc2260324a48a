// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { emptyDocument } from '../../graph-core/graph/document.ts';
import {
  documentStore,
  openDocument,
  redo,
  replaceDocument,
  undo,
} from '../state/document/document-store.ts';
import { saveStore } from '../state/document/save-store.ts';
import { renameGraph } from '../state/document/value-edits.ts';
import { noticeStore } from '../state/look/notices.ts';
import { MemoryLocks, MemoryRecords } from '../testing/memory-records.ts';
import { Autosave } from './autosave.ts';
import { nextRecord, recover, type SavedRecord } from './saved-record.ts';

let memory = new MemoryRecords();
let stop = (): void => {};
beforeEach(() => {
  vi.useFakeTimers();
  memory = new MemoryRecords();
  noticeStore.setState({ notice: null });
  sessionStorage.clear();
  openDocument(emptyDocument('first'));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A tab whose document comes from the record `source`. */
const opened = (key = 'document', source = key): Autosave =>
  new Autosave(memory, new MemoryLocks().of(1), { key, source });

function started(): Autosave {
  const autosave = opened();
  stop = autosave.start();
  return autosave;
}

/** Name of the document in the record, or null. */
function savedName(key = 'document'): string | null {
  const record = memory.all.get(key);
  return record === undefined ? null : (recover(record).document?.name ?? null);
}

const status = (): string => saveStore.getState().status;
const settle = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('a change is written a moment later, several at once', async () => {
  started();
  expect(status()).toBe('saved');
  renameGraph('a');
  renameGraph('b');
  expect(status()).toBe('changed');
  await settle(249);
  expect(savedName()).toBeNull();
  await settle(1);
  expect([savedName(), memory.writes, status()]).toEqual(['b', 1, 'saved']);
});

test('while changes keep coming everything is written at most a second later', async () => {
  started();
  for (let ms = 0; ms < 6000; ms += 60) {
    renameGraph(`at ${ms}`);
    await settle(60);
    const saved = Number(/\d+/.exec(savedName() ?? '')?.[0] ?? 0);
    expect(ms - saved).toBeLessThanOrEqual(1000);
  }
  expect(memory.writes).toBeLessThan(10);
});

test('what another page wrote into the record is put aside and not lost', async () => {
  openDocument(oneNode('mine'));
  const autosave = started();
  renameGraph('mine too');
  await settle(300);
  memory.all.set('document', nextRecord(undefined, formatDocument(oneNode('foreign')), Date.now()));
  renameGraph('mine again');
  await settle(300);
  expect(savedName()).toBe('mine again');
  expect((await autosave.recent()).map(({ name }) => name)).toEqual(['foreign']);
});

test('what a page leaves unsaved comes back when it is newer, and is saved then', async () => {
  started();
  renameGraph('a');
  await settle(300);
  renameGraph('b');
  memory.failure = new Error('going away');
  window.dispatchEvent(new Event('pagehide'));
  await settle(0);
  stop();
  expect(savedName()).toBe('a');

  memory.failure = null;
  const next = opened();
  const restored = await next.restore();
  expect(restored?.name).toBe('b');
  if (restored !== null) openDocument(restored);
  stop = next.start();
  await settle(0);
  expect(savedName()).toBe('b');
});

test('what a page left is forgotten once something newer is saved', async () => {
  started();
  renameGraph('a');
  memory.failure = new Error('slow');
  window.dispatchEvent(new Event('pagehide'));
  await settle(10);
  memory.failure = null;
  renameGraph('b');
  await settle(300);
  expect((await opened().restore())?.name).toBe('b');
});

test('what was saved comes back', async () => {
  started();
  renameGraph('a');
  await settle(300);
  expect((await opened().restore())?.name).toBe('a');
  expect(noticeStore.getState().notice).toBeNull();
});

test('without anything saved nothing comes back', async () => {
  expect(await opened().restore()).toBeNull();
  expect(noticeStore.getState().notice).toBeNull();
});

test('a tab that copies another keeps a record of its own', async () => {
  started();
  renameGraph('common');
  await settle(300);
  stop();
  const second = opened('tab-2', 'document');
  expect((await second.restore())?.name).toBe('common');
  stop = second.start();
  renameGraph('mine');
  await settle(300);
  expect([savedName(), savedName('tab-2')]).toEqual(['common', 'mine']);
  expect((await opened('tab-2').restore())?.name).toBe('mine');
});

/** Damages the newest text of the record, or both. */
function damage(copies: readonly (keyof SavedRecord)[]): void {
  const record = memory.all.get('document');
  if (record === undefined) throw new Error('nothing was saved');
  const broken = Object.fromEntries(
    copies.map((copy) => [copy, { ...record[copy], text: 'lost' }]),
  );
  memory.all.set('document', { ...record, ...broken });
}

test.each<[readonly (keyof SavedRecord)[], string | null, string]>([
  [['current'], 'a', 'the graph saved last is damaged'],
  [['current', 'previous'], null, 'the graph saved in this browser is damaged'],
])('damage of %j is said', async (copies, name, text) => {
  const autosave = started();
  for (const next of ['a', 'b']) {
    renameGraph(next);
    await settle(300);
  }
  damage(copies);
  expect((await autosave.restore())?.name ?? null).toBe(name);
  expect(noticeStore.getState().notice?.text).toBe(text);
});

test('a failure to write is shown with its reason, the next change tries again', async () => {
  started();
  memory.failure = new Error('the disk is full');
  renameGraph('a');
  await settle(300);
  expect(saveStore.getState()).toMatchObject({ status: 'failed', reason: 'the disk is full' });
  memory.failure = null;
  renameGraph('b');
  await settle(300);
  expect([savedName(), status()]).toEqual(['b', 'saved']);
});

test('a document that did not change is not written', async () => {
  started();
  window.dispatchEvent(new Event('pagehide'));
  await settle(1000);
  expect(memory.writes).toBe(0);
});

test('a page that goes away writes at once', async () => {
  started();
  renameGraph('a');
  window.dispatchEvent(new Event('pagehide'));
  await settle(0);
  expect(savedName()).toBe('a');
  await settle(1000);
  expect(memory.writes).toBe(1);
});

test('a page that is hidden writes at once', async () => {
  started();
  renameGraph('a');
  document.dispatchEvent(new Event('visibilitychange'));
  await settle(0);
  expect(memory.writes).toBe(0);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  await settle(0);
  expect(savedName()).toBe('a');
});

test('after it is stopped nothing is written', async () => {
  started();
  renameGraph('a');
  stop();
  renameGraph('b');
  await settle(1000);
  expect([memory.writes, documentStore.getState().document.name]).toEqual([0, 'b']);
});

/** A graph of one node, so that it is worth keeping. */
const oneNode = (name: string) => ({
  ...emptyDocument(name),
  nodes: { x: { op: 'input', attrs: {}, position: { x: 0, y: 0 } } },
});

test('a graph that another takes the place of is put aside, once', async () => {
  openDocument(oneNode('mine'));
  const autosave = started();
  replaceDocument('Open another', oneNode('another'));
  await settle(300);
  undo();
  await settle(300);
  redo();
  await settle(300);
  expect((await autosave.recent()).map(({ name }) => name)).toEqual(['mine', 'another']);
});

test('of the graphs put aside the newest fifty are kept', async () => {
  openDocument(oneNode('0'));
  const autosave = started();
  for (let i = 1; i <= 55; i++) {
    replaceDocument('Open another', oneNode(String(i)));
    await settle(300);
  }
  const names = (await autosave.recent()).map(({ name }) => name);
  expect([names.length, names[0], names[49]]).toEqual([50, '54', '5']);
});
