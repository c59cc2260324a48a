/** Data files as a library call. */
import { type DataFile, readTable as readOrRefuse } from '../datasets/files/read-table.ts';
import type { Table } from '../datasets/files/table.ts';
import { isRefused, type Problem } from '../graph/problem.ts';
import type { TableSwitches } from '../graph/table-switches.ts';

/** The table that `files` hold together, or why they hold none. `said` is for tables of text. */
export async function readTable(
  files: readonly DataFile[],
  said: TableSwitches = {},
): Promise<Table | readonly Problem[]> {
  const table = await readOrRefuse(files, said);
  return isRefused(table) ? table.refused : table;
}
