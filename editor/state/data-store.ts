/** What is known of the data file of the document: its table as the worker read it, or that it is missing. */
import { createStore } from 'zustand/vanilla';
import type { TableSummary } from '../../graph-core/data/table-summary.ts';

/** A file whose table the worker holds. */
export interface KnownTable {
  readonly hash: string;
  readonly summary: TableSummary;
}

/** State of the data store. */
export interface DataState {
  /** The table read last; null before one was read. */
  readonly table: KnownTable | null;
  /** Name of a file that is being read or looked for. */
  readonly reading: string | null;
  /** Hash of a file that this browser does not hold. */
  readonly absent: string | null;
}

/** The one store of data files. */
export const dataStore = createStore<DataState>(() => ({
  table: null,
  reading: null,
  absent: null,
}));
