/** What a page shows of a table: its columns and first rows, without the numbers. */
import type { Problem } from '../../graph/problem.ts';
import { type TableDialect, tableLabel } from '../../graph/table-switches.ts';
import type { Column, CountedLines, Table } from './table.ts';

/** Rows shown. */
const PREVIEW_ROWS = 6;

/** Columns described; a table of thousands is chosen from by name elsewhere. */
const MOST_COLUMNS = 200;

/** Different values up to which whole numbers may be meant as classes. */
const FEW_VALUES = 20;

/** A column without its values. */
export interface ColumnSummary {
  readonly name: string;
  readonly holds: 'numbers' | 'words';
  /** How many different words, or whole numbers where there are at most 20 of them; null for other numbers. */
  readonly distinct: number | null;
  readonly missing: CountedLines;
  /** The first cells as text; empty where one is missing. */
  readonly preview: readonly string[];
}

/** A table without its numbers. */
export interface TableSummary {
  readonly kind: Table['kind'];
  readonly rows: number;
  /** Columns, or features of an image. */
  readonly width: number;
  /** Empty for images; of a wide table the first 200 and the last. */
  readonly columns: readonly ColumnSummary[];
  /** How it is written, as was said or found out; null for images. */
  readonly dialect: TableDialect | null;
  /** For example `cells separated by semicolons, decimal comma` or `images of 28 × 28 in 10 classes`. */
  readonly layout: string;
  readonly notes: readonly Problem[];
}

/** Describes a table. */
export function summarizeTable(table: Table): TableSummary {
  const { kind, rows, notes } = table;
  if (table.kind === 'images') {
    const { channels, height, width, classNames } = table;
    const planes = channels === 1 ? '' : ` × ${channels} colors`;
    return {
      kind,
      rows,
      width: channels * height * width,
      columns: [],
      dialect: null,
      layout: `images of ${height} × ${width}${planes} in ${classNames.length} classes`,
      notes,
    };
  }
  const { columns, dialect } = table;
  const shown =
    columns.length <= MOST_COLUMNS
      ? columns
      : [...columns.slice(0, MOST_COLUMNS), columns[columns.length - 1]];
  return {
    kind,
    rows,
    width: columns.length,
    columns: shown.map(summarizeColumn),
    dialect,
    layout: `cells separated by ${tableLabel('separator', dialect.separator)}, decimal ${dialect.decimal}`,
    notes,
  };
}

function summarizeColumn({ name, values, categories, missing }: Column): ColumnSummary {
  const preview = Array.from(values.subarray(0, PREVIEW_ROWS), (value) =>
    Number.isNaN(value) ? '' : (categories?.[value] ?? String(value)),
  );
  const distinct = categories === null ? fewWholeNumbers(values) : categories.length;
  return { name, holds: categories === null ? 'numbers' : 'words', distinct, missing, preview };
}

/** How many different whole numbers there are; null when there are others, or many. */
function fewWholeNumbers(values: Float64Array): number | null {
  const distinct = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return null;
    distinct.add(value);
    if (distinct.size > FEW_VALUES) return null;
  }
  return distinct.size;
}
