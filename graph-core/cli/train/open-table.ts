/** From paths on the command line to a table, and the settings that name it. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { MAX_DATA_BYTES } from '../../datasets/files/data-file-limits.ts';
import { readTable } from '../../datasets/files/read-table.ts';
import type { Table } from '../../datasets/files/table.ts';
import { summarizeTable, type TableSummary } from '../../datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../graph/document.ts';
import { isRefused, type Refused } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import type { Io } from '../io.ts';
import { readBytes } from '../read-graph.ts';

/** A table and what a document says of it. */
export interface OpenedTable {
  readonly file: DataFileSettings;
  readonly table: Table;
  /** With all columns. */
  readonly summary: TableSummary;
}

/** Reads the files that `named` names, with commas between them, as `described`; throws a `UsageError` where one is not there. */
export async function openTable(
  named: string,
  described: Partial<DataFileSettings>,
  io: Io,
): Promise<OpenedTable | (Refused & { readonly file: string })> {
  const paths = await dataPaths(named, io);
  const files = await Promise.all(
    paths.map(async (path) => ({
      name: path === '-' ? 'standard input' : basename(path).normalize('NFC'),
      bytes: await readBytes(path, MAX_DATA_BYTES, io),
    })),
  );
  const name = printable(files.map((file) => file.name).join(', '), 200) || 'data';
  const table = await readTable(files, described);
  if (isRefused(table)) return { file: name, ...table };
  const sorted = [...files].sort((one, other) => (one.name < other.name ? -1 : 1));
  const digests = sorted.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
  const hash =
    digests.length === 1 ? digests[0] : createHash('sha256').update(digests.join('')).digest('hex');
  const summary = summarizeTable(table, Number.POSITIVE_INFINITY);
  return { file: { ...described, name, hash }, table, summary };
}

/** Its rows and the line that the editor shows under it. */
export function readingOf(name: string, { rows, layout }: TableSummary): string {
  return `${name}: ${rows} rows, ${layout}`;
}

/** Paths with commas between them; a comma belongs to a path that exists with it. */
async function dataPaths(named: string, io: Io): Promise<readonly string[]> {
  const parts = named.split(',');
  const paths: string[] = [];
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    while (to > from + 1 && !(await io.exists(parts.slice(from, to).join(',')))) to--;
    paths.push(parts.slice(from, to).join(','));
    from = to;
  }
  return paths;
}
