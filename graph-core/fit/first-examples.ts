/**
 * The first rows of a table as a net is fed with them: numbers standardized, words as zeros and a one. The inputs of
 * the graph hold them, so that there is something to look at before training begins.
 */
import type { ColumnSummary } from '../datasets/files/column-summary.ts';
import type { TableSummary } from '../datasets/files/table-summary.ts';

/** Features and target of a few rows. */
export interface FirstExamples {
  readonly features: readonly (readonly number[])[];
  /** Class indices, or numbers. */
  readonly targets: readonly number[];
}

/** Rows taken. */
const MOST_ROWS = 4;

/** Features up to which rows are worth being written into a document. */
const MOST_FEATURES = 64;

interface ExampleColumns {
  /** Names of columns that are no features. */
  readonly gone: ReadonlySet<string | undefined>;
  readonly features: number;
  readonly classes: number | null;
}

/** Some rows; null where they are wide, or where a cell cannot be told from what is known. */
export function firstExamples(
  { columns }: TableSummary,
  target: ColumnSummary,
  { gone, features: width, classes }: ExampleColumns,
): FirstExamples | null {
  if (width > MOST_FEATURES) return null;
  const used = columns.filter(({ name }) => !gone.has(name));
  const features: number[][] = [];
  const targets: number[] = [];
  for (let row = 0; row < target.preview.length && targets.length < MOST_ROWS; row++) {
    const cell = target.preview[row];
    const label = target.labels?.indexOf(cell) ?? -1;
    const wanted = classes === null ? Number(cell) : label;
    if (cell === '' || !Number.isFinite(wanted) || (classes !== null && label < 0)) continue;
    const numbers = used.flatMap((column) => cellFeatures(column, column.preview[row] ?? ''));
    if (numbers.length !== width) return null;
    features.push(numbers);
    targets.push(wanted);
  }
  return targets.length === 0 ? null : { features, targets };
}

/** What a cell becomes; a missing one counts as the mean. */
function cellFeatures({ holds, labels, spread }: ColumnSummary, cell: string): readonly number[] {
  if (holds === 'words') return (labels ?? []).map((label) => (label === cell ? 1 : 0));
  const number = Number(cell);
  if (cell === '' || spread === null || !(spread.deviation > 0)) return [0];
  const scaled = (number - spread.mean) / spread.deviation;
  return [Number.isFinite(scaled) ? Number(scaled.toFixed(3)) : 0];
}
