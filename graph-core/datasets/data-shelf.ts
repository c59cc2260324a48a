/**
 * Where the data of runs is found: tables read from files, by the hash of their contents, and the data
 * prepared last, so that interpreter and compiled loop share one copy.
 */

import type { DataFileSettings, DatasetSettings } from '../graph/document.ts';
import { isRefused, type Refused, refuse } from '../graph/problem.ts';
import { type TableSwitches, tableKey } from '../graph/table-switches.ts';
import { dataProblem } from './example-rows.ts';
import { fileExamples } from './file-examples.ts';
import type { Table } from './files/table.ts';
import { prepareData, type TrainingData } from './training-data.ts';

/** Tables kept; the one used longest ago goes. */
const MOST_TABLES = 2;

/** Tables and prepared data; one shelf a worker. */
export class DataShelf {
  private readonly tables = new Map<string, Table>();
  private last: { readonly key: string; readonly data: TrainingData } | null = null;

  /** Keeps the table of a file. */
  put(file: TableSwitches & Pick<DataFileSettings, 'hash'>, table: Table): void {
    this.last = null;
    const key = tableKey(file);
    this.tables.delete(key);
    this.tables.set(key, table);
    const [oldest] = this.tables.keys();
    if (this.tables.size > MOST_TABLES) this.tables.delete(oldest);
  }

  /** The data that `settings` mean, or what keeps them from meaning any. */
  prepare(settings: DatasetSettings): TrainingData | Refused {
    const key = JSON.stringify(settings);
    if (this.last?.key === key) return this.last.data;
    // What was prepared before is let go first: there may be no room for both.
    this.last = null;
    const made = prepareData(settings, () => this.examplesOf(settings.file));
    if (!isRefused(made)) this.last = { key, data: made };
    return made;
  }

  private examplesOf(file: DataFileSettings | undefined) {
    if (file === undefined) {
      return refuse(
        dataProblem('no-data-file', 'no data file is chosen yet', 'open one, or drop it'),
      );
    }
    const table = this.tables.get(tableKey(file));
    if (table === undefined) {
      const message = `data file ${file.name} is not here`;
      return refuse(dataProblem('no-data-file', message, 'drop it or choose it again'));
    }
    return fileExamples(table, file);
  }
}
