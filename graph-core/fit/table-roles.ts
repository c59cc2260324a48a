/**
 * What a table is about, as far as it can be told from its columns: which one is predicted, and why, whether its
 * values are classes, which columns are no features. Each guess is a setting, to be said otherwise.
 */
import type { ColumnSummary } from '../datasets/files/column-summary.ts';
import type { TableSummary, UnfitColumn } from '../datasets/files/table-summary.ts';
import type { DataFileSettings } from '../graph/document.ts';

/** The columns' parts. */
export interface TableRoles {
  readonly target: string;
  /** Why this one, to be read after its name: `the last column`. */
  readonly why: string;
  readonly classes: boolean;
  readonly leftOut: readonly UnfitColumn[];
  readonly missing: 'leave-out' | 'mean';
}

/** What the predicted column is called in many tables. */
const TARGET_NAME = /^(?:target|label|labels|class|y|outcome|response)$/i;

/** Rows a class needs on average before few whole numbers are taken as classes. */
const ROWS_PER_CLASS = 3;

/** Share of rows with gaps above which gaps are filled: fewer rows can be spared. */
const SPARED = 0.1;

/** The parts that suit a table, `before` as far as its columns are there; null for images, which need none. */
export function suggestRoles(summary: TableSummary, before?: DataFileSettings): TableRoles | null {
  const { columns, rows, unfit } = summary;
  if (columns.length === 0) return null;
  const [target, why] = targetOf(columns, before);
  const others = columns.filter(({ name }) => name !== target.name);
  const chosen = others
    .filter((column) => column.unfit === null && before?.leaveOut?.includes(column.name) === true)
    .map(({ name, features }) => ({ name, features, reason: 'left out before' }));
  const candidates = unfit.filter(({ name }) => name !== target.name);
  // Where nothing else is there, even keys are better learned from than nothing; constants tell nothing ever.
  const features = summary.width - 1 - candidates.length - chosen.length;
  const useless = candidates.filter(({ reason }) => saysNothing(reason));
  const leftOut = [...(features > 0 ? candidates : useless), ...chosen];
  const gone = new Set(leftOut.map(({ name }) => name));
  const gaps = others.reduce(
    (sum, { name, missing }) => sum + (gone.has(name) ? 0 : missing.count),
    0,
  );
  return {
    target: target.name,
    why,
    classes: holdsClasses(target, rows),
    leftOut,
    // What was done with the gaps of another table says nothing about these.
    missing:
      (why === 'as before' ? before?.missing : undefined) ??
      (gaps > SPARED * rows ? 'mean' : 'leave-out'),
  };
}

/** The parts as the settings of a data file hold them. */
export function roleSettings(
  roles: TableRoles | null,
): Pick<DataFileSettings, 'target' | 'classes' | 'leaveOut' | 'missing'> {
  if (roles === null) return {};
  const { target, classes, leftOut, missing } = roles;
  const leaveOut = leftOut.map(({ name }) => name);
  return { target, classes, ...(leaveOut.length === 0 ? {} : { leaveOut }), missing };
}

/** The parts when another column is predicted: one that is no feature by itself becomes none when it is no longer predicted. */
export function predictColumn(
  summary: Pick<TableSummary, 'columns' | 'rows' | 'unfit'>,
  file: DataFileSettings,
  name: string,
): Pick<DataFileSettings, 'target' | 'classes' | 'leaveOut'> {
  const column = summary.columns.find((one) => one.name === name);
  const unused = new Set(file.leaveOut);
  if (summary.unfit.some((one) => one.name === file.target)) unused.add(file.target ?? '');
  unused.delete(name);
  return {
    target: name,
    classes: column !== undefined && holdsClasses(column, summary.rows),
    ...(unused.size === 0 && file.leaveOut === undefined ? {} : { leaveOut: [...unused] }),
  };
}

/** True where the values of a column are rather classes than a measure. */
export function holdsClasses({ holds, distinct }: ColumnSummary, rows: number): boolean {
  return holds === 'words' || (distinct !== null && rows >= ROWS_PER_CLASS * distinct);
}

const saysNothing = (reason: string): boolean =>
  reason === 'always the same' || reason === 'no values';

function targetOf(
  columns: readonly ColumnSummary[],
  before: DataFileSettings | undefined,
): readonly [ColumnSummary, string] {
  const same = columns.find(({ name }) => name === before?.target);
  if (same !== undefined) return [same, 'as before'];
  const usable = columns.filter(({ unfit }) => unfit === null);
  const named = usable.find(({ name }) => TARGET_NAME.test(name.trim()));
  if (named !== undefined) return [named, 'its name says so'];
  const last = columns[columns.length - 1];
  const lastUsable = usable[usable.length - 1] ?? last;
  const [first] = usable;
  const isCoded = ({ holds, distinct }: ColumnSummary): boolean =>
    holds === 'numbers' && distinct !== null;
  const onlyFirst = usable.length > 2 && usable.every((one) => isCoded(one) === (one === first));
  if (onlyFirst && lastUsable.holds === 'numbers') {
    return [first, 'the only column with few whole numbers'];
  }
  return lastUsable === last
    ? [last, 'the last column']
    : [lastUsable, 'the last column that can be predicted'];
}
