// @vitest-environment happy-dom

import { beforeEach, expect, test } from 'vitest';
import { node, wiredGraph } from '../../graph-core/testing/wired-graph.ts';
import { documentStore, openDocument } from '../state/document/document-store.ts';
import { noticeStore } from '../state/look/notices.ts';
import { select, selectionStore } from '../state/look/selection-store.ts';
import { copySelection, cutSelection, pasteClipboardText } from './clipboard.ts';

/** A clipboard of the system; null stands for a browser that refuses. */
let system: string | null = '';
Object.defineProperty(navigator, 'clipboard', {
  value: {
    writeText: async (text: string) => {
      if (system === null) throw new Error('NotAllowedError');
      system = text;
    },
    readText: async () => {
      if (system === null) throw new Error('NotAllowedError');
      return system;
    },
  },
});

beforeEach(() => {
  system = '';
  noticeStore.setState({ notice: null });
  openDocument(wiredGraph({ x: node('input', { value: 1 }), f: node('relu') }, 'x → f.x'));
});

const keys = (): string[] => Object.keys(documentStore.getState().document.nodes);
const selectNodes = (...nodes: string[]): void => select({ nodes, edges: [] });
const notice = () => noticeStore.getState().notice;

test('copied nodes are pasted with their wires, beside what is there, and selected', async () => {
  selectNodes('x', 'f');
  copySelection();
  expect(notice()).toMatchObject({ kind: 'done', text: 'Copied 2 nodes' });
  await pasteClipboardText();
  const { nodes, edges } = documentStore.getState().document;
  expect([Object.keys(nodes).length, Object.keys(edges).length]).toEqual([4, 2]);
  const pasted = selectionStore.getState().nodes;
  expect(pasted.map((id) => nodes[id].position)).toEqual([
    { x: 0, y: 72 },
    { x: 0, y: 72 },
  ]);
});

test('what is copied is a graph that other tabs and files understand', () => {
  selectNodes('x');
  copySelection();
  expect(JSON.parse(system ?? '')).toMatchObject({ format: 'gradwire', nodes: { x: {} } });
});

test('cut nodes are gone and come back by pasting', async () => {
  selectNodes('f');
  cutSelection();
  expect(keys()).toEqual(['x']);
  await pasteClipboardText();
  expect(keys()).toEqual(['x', 'f']);
});

test('without the right to use the clipboard copies still work within the page', async () => {
  system = null;
  selectNodes('x');
  copySelection();
  await pasteClipboardText();
  expect(keys().length).toBe(3);
});

test('nothing selected copies nothing', () => {
  selectNodes();
  copySelection();
  expect([system, notice()]).toEqual(['', null]);
});

test.each([
  ['a word', 'hello'],
  ['a graph of another format', '{"format":"other"}'],
])('%s is refused', async (_, text) => {
  system = text;
  await pasteClipboardText();
  expect(keys()).toEqual(['x', 'f']);
  expect(notice()?.kind).toBe('refused');
  expect(notice()?.text).toMatch(/^what is on the clipboard is no graph: /);
});
