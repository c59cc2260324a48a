/** What lies over the page or is open beside the canvas. */
import { createStore } from 'zustand/vanilla';
import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../../graph-core/graph/document.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';

/** A dialog that is open. */
export type OpenDialog = 'gallery' | 'commands' | 'shortcuts' | 'connect' | null;

/** A table that was read, and how it would be taken. */
export interface OfferedTable {
  readonly file: DataFileSettings;
  readonly summary: TableSummary;
  /** Why its target is predicted; empty where nothing was guessed. */
  readonly why: string;
  /** Why it cannot be read as it is said to be written now; `summary` is how it was read before. */
  readonly problems: readonly Problem[];
  /** A net was asked for, whether or not the graph can be repaired. */
  readonly wantsNet?: boolean;
}

/** State of the dialogs. */
export interface DialogState {
  readonly dialog: OpenDialog;
  /** The compiled form of the training loop is open below the canvas. */
  readonly compiledOpen: boolean;
  /** Why a file could not be opened; shown until dismissed. */
  readonly openProblems: {
    readonly source: string;
    readonly problems: readonly Problem[];
  } | null;
  /** A table the graph cannot take as it is: what becomes of it is asked. */
  readonly offeredTable: OfferedTable | null;
}

/** Nothing open. */
export const NOTHING_OPEN: DialogState = {
  dialog: null,
  compiledOpen: false,
  openProblems: null,
  offeredTable: null,
};

/** The one set of dialogs. */
export const dialogStore = createStore<DialogState>(() => NOTHING_OPEN);

/** Closes the dialog that is open. */
export function closeDialog(): void {
  dialogStore.setState({ dialog: null });
}
