/** A kind of data file: how it is told from others, and how files of it become a table. */
import type { Refused } from '../../graph/problem.ts';
import type { TableSwitches } from '../../graph/table-switches.ts';
import type { Table } from './table.ts';

/** A file by name, unpacked. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One kind, listed in `data-file-kinds.ts`. */
export interface DataFileKind {
  /** As messages call it: `IDX`. */
  readonly name: string;
  /** True for lines of text, whose beginning tells whether it can be a table at all. */
  readonly isText: boolean;
  /** True when a file's name promises this kind, whatever it holds. */
  readonly isPromisedBy: (name: string) => boolean;
  /** True when bytes begin as this kind does. */
  readonly begins: (bytes: Uint8Array) => boolean;
  /** The table that the files hold together; `said` is for tables of text. */
  readonly read: (files: readonly NamedBytes[], said: TableSwitches) => Table | Refused;
}
