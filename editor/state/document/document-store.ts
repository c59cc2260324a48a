/**
 * The document and its history. Every change is an edit with a label; what an edit changed is kept
 * as Immer patches, so undo costs what the change cost. The version counts every change, back and forth
 * alike: results carry it, and a result of another version is stale.
 */
import { applyPatches, type Draft, enablePatches, type Patch, produceWithPatches } from 'immer';
import { createStore } from 'zustand/vanilla';
import { changeFault } from '../../../graph-core/formats/json/change-fault.ts';
import { emptyDocument, type GraphDocument } from '../../../graph-core/graph/document.ts';
import { fitGraph } from '../look/canvas-look.ts';
import { lookAfresh } from '../look/look-afresh.ts';
import { notify } from '../look/notices.ts';
import { NO_SELECTION, type Selection, select, selectionStore } from '../look/selection-store.ts';
import { type Change, isNoChange, joinedChange } from './change.ts';
import { keptHistory } from './history-size.ts';

interface HistoryEntry {
  readonly label: string;
  readonly change: Change;
  /** Selections before and after, so that undo shows what it brought back. */
  readonly before: Selection;
  readonly after: Selection;
  /** Changes of one gesture (a drag, a scrub) share an entry. */
  readonly gesture: string | null;
  /** What could be done again before the gesture began; comes back when it is given up. */
  readonly future: readonly HistoryEntry[];
}

/** State of the document store. */
export interface DocumentState {
  readonly document: GraphDocument;
  readonly version: number;
  /** Counts the documents opened one after the other; undoing an opening counts as well. */
  readonly opened: number;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

/** The one document that is open. */
export const documentStore = createStore<DocumentState>(() => ({
  document: emptyDocument(),
  version: 0,
  opened: 0,
  past: [],
  future: [],
}));

/** How an edit enters the history. */
export interface EditOptions {
  /** Successive changes with the same gesture become one entry, or none when they end where they began. */
  readonly gesture?: string;
  /** The selection after the edit, asked for once it is done; unchanged when absent. */
  readonly select?: () => Selection;
}

/**
 * Changes the document; false when it stays as it is. A recipe that changes nothing makes no entry, and one
 * that makes what could not be opened again is refused, which is said. `recipe` edits the draft, or returns
 * the whole next document.
 */
export function changeDocument(
  label: string,
  recipe: (draft: Draft<GraphDocument>) => GraphDocument | undefined | void,
  options: EditOptions = {},
): boolean {
  enablePatches();
  const state = documentStore.getState();
  const [document, redo, undo] = produceWithPatches(
    state.document,
    recipe as (draft: Draft<GraphDocument>) => void,
  );
  const change: Change = { redo, undo };
  if (document === state.document || isNoChange(change)) return false;
  const fault = changeFault(
    document,
    redo.map(({ path }) => path),
  );
  if (fault !== null) {
    notify('refused', fault.message, fault.hint);
    return false;
  }
  const before = selectionStore.getState();
  const after = options.select?.() ?? before;
  const last = state.past[state.past.length - 1];
  const gesture = options.gesture ?? null;
  const merges = gesture !== null && last?.gesture === gesture && state.future.length === 0;
  const entry: HistoryEntry = merges
    ? { ...last, change: joinedChange(last.change, change), after }
    : { label, change, before, after, gesture, future: gesture === null ? [] : state.future };
  const past = state.past.slice(0, -1);
  // A gesture that another edit follows has ended.
  if (!merges && last !== undefined) past.push({ ...last, future: [] });
  if (!isNoChange(entry.change)) past.push(entry);
  documentStore.setState({
    document,
    version: state.version + 1,
    past: keptHistory(past),
    future: [],
  });
  if (options.select !== undefined) select(after);
  return true;
}

/** Takes back what a gesture has changed so far, as if it had never begun. */
export function giveUpGesture(gesture: string): void {
  const { past } = documentStore.getState();
  const entry = past[past.length - 1];
  if (entry === undefined || entry.gesture !== gesture) return;
  travel(entry.change.undo, { past: past.slice(0, -1), future: entry.future });
  select(entry.before);
}

/** Takes the last edit back; gives its label, or null when there is none. */
export function undo(): string | null {
  const { past, future } = documentStore.getState();
  const entry = past[past.length - 1];
  if (entry === undefined) return null;
  travel(entry.change.undo, {
    past: past.slice(0, -1),
    future: [{ ...entry, gesture: null, future: [] }, ...future],
  });
  select(entry.before);
  return entry.label;
}

/** Does the last undone edit again; gives its label, or null when there is none. */
export function redo(): string | null {
  const { past, future } = documentStore.getState();
  const entry = future[0];
  if (entry === undefined) return null;
  travel(entry.change.redo, { past: [...past, entry], future: future.slice(1) });
  select(entry.after);
  return entry.label;
}

/** Applies patches of the history; one that replaces the whole document looks at it afresh, and before it is there. */
function travel(patches: readonly Patch[], history: Pick<DocumentState, 'past' | 'future'>): void {
  enablePatches();
  const { document, version, opened } = documentStore.getState();
  const another = patches.some(({ path }) => path.length === 0);
  if (another) lookAfresh();
  documentStore.setState({
    ...history,
    document: applyPatches(document, [...patches]),
    version: version + 1,
    opened: another ? opened + 1 : opened,
  });
  if (another) fitGraph();
}

/** Puts another document in the place of this one, as an edit that can be undone: new, open, example. */
export function replaceDocument(label: string, next: GraphDocument): void {
  const { document, version, opened, past } = documentStore.getState();
  const entry: HistoryEntry = {
    label,
    change: {
      redo: [{ op: 'replace', path: [], value: next }],
      undo: [{ op: 'replace', path: [], value: document }],
    },
    before: selectionStore.getState(),
    after: NO_SELECTION,
    gesture: null,
    future: [],
  };
  lookAfresh();
  documentStore.setState({
    document: next,
    version: version + 1,
    opened: opened + 1,
    past: keptHistory([...past, entry]),
    future: [],
  });
  fitGraph();
}

/** Begins with a document and an empty history: what the page does when it opens. */
export function openDocument(document: GraphDocument): void {
  const { version, opened } = documentStore.getState();
  lookAfresh();
  documentStore.setState({
    document,
    version: version + 1,
    opened: opened + 1,
    past: [],
    future: [],
  });
  fitGraph();
}
