// @vitest-environment happy-dom

import { beforeEach, expect, test } from 'vitest';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { emptyDocument } from '../../graph-core/graph/document.ts';
import { MAX_BYTES } from '../../graph-core/graph/limits.ts';
import { documentStore, openDocument } from '../state/document/document-store.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { noticeStore } from '../state/look/notices.ts';
import { fileName, openFile, openText } from './files.ts';

test.each([
  ['f = (x + y) z', 'f-x-y-z.json'],
  ['Résumé für Ä', 'résumé-für-ä.json'],
  ['', 'graph.json'],
  ['///..\\', 'graph.json'],
  ['../../etc/passwd', 'etc-passwd.json'],
  ['損失 1', '損失-1.json'],
  ['🙂', 'graph.json'],
  ['パンダ', 'パンダ.json'],
  ['パンダ'.normalize('NFD'), 'パンダ.json'],
  ['한국어 그래프'.normalize('NFD'), '한국어-그래프.json'],
  ['नमस्ते दुनिया', 'नमस्ते-दुनिया.json'],
  ['می\u200cخواهم', 'می\u200cخواهم.json'],
  ['नि'.repeat(100), `${'नि'.repeat(40)}.json`],
  ['a'.repeat(200), `${'a'.repeat(60)}.json`],
  [`${'a'.repeat(59)} b`, `${'a'.repeat(59)}.json`],
  ['𝔘'.repeat(3), '𝔘𝔘𝔘.json'],
  ['𐐷'.repeat(100), `${'𐐷'.repeat(60)}.json`],
])('the file of "%s" is %s', (name, expected) => {
  expect(fileName(name)).toBe(expected);
});

beforeEach(() => {
  openDocument(emptyDocument('open'));
  noticeStore.setState({ notice: null });
});

const open = (): string => documentStore.getState().document.name;

test('a file is opened', async () => {
  await openFile(new File([formatDocument(emptyDocument('new'))], 'new.json'));
  expect(open()).toBe('new');
  expect(dialogStore.getState().openProblems).toBeNull();
});

test('a file that is too large is refused before it is read', async () => {
  const file = new File(['{}'], 'large.json');
  Object.defineProperty(file, 'size', { value: MAX_BYTES + 2 ** 20 });
  await openFile(file);
  expect(noticeStore.getState().notice).toMatchObject({
    kind: 'refused',
    text: 'large.json has 17.0 MiB, the limit is 16.0 MiB',
    hint: 'open a smaller file',
  });
  expect(open()).toBe('open');
});

test('a file that cannot be read is refused', async () => {
  const file = new File(['{}'], 'gone.json');
  file.arrayBuffer = () => Promise.reject(new Error('NotReadableError'));
  await openFile(file);
  expect(noticeStore.getState().notice).toMatchObject({
    kind: 'refused',
    text: 'gone.json cannot be read',
    hint: 'check that it still exists',
  });
  expect(open()).toBe('open');
});

test('a text that is no graph leaves everything as it is and says why, with its source', () => {
  openText('{"format": "other"}', 'other.json');
  expect(open()).toBe('open');
  const problems = dialogStore.getState().openProblems;
  expect(problems?.source).toBe('other.json');
  expect(problems?.problems.length).toBeGreaterThan(0);
});

test.each<[string, BlobPart, string, string]>([
  ['weights.npy', Uint8Array.from([0x93, 78, 85, 77, 80, 89, 1, 0]), 'a NumPy array', 'savetxt'],
  ['sheet', 'PK\u0003\u0004', 'a zip archive', 'unpack it'],
  ['graphs.tar', `a.json${'\0'.repeat(251)}ustar`, 'a tar archive', 'unpack it'],
  ['graph.json', '<!doctype html><title>404', 'a page of the web', 'behind the link'],
])('%s is told from a damaged graph', async (name, content, title, hint) => {
  expect(await openFile(new File([content], name))).toBe(false);
  expect(open()).toBe('open');
  expect(dialogStore.getState().openProblems?.problems).toMatchObject([
    {
      code: 'foreign-file',
      message: expect.stringContaining(`${name} is ${title}`),
      hint: expect.stringContaining(hint),
    },
  ]);
});
