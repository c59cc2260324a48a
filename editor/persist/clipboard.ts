/** Copy and paste: the clipboard holds a document as text, so parts travel between tabs and files. */
import { formatDocument } from '../../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import {
  deleteSelection,
  pasteDocument,
  selectionAsDocument,
} from '../state/commands/graph-commands.ts';
import { notify } from '../state/view-store.ts';

/** How far a pasted copy stands from its original, in px. */
const OFFSET = { x: 40, y: 40 };

/** The last copy, for browsers that do not let pages read the clipboard. */
let kept = '';

/** Puts the selected nodes on the clipboard. */
export function copySelection(): void {
  const part = selectionAsDocument();
  if (part === null) return;
  kept = formatDocument(part);
  const nodes = Object.keys(part.nodes).length;
  navigator.clipboard?.writeText(kept).catch(() => {
    // Without the right to write, the copy still works within this page.
  });
  notify('done', `Copied ${nodes === 1 ? 'a node' : `${nodes} nodes`}`);
}

/** Copies the selected nodes and deletes them. */
export function cutSelection(): void {
  copySelection();
  deleteSelection();
}

/** Adds what is on the clipboard; says so when that is no graph. */
export async function pasteClipboardText(): Promise<void> {
  let text = kept;
  try {
    const found = await navigator.clipboard.readText();
    if (found.trim() !== '') text = found;
  } catch {
    // Reading was refused: what was copied here is what is pasted.
  }
  if (text === '') {
    notify('refused', 'the clipboard is empty', 'copy some nodes first');
    return;
  }
  const { document, problems } = parseDocument(text);
  if (document === null) {
    const found = problems[0]?.message ?? 'it is no graph';
    notify('refused', `what is on the clipboard is no graph: ${found}`, 'copy some nodes first');
    return;
  }
  pasteDocument(document, OFFSET);
}

/** `pasteClipboardText` as a command. */
export function pasteClipboard(): void {
  void pasteClipboardText();
}
