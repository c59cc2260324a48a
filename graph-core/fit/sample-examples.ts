/**
 * A few rows of a table as a net is fed with them: numbers standardized, words as zeros and a one. The inputs of the
 * graph hold them, so that there is something of every class to look at before training begins.
 */
import type { ColumnSummary } from '../datasets/files/column-summary.ts';
import type { TableSummary } from '../datasets/files/table-summary.ts';

/** Features and target of a few rows. */
export interface SampleExamples {
  readonly features: readonly (readonly number[])[];
  /** Class indices, or numbers. */
  readonly targets: readonly number[];
}

/** Rows taken: as many as print their numbers on a wire, or one of each class up to the other number. */
const [ROWS, MOST_ROWS] = [4, 10];

/** Features up to which rows are worth being written into a document. */
const MOST_FEATURES = 64;

interface ExampleColumns {
  /** Names of columns that are no features. */
  readonly gone: ReadonlySet<string | undefined>;
  readonly features: number;
  readonly classes: number | null;
}

/** Some rows in the order of the table; null where they are wide, or where a cell cannot be told from what is known. */
export function sampleExamples(
  { columns }: TableSummary,
  target: ColumnSummary,
  { gone, features: width, classes }: ExampleColumns,
): SampleExamples | null {
  if (width > MOST_FEATURES) return null;
  const used = columns.filter(({ name }) => !gone.has(name));
  const usable = target.samples.flatMap((cell, row) => {
    const wanted = targetOf(target, cell, classes);
    const isComplete = used.every(({ samples }) => samples[row] !== '');
    return wanted === null ? [] : [{ row, wanted, isComplete }];
  });
  // Rows with gaps only where there are no others: training may leave them out.
  const complete = usable.filter(({ isComplete }) => isComplete);
  const preferred = [...complete, ...usable.filter(({ isComplete }) => !isComplete)];
  const taken =
    classes === null
      ? spread(complete.length < ROWS ? usable : complete, ROWS)
      : ofEachClass(preferred, classes);
  const features = taken.map(({ row }) =>
    used.flatMap((column) => cellFeatures(column, column.samples[row] ?? '')),
  );
  if (taken.length === 0 || features.some((numbers) => numbers.length !== width)) return null;
  return { features, targets: taken.map(({ wanted }) => wanted) };
}

interface Candidate {
  readonly row: number;
  readonly wanted: number;
}

/** The first of each class, then the second, until there are enough. */
function ofEachClass(candidates: readonly Candidate[], classes: number): readonly Candidate[] {
  const before = new Map<number, number>();
  const ranked = candidates.map((candidate) => {
    const rank = before.get(candidate.wanted) ?? 0;
    before.set(candidate.wanted, rank + 1);
    return { candidate, rank };
  });
  ranked.sort((a, b) => a.rank - b.rank);
  const count = Math.min(MOST_ROWS, Math.max(ROWS, classes));
  const taken = ranked.slice(0, count).map(({ candidate }) => candidate);
  return taken.sort((a, b) => a.row - b.row);
}

/** From the first to the last, at equal distances. */
function spread(candidates: readonly Candidate[], most: number): readonly Candidate[] {
  const { length } = candidates;
  if (length <= most) return candidates;
  return Array.from(
    { length: most },
    (_, at) => candidates[Math.floor((at * (length - 1)) / (most - 1))],
  );
}

/** The number that is predicted, or the index of the class; null where it cannot be told. */
function targetOf({ labels }: ColumnSummary, cell: string, classes: number | null): number | null {
  const wanted = classes === null ? Number(cell) : (labels?.indexOf(cell) ?? -1);
  const isThere = cell !== '' && Number.isFinite(wanted) && (classes === null || wanted >= 0);
  return isThere ? wanted : null;
}

/** What a cell becomes; a missing one counts as the mean. */
function cellFeatures({ holds, labels, spread }: ColumnSummary, cell: string): readonly number[] {
  if (holds === 'words') return (labels ?? []).map((label) => (label === cell ? 1 : 0));
  const number = Number(cell);
  if (cell === '' || spread === null || !(spread.deviation > 0)) return [0];
  const scaled = (number - spread.mean) / spread.deviation;
  return [Number.isFinite(scaled) ? Number(scaled.toFixed(3)) : 0];
}
