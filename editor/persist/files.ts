/** Documents from and to files: the file dialog, a drop, a download. */
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import { MAX_BYTES } from '../../graph-core/graph/limits.ts';
import { documentStore, replaceDocument } from '../state/document-store.ts';
import { notify, viewStore } from '../state/view-store.ts';

/** Opens the document in `file`; a file that cannot be opened leaves everything as it is and says why. */
export async function openFile(file: File): Promise<void> {
  if (file.size > MAX_BYTES) {
    const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    notify(
      'refused',
      `${file.name} has ${megabytes(file.size)} MiB, the limit is ${megabytes(MAX_BYTES)} MiB`,
      'open a smaller file',
    );
    return;
  }
  let text: string;
  try {
    text = await file.text();
  } catch {
    notify('refused', `${file.name} cannot be read`, 'check that it still exists');
    return;
  }
  openText(text, file.name);
}

/** Opens the document in `text`; `source` names where it came from. */
export function openText(text: string, source: string): void {
  const { document, problems } = parseDocument(text);
  if (document === null) {
    viewStore.setState({ openProblems: { source, problems } });
    return;
  }
  replaceDocument(`Open ${source}`, document);
}

/** Asks for a file and opens it. */
export function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void openFile(file);
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
  const blob = new Blob([text], { type: 'application/json' });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName(name);
  link.click();
  // The download has its own hold on the blob once it has started.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Characters of a file name before its ending. */
const NAME_LENGTH = 60;

/** `f = (x + y) z` becomes `f-x-y-z.json`. */
export function fileName(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-/, '');
  const plain = [...letters].slice(0, NAME_LENGTH).join('').replace(/-$/, '').toLowerCase();
  return `${plain === '' ? 'graph' : plain}.json`;
}
