/** Repairs that make a graph fit the table of `--data`, in lines: told as they are done, or as one note where a run is refused. */
import type { TableSummary } from '../../datasets/files/table-summary.ts';
import { planRepairs, type RepairPlan } from '../../fit/repair-plan.ts';
import type { Repair } from '../../fit/repair-reasons.ts';
import { suitedFile } from '../../fit/suited-file.ts';
import { tableNeeds } from '../../fit/table-needs.ts';
import type { TableRoles } from '../../fit/table-roles.ts';
import type { DataFileSettings, GraphDocument, TrainingSettings } from '../../graph/document.ts';
import { isRefused, type Problem, type Refused, refuse } from '../../graph/problem.ts';
import { tableSwitches } from '../../graph/table-switches.ts';
import { printable } from '../../graph/wording/printable.ts';
import type { Arguments } from '../cli-command.ts';
import type { Io } from '../io.ts';
import { targetLines } from './table-target.ts';

/** A table that was opened for a graph. */
export interface TableInHand {
  readonly file: DataFileSettings;
  readonly summary: TableSummary;
}

/** A graph with its training settings, and the table that it is to learn from. */
interface Repairable {
  readonly document: GraphDocument;
  readonly table: TableInHand | null;
}

/** What has to change, and the parts that the columns get. */
interface TableRepair {
  readonly plan: RepairPlan;
  readonly roles: TableRoles | null;
}

/** What makes the graph fit the table, or why nothing can be learned from it. */
function planTableRepair(
  document: GraphDocument,
  training: TrainingSettings,
  { file, summary }: TableInHand,
  given: Arguments,
): TableRepair | Refused {
  const { name, hash } = file;
  const plain = { ...tableSwitches(file), name, hash };
  const suited = suitedFile(summary, plain, { document, training });
  const needs = tableNeeds(summary, suited.file);
  if (isRefused(needs)) return needs;
  const plan = planRepairs(document, training, needs);
  return { plan: withSaidSteps(plan, training, given), roles: suited.roles };
}

/** The optimizer and the rate of the command line are not repaired. */
function withSaidSteps(plan: RepairPlan, training: TrainingSettings, given: Arguments): RepairPlan {
  const isSaid = given.text('optimizer') !== undefined || given.text('rate') !== undefined;
  if (!isSaid || plan.repaired.training === undefined) return plan;
  const { optimizer: _, ...others } = plan.repaired.training;
  const { optimizer, rate } = training;
  const kept = { ...others, rate, ...(optimizer === undefined ? {} : { optimizer }) };
  return {
    ...plan,
    repairs: plan.repairs.filter(({ node }) => node !== null),
    repaired: { ...plan.repaired, training: kept },
  };
}

/** The graph with all that has to change for its table, told line by line; or what none of that would mend. */
export function repairedGraph(
  { document, table }: Repairable,
  given: Arguments,
  io: Io,
): GraphDocument | (Refused & { readonly ofTable: boolean }) {
  if (table === null || document.training === undefined) return document;
  const repair = planTableRepair(document, document.training, table, given);
  if (isRefused(repair)) return { ...repair, ofTable: true };
  const [first, ...others] = repair.plan.unmended;
  if (first !== undefined) return { ...refuse(first, ...others), ofTable: false };
  reportRepairs(repair, table.file.name, io);
  return repair.plan.repaired;
}

/** A line for what is predicted, and one for each repair. */
function reportRepairs({ plan, roles }: TableRepair, title: string, io: Io): void {
  for (const line of targetLines(roles)) io.stderr(`${line}\n`);
  const { repairs } = plan;
  if (repairs.length === 0) io.stderr(`repairs: none, the graph fits ${printable(title, 80)}\n`);
  else io.stderr(`repairs: ${repairs.length}\n`);
  for (const repair of repairs) io.stderr(`  ${inWords(repair)}\n`);
}

/** What would help instead of the refused run: repairs, and which, or another net; null where neither would. */
export function repairNote({ document, table }: Repairable, given: Arguments): Problem | null {
  if (table === null || document.training === undefined) return null;
  const repair = planTableRepair(document, document.training, table, given);
  if (isRefused(repair)) return null;
  const { repairs, unmended } = repair.plan;
  const title = printable(table.file.name, 80);
  if (unmended.length > 0) {
    return {
      code: 'no-repair',
      message: `no change of sizes makes the graph fit ${title}`,
      hint: `gradwire net ${title} makes a net for it`,
    };
  }
  if (repairs.length === 0) return null;
  const isOne = repairs.length === 1;
  const noun = isOne ? '1 repair makes' : `${repairs.length} repairs make`;
  return {
    code: 'repairs',
    message: `${noun} the graph fit ${title}: ${repairs.map(({ change }) => change).join('; ')}`,
    hint: `add --repair to ${isOne ? 'do it' : 'do them'}; --out GRAPH.json writes the repaired graph`,
  };
}

/** `W1 [8, 2] → [8, 4], because iris.csv has 4 features`. */
function inWords({ change, because, loses }: Repair): string {
  const numbers = loses === 1 ? 'its own number is' : `its ${loses} own numbers are`;
  const lost = loses === 0 ? '' : `; ${numbers} lost and drawn anew`;
  return printable(`${change}, because ${because}${lost}`, 300);
}
