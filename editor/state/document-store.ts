/**
 * The document and its history. Every change is a command with a label; what a command changed is kept
 * as Immer patches, so undo costs what the change cost. The version counts every change, back and forth
 * alike: results carry it, and a result of another version is stale.
 */
import { applyPatches, type Draft, enablePatches, produceWithPatches } from 'immer';
import { createStore } from 'zustand/vanilla';
import { emptyDocument, type GraphDocument } from '../../graph-core/graph/document.ts';
import { type Change, isNoChange, joinedChange } from './change.ts';
import { type Selection, viewStore } from './view-store.ts';

interface HistoryEntry {
  readonly label: string;
  readonly change: Change;
  /** Selections before and after, so that undo shows what it brought back. */
  readonly before: Selection;
  readonly after: Selection;
  /** Changes of one gesture (a drag, a scrub) share an entry. */
  readonly gesture: string | null;
}

/** State of the document store. */
export interface DocumentState {
  readonly document: GraphDocument;
  readonly version: number;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

/** Undo steps kept; older ones are forgotten. */
const HISTORY_LIMIT = 500;

/** The one document that is open. */
export const documentStore = createStore<DocumentState>(() => ({
  document: emptyDocument(),
  version: 0,
  past: [],
  future: [],
}));

/** How a command enters the history. */
export interface CommandOptions {
  /** Successive changes with the same gesture become one entry, or none when they end where they began. */
  readonly gesture?: string;
  /** The selection after the command, asked for once it is done; unchanged when absent. */
  readonly select?: () => Selection;
}

/**
 * Changes the document. A recipe that changes nothing makes no entry. `recipe` edits the draft, or
 * returns the whole next document.
 */
export function execute(
  label: string,
  recipe: (draft: Draft<GraphDocument>) => GraphDocument | undefined | void,
  options: CommandOptions = {},
): void {
  enablePatches();
  const state = documentStore.getState();
  const [document, redo, undo] = produceWithPatches(
    state.document,
    recipe as (draft: Draft<GraphDocument>) => void,
  );
  const change: Change = { redo, undo };
  if (document === state.document || isNoChange(change)) return;
  const before = viewStore.getState().selection;
  const after = options.select?.() ?? before;
  const last = state.past[state.past.length - 1];
  const merges =
    options.gesture !== undefined && last?.gesture === options.gesture && state.future.length === 0;
  const entry: HistoryEntry = merges
    ? { ...last, change: joinedChange(last.change, change), after }
    : { label, change, before, after, gesture: options.gesture ?? null };
  const past = merges ? state.past.slice(0, -1) : [...state.past];
  if (!isNoChange(entry.change)) past.push(entry);
  documentStore.setState({
    document,
    version: state.version + 1,
    past: past.slice(-HISTORY_LIMIT),
    future: [],
  });
  if (options.select !== undefined) viewStore.getState().select(after);
}

/** Takes the last command back; gives its label, or null when there is none. */
export function undo(): string | null {
  const { document, version, past, future } = documentStore.getState();
  const entry = past[past.length - 1];
  if (entry === undefined) return null;
  documentStore.setState({
    document: applyPatches(document, [...entry.change.undo]),
    version: version + 1,
    past: past.slice(0, -1),
    future: [{ ...entry, gesture: null }, ...future],
  });
  viewStore.getState().select(entry.before);
  return entry.label;
}

/** Does the last undone command again; gives its label, or null when there is none. */
export function redo(): string | null {
  const { document, version, past, future } = documentStore.getState();
  const entry = future[0];
  if (entry === undefined) return null;
  documentStore.setState({
    document: applyPatches(document, [...entry.change.redo]),
    version: version + 1,
    past: [...past, entry],
    future: future.slice(1),
  });
  viewStore.getState().select(entry.after);
  return entry.label;
}

/** Replaces the document by another one with an empty history: new, open, restore. */
export function openDocument(document: GraphDocument): void {
  documentStore.setState({
    document,
    version: documentStore.getState().version + 1,
    past: [],
    future: [],
  });
  viewStore.getState().reset();
}
