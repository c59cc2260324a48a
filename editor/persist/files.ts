/** Documents from and to files: the file dialog, a drop, a download. */
import type { OpenedGraph } from '../../graph-core/formats/graph-format.ts';
import {
  openGraph,
  readableTypes,
  readerByContents,
} from '../../graph-core/formats/graph-formats.ts';
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { jsonFormat } from '../../graph-core/formats/json/json-format.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import { MAX_BYTES } from '../../graph-core/graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph-core/graph/problem.ts';
import { documentStore, replaceDocument } from '../state/document/document-store.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { laterPart } from '../state/look/later-part.ts';
import { notify } from '../state/look/notices.ts';

/**
 * Opens the document in `file` and gives whether it was opened; a file that cannot be leaves everything as it is
 * and says why.
 */
export async function openFile(file: File): Promise<boolean> {
  if (file.size > MAX_BYTES) {
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    notify(
      'refused',
      `${file.name} has ${megabytes(file.size)} MiB, the limit is ${megabytes(MAX_BYTES)} MiB`,
      'open a smaller file',
    );
    return false;
  }
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    notify('refused', `${file.name} cannot be read`, 'check that it still exists');
    return false;
  }
  const foreign = readerByContents(bytes) === null ? await foreignProblem(file.name, bytes) : null;
  return show(foreign === null ? await openGraph(file.name, bytes) : refuse(foreign), file.name);
}

/** Knows the files of other programs; nobody needs that before one is opened. */
export const FOREIGN_FILES = laterPart(
  'what knows the files of other programs',
  () => import('../../graph-core/datasets/files/foreign-file.ts'),
);

/** What a file of another program is, and what to do with it; null when it is none, or when nobody can tell now. */
async function foreignProblem(name: string, bytes: Uint8Array): Promise<Problem | null> {
  return FOREIGN_FILES.use(({ foreignToGraphs }) => foreignToGraphs(name, bytes));
}

/** Opens the document in `text`; `source` names where it came from. */
export function openText(text: string, source: string): void {
  const { document, problems } = parseDocument(text);
  show(document === null ? refuse(...problems) : { document, problems }, source);
}

/** True when there was a document to be opened. */
function show(opened: OpenedGraph | Refused, source: string): boolean {
  if (isRefused(opened)) {
    dialogStore.setState({ openProblems: { source, problems: opened.refused } });
    return false;
  }
  replaceDocument(`Open ${source}`, opened.document);
  return true;
}

/** Asks for a file that `open` then opens: it may be another one than the dialog offers. */
export function chooseFile(open: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = readableTypes();
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) open(file);
  });
  input.click();
}

/** Offers the document as a file for download. */
export function downloadDocument(): void {
  const { document: open } = documentStore.getState();
  downloadText(open.name, formatDocument(open));
}

/** Offers the text of a document of this name as a file for download. */
export function downloadText(name: string, text: string): void {
  const blob = new Blob([text], { type: jsonFormat.mediaType });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(name);
  link.click();
  // The download has its own hold on the blob once it has started.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Letters, as people count them, of a file name before its ending. */
const NAME_LENGTH = 60;

/** Bytes of it: with the ending less than the 255 that file systems take. */
const NAME_BYTES = 240;

/** `f = (x + y) z` becomes `f-x-y-z.json`; letters of every script keep their marks. */
export function fileName(name: string): string {
  const letters = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\u200c\u200d]+/gu, '-')
    .replace(/^[-\u200c\u200d]+/, '');
  const encoder = new TextEncoder();
  let [short, count, bytes] = ['', 0, 0];
  for (const { segment } of new Intl.Segmenter().segment(letters.toLowerCase())) {
    bytes += encoder.encode(segment).length;
    if (++count > NAME_LENGTH || bytes > NAME_BYTES) break;
    short += segment;
  }
  const plain = short.replace(/[-\u200c\u200d]+$/, '');
  return `${plain === '' ? 'graph' : plain}${jsonFormat.endings[0]}`;
}
