/** Which column of a table is predicted: `--target` on the command line, and the lines that tell it. */
import type { TableSummary } from '../../datasets/files/table-summary.ts';
import { predictColumn, type TableRoles } from '../../fit/table-roles.ts';
import type { DataFileSettings } from '../../graph/document.ts';
import { printable } from '../../graph/wording/printable.ts';
import { type Arguments, type OptionSpec, UsageError } from '../cli-command.ts';

/** Columns left out that are listed. */
const LISTED = 8;

/** The option. */
export const TARGET_OPTION: OptionSpec = {
  type: 'string',
  value: 'COLUMN',
  help: 'the column to predict',
};

/** A file with the column that the command line wants predicted; throws a `UsageError` where there is none of that name. */
export function withTarget(
  file: DataFileSettings,
  summary: TableSummary,
  given: Arguments,
): DataFileSettings {
  const target = given.text('target');
  if (target === undefined) return file;
  if (!summary.columns.some(({ name }) => name === target)) {
    const names = summary.columns.slice(0, 12).map((one) => printable(one.name, 40));
    throw new UsageError(
      `--target: ${file.name} has no column ${printable(target, 40)}`,
      names.length === 0 ? 'images have labels, no columns' : `use one of ${names.join(', ')}`,
    );
  }
  return { ...file, ...predictColumn(summary, file, target) };
}

/** What is predicted, with the reason where it was a guess, and a note for each column that is left out. */
export function targetLines(roles: TableRoles | null): readonly string[] {
  if (roles === null) return [];
  const { target, why, leftOut } = roles;
  const more = leftOut.length - LISTED;
  return [
    `predicts ${printable(target, 80)}${why === 'as before' ? '' : ` (${why})`}`,
    ...leftOut
      .slice(0, LISTED)
      .map(({ name, reason }) => `note: leaves out ${printable(name, 80)}: ${reason}`),
    ...(more > 0 ? [`note: leaves out ${more} more columns`] : []),
  ];
}
