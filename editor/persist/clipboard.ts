/** Copy and paste: the clipboard holds a document as text, so parts travel between tabs and files. */

import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import {
  deleteSelection,
  pasteDocument,
  selectionAsDocument,
} from '../state/document/graph-edits.ts';
import { copyText } from '../state/look/copy-text.ts';
import { notify } from '../state/look/notices.ts';

/** The last copy, for browsers that do not let pages read the clipboard. */
let lastCopy = '';

/** Puts the selected nodes on the clipboard. */
export function copySelection(): void {
  const part = selectionAsDocument();
  if (part === null) return;
  lastCopy = formatDocument(part);
  const nodes = Object.keys(part.nodes).length;
  // Without the right to write, the copy still works within this page.
  void copyText(lastCopy);
  notify('done', `Copied ${nodes === 1 ? 'a node' : `${nodes} nodes`}`);
}

/** Copies the selected nodes and deletes them. */
export function cutSelection(): void {
  copySelection();
  deleteSelection();
}

/** Adds what is on the clipboard; says so when that is no graph. */
export async function pasteClipboardText(): Promise<void> {
  let copied = '';
  try {
    copied = await navigator.clipboard.readText();
  } catch {
    // Reading was refused, or this is no secure context: what was copied here is what is pasted.
  }
  pasteText(copied);
}

/** Takes what the browser pastes, where a page cannot read the clipboard by itself; fields keep what is theirs. */
export function pasteByBrowser(event: ClipboardEvent): void {
  if (navigator.clipboard !== undefined || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest('input, textarea') !== null) return;
  if (document.querySelector('dialog[open]') !== null) return;
  event.preventDefault();
  pasteText(event.clipboardData?.getData('text/plain') ?? '');
}

function pasteText(copied: string): void {
  const text = copied.trim() === '' ? lastCopy : copied;
  if (text === '') {
    notify('refused', 'the clipboard is empty', 'copy some nodes first');
    return;
  }
  const { document, problems } = parseDocument(text);
  if (document === null) {
    const reason = problems[0]?.message ?? 'it is no graph';
    notify('refused', `what is on the clipboard is no graph: ${reason}`, 'copy some nodes first');
    return;
  }
  pasteDocument(document);
}

/** `pasteClipboardText` as a command. */
export function pasteClipboard(): void {
  void pasteClipboardText();
}
