/** How a graph takes a table: as it is, where some way to use its columns fits; else with the columns that suit the table. */
import type { TableSummary } from '../datasets/files/table-summary.ts';
import type { DataFileSettings, GraphDocument, TrainingSettings } from '../graph/document.ts';
import { isRefused, type Refused } from '../graph/problem.ts';
import { rolesOf } from '../infer/target-comparison.ts';
import { tableMisfits } from './fed-graph.ts';
import { type TableNeeds, tableNeeds } from './table-needs.ts';
import { roleSettings, suggestRoles, type TableRoles } from './table-roles.ts';

/** The settings of a file for a graph. */
export interface SuitedFile {
  readonly file: DataFileSettings;
  /** Null for images. */
  readonly roles: TableRoles | null;
  /** Whether the graph takes it without a change. */
  readonly fits: boolean;
}

/**
 * The settings that suit a table, with columns as the document used them where they are there. `training` is null where
 * nothing of the document can be trained.
 */
export function suitedFile(
  summary: TableSummary,
  file: DataFileSettings,
  { document, training }: { document: GraphDocument; training: TrainingSettings | null },
): SuitedFile {
  const before = training?.dataset?.file;
  const roles = suggestRoles(summary, before);
  const suited = { ...file, ...roleSettings(roles) };
  const ways = [...asBefore(summary, file, before), suited, withAllNumbers(suited, summary)];
  const fitting = ways.find(
    (one) => training !== null && fitsGraph(document, training, tableNeeds(summary, one)),
  );
  return { file: fitting ?? suited, roles, fits: fitting !== undefined };
}

/** The columns in the parts that the document gave them; none where one of them is not there. */
function asBefore(
  { columns }: TableSummary,
  file: DataFileSettings,
  before: DataFileSettings | undefined,
): readonly DataFileSettings[] {
  if (before?.target === undefined) return [];
  const { target, classes, leaveOut = [], missing } = before;
  const names = new Set(columns.map(({ name }) => name));
  if (![target, ...leaveOut].every((name) => names.has(name))) return [];
  const parts = {
    target,
    ...(classes === undefined ? {} : { classes }),
    ...(leaveOut.length === 0 ? {} : { leaveOut }),
    ...(missing === undefined ? {} : { missing }),
  };
  return [{ ...file, ...parts }];
}

/** A graph may have been made for all columns of numbers, keys and constants among them. */
function withAllNumbers(file: DataFileSettings, { unfit }: TableSummary): DataFileSettings {
  const { leaveOut = [], ...others } = file;
  const numbers = new Set(unfit.filter(({ features }) => features === 1).map(({ name }) => name));
  const words = leaveOut.filter((name) => !numbers.has(name));
  return words.length === 0 ? others : { ...others, leaveOut: words };
}

function fitsGraph(
  document: GraphDocument,
  training: TrainingSettings,
  needs: TableNeeds | Refused,
): boolean {
  const roles = rolesOf(training);
  if (isRefused(needs) || roles === null) return false;
  return tableMisfits(document, roles, needs).length === 0;
}
