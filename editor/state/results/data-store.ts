/** What is known of data files: their tables as the worker read them, or that one is missing. */
import { createStore } from 'zustand/vanilla';
import type { TableSummary } from '../../../graph-core/datasets/files/table-summary.ts';

/** State of the data store. */
export interface DataState {
  /** Tables read so far, by `tableKey` of what the document says of them. */
  readonly tables: ReadonlyMap<string, TableSummary>;
  /** Name of a file that is being read or looked for. */
  readonly reading: string | null;
  /** Hash of a file that this browser does not hold. */
  readonly absent: string | null;
}

/** The one store of data files. */
export const dataStore = createStore<DataState>(() => ({
  tables: new Map(),
  reading: null,
  absent: null,
}));
