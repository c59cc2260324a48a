/** Tables for tests, from text to what a net is told of them. */
import { DataShelf } from '../datasets/data-shelf.ts';
import { readTable } from '../datasets/files/read-table.ts';
import type { Table } from '../datasets/files/table.ts';
import { summarizeTable, type TableSummary } from '../datasets/files/table-summary.ts';
import { type TableNeeds, tableNeeds } from '../fit/table-needs.ts';
import { roleSettings, suggestRoles } from '../fit/table-roles.ts';
import type { DataFileSettings } from '../graph/document.ts';
import type { Refused } from '../graph/problem.ts';
import { granted } from './granted.ts';

/** A table that was read. */
export interface TableCase {
  readonly table: Table;
  readonly summary: TableSummary;
  /** With the parts that are suggested. */
  readonly file: DataFileSettings;
  readonly needs: TableNeeds | Refused;
  /** Has the table for the file. */
  readonly shelf: DataShelf;
}

/** The hash that stands for any contents. */
export const ANY_HASH = 'a'.repeat(64);

/** What becomes of a text that is a table; `said` stands in for what is suggested. */
export async function tableCase(
  text: string,
  said: Partial<DataFileSettings> = {},
): Promise<TableCase> {
  const table = granted(
    await readTable([{ name: 'data.csv', bytes: new TextEncoder().encode(text) }]),
  );
  return caseOf(table, said);
}

/** The same of a table that is there. */
export function caseOf(table: Table, said: Partial<DataFileSettings> = {}): TableCase {
  const summary = summarizeTable(table);
  const name = 'data.csv';
  const file = { ...roleSettings(suggestRoles(summary)), name, hash: ANY_HASH, ...said };
  const shelf = new DataShelf();
  shelf.put(file, table);
  return { table, summary, file, needs: tableNeeds(summary, file), shelf };
}

/** Draws of a fixed seed in [0, 1). */
export function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Three kinds of flowers by four lengths, 150 rows. */
export function flowers(): string {
  const draw = draws(7);
  const kinds = ['setosa', 'versicolor', 'virginica'];
  const rows = Array.from({ length: 150 }, (_, i) => {
    const kind = i % 3;
    const lengths = [5 + kind, 3.5 - kind / 2, 1.5 + 2 * kind, 0.3 + kind].map((middle) =>
      (middle + draw()).toFixed(1),
    );
    return `${lengths.join()},${kinds[kind]}`;
  });
  return `sepal length,sepal width,petal length,petal width,species\n${rows.join('\n')}\n`;
}

/** Prices of houses by size and age, 200 rows. */
export function houses(): string {
  const draw = draws(11);
  const rows = Array.from({ length: 200 }, () => {
    const [size, age] = [50 + 150 * draw(), 80 * draw()];
    const price = 2500 * size - 1200 * age + 20_000 * draw();
    return `${size.toFixed(1)},${age.toFixed(0)}.5,${price.toFixed(0)}.5`;
  });
  return `size,age,price\n${rows.join('\n')}\n`;
}
