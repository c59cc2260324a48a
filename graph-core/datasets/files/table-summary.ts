/** What a page shows of a table: its columns and first rows, without the numbers. */
import type { Problem } from '../../graph/problem.ts';
import { type TableDialect, tableLabel } from '../../graph/table-switches.ts';
import { type ColumnSummary, summarizeColumn, whyUnfit } from './column-summary.ts';
import { sampleRows } from './sample-rows.ts';
import type { Table } from './table.ts';

/** Columns described; a table of thousands is chosen from by name elsewhere. */
const MOST_COLUMNS = 200;

/** A column that is no feature unless chosen to be. */
export interface UnfitColumn {
  readonly name: string;
  /** Features it would make. */
  readonly features: number;
  /** In a few words. */
  readonly reason: string;
}

/** A table without its numbers. */
export interface TableSummary {
  readonly kind: Table['kind'];
  readonly rows: number;
  /** Columns, or features of an image. */
  readonly width: number;
  /** Features that all columns make together, the one to predict included; pixels of an image. */
  readonly features: number;
  /** Classes of images; null for columns, one of which is still to be chosen. */
  readonly classes: number | null;
  /** Of all columns, those not described included. */
  readonly unfit: readonly UnfitColumn[];
  /** Empty for images; of a wide table the first 200 and the last. */
  readonly columns: readonly ColumnSummary[];
  /** How it is written, as was said or found out; null for images. */
  readonly dialect: TableDialect | null;
  /** For example `cells separated by semicolons, decimal comma` or `images of 28 × 28 in 10 classes`. */
  readonly layout: string;
  readonly notes: readonly Problem[];
}

/** Describes a table, of a wide one the first `most` columns and the last. */
export function summarizeTable(table: Table, most = MOST_COLUMNS): TableSummary {
  const { kind, rows, notes } = table;
  if (table.kind === 'images') {
    const { channels, height, width, classNames } = table;
    const planes = channels === 1 ? '' : ` × ${channels} colors`;
    return {
      kind,
      rows,
      width: channels * height * width,
      features: channels * height * width,
      classes: classNames.length,
      unfit: [],
      columns: [],
      dialect: null,
      layout: `images of ${height} × ${width}${planes} in ${classNames.length} classes`,
      notes,
    };
  }
  const { columns, dialect } = table;
  const shown =
    columns.length <= most ? columns : [...columns.slice(0, most), columns[columns.length - 1]];
  // Rows of a wide table are not written into a graph.
  const samples = columns.length <= MOST_COLUMNS ? sampleRows(columns, rows) : [];
  return {
    kind,
    rows,
    width: columns.length,
    features: columns.reduce((sum, { categories }) => sum + (categories?.length ?? 1), 0),
    classes: null,
    unfit: columns.flatMap((column) => {
      const reason = whyUnfit(column);
      const features = column.categories?.length ?? 1;
      return reason === null ? [] : [{ name: column.name, features, reason }];
    }),
    columns: shown.map((column) => summarizeColumn(column, samples)),
    dialect,
    layout: `cells separated by ${tableLabel('separator', dialect.separator)}, decimal ${dialect.decimal}`,
    notes,
  };
}
