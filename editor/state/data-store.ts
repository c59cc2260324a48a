/** What is known of data files: their tables as the worker read them, or that one is missing. */
import { createStore } from 'zustand/vanilla';
import type { TableSummary } from '../../graph-core/data/table-summary.ts';
import type { DataFileSettings } from '../../graph-core/graph/document.ts';

/** State of the data store. */
export interface DataState {
  /** Tables read so far, by `tableKey`. */
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

/** Tells tables apart: the same contents with and without names in the first line are two. */
export function tableKey({ hash, header }: Pick<DataFileSettings, 'hash' | 'header'>): string {
  return `${hash} ${header ?? 'found'}`;
}
