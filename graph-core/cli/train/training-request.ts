/** From the command line to a document that is ready to be trained: other settings, data from a file. */
import { DataShelf } from '../../datasets/data-shelf.ts';
import {
  type DatasetSettings,
  DEFAULT_BATCH,
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type RuleSettings,
  type TrainingSettings,
} from '../../graph/document.ts';
import { MAX_EXAMPLES, MAX_RATE } from '../../graph/limits.ts';
import { isRefused, type Problem, type Refused } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import { suggestInputs, suggestTraining } from '../../infer/suggest-training.ts';
import { OPTIMIZERS } from '../../updates/optimizers/optimizers.ts';
import { SCHEDULES } from '../../updates/schedules/schedules.ts';
import { type Arguments, type OptionSpec, UsageError } from '../cli-command.ts';
import type { Io } from '../io.ts';
import { numberWithin, wholeNumber } from '../option-numbers.ts';
import { openTable } from './open-table.ts';
import { TABLE_OPTIONS, tableOptions } from './table-options.ts';
import type { TableInHand } from './table-repair.ts';
import { TARGET_OPTION, withTarget } from './table-target.ts';

/** Options that stand in for settings of the document. */
export const SETTING_OPTIONS = {
  data: {
    type: 'string',
    value: 'FILE',
    help: 'CSV, IDX (images,labels) or CIFAR-10 to train on; may be packed (.gz)',
  },
  target: { ...TARGET_OPTION, help: 'the column of --data to predict' },
  ...TABLE_OPTIONS,
  optimizer: { type: 'string', value: 'NAME', help: Object.keys(OPTIMIZERS).join(', ') },
  rate: { type: 'string', value: 'R', help: 'learning rate' },
  schedule: { type: 'string', value: 'NAME', help: Object.keys(SCHEDULES).join(', ') },
  batch: { type: 'string', value: 'B', help: 'examples a step' },
  seed: { type: 'string', value: 'S', help: 'seed of the shuffle' },
  suggest: { type: 'boolean', help: 'use settings that fit, where the graph has none' },
  repair: { type: 'boolean', help: 'change the graph so that it fits the table of --data' },
} as const satisfies Record<string, OptionSpec>;

/** A document with its data. */
export interface OpenRequest {
  readonly document: GraphDocument;
  readonly shelf: DataShelf;
  readonly notes: readonly Problem[];
  /** The table of the data; null without `--data`. */
  readonly table: TableInHand | null;
}

/** The same, or what is wrong with the file of the data. */
export type TrainingRequest = OpenRequest | (Refused & { readonly file: string });

/** Applies the options; throws a `UsageError` for what is no number and for files that are not there. */
export async function openTraining(
  document: GraphDocument,
  given: Arguments,
  io: Io,
): Promise<TrainingRequest> {
  const shelf = new DataShelf();
  const named = given.text('data');
  for (const option of ['repair', 'target']) {
    const isGiven = given.flag(option) || given.text(option) !== undefined;
    if (!isGiven || named !== undefined) continue;
    throw new UsageError(`--${option} is about a table`, 'give the table with --data FILE');
  }
  const suggests = given.flag('suggest') || given.flag('repair');
  const settings = document.training ?? (suggests ? suggestTraining(document) : null);
  if (settings === null) return { document, shelf, notes: [], table: null };
  const training = withOptions(settings, given);
  if (named === undefined)
    return { document: { ...document, training }, shelf, notes: [], table: null };
  const { file: described, ...dataset } = training.dataset ?? NO_DATASET;
  const opened = await openTable(named, { ...described, ...tableOptions(given) }, io);
  if (isRefused(opened)) return opened;
  const { table, summary } = opened;
  const file = withTarget(opened.file, summary, given);
  shelf.put(file, table);
  return {
    document: {
      ...document,
      training: { ...suggestInputs(document), ...training, dataset: fromFile(dataset, file) },
    },
    shelf,
    notes: table.notes,
    table: { file, summary },
  };
}

/** `loss L, features x, targets t, rate 0.1, batch 10`; null where nothing fits. */
export function suggestion(document: GraphDocument): string | null {
  const settings = suggestTraining(document);
  if (settings === null) return null;
  const { loss, features, targets, dataset, rate, batch = DEFAULT_BATCH } = settings;
  const name = (id: NodeId): string => printable(nodeLabel(document, id));
  return [
    `loss ${name(loss)}`,
    ...(features === undefined ? [] : [`features ${name(features)}`]),
    ...(targets === undefined ? [] : [`targets ${name(targets)}`]),
    dataset === undefined ? 'no data set' : `data ${dataset.kind}`,
    `rate ${rate}`,
    ...(dataset === undefined ? [] : [`batch ${batch}`]),
  ].join(', ');
}

/** What a file is described by where the settings have no data set. */
const NO_DATASET: DatasetSettings = { kind: 'file', size: MAX_EXAMPLES, noise: 0, seed: 1 };

/** The settings of a generated set do not count for a file; those of another file do. */
function fromFile(
  dataset: Omit<DatasetSettings, 'file'>,
  file: NonNullable<DatasetSettings['file']>,
): DatasetSettings {
  if (dataset.kind === 'file') return { ...dataset, file };
  const { options: _, points: __, ...others } = dataset;
  return { ...others, kind: 'file', size: MAX_EXAMPLES, noise: 0, file };
}

function withOptions(settings: TrainingSettings, given: Arguments): TrainingSettings {
  const rate = numberWithin(given, 'rate', 0, MAX_RATE);
  const batch = wholeNumber(given, 'batch', 1, MAX_EXAMPLES);
  const seed = wholeNumber(given, 'seed', 0);
  const optimizer = chosen(settings.optimizer, given.text('optimizer'));
  const schedule = chosen(settings.schedule, given.text('schedule'));
  return {
    ...settings,
    ...(rate === undefined ? {} : { rate }),
    ...(batch === undefined ? {} : { batch }),
    ...(seed === undefined ? {} : { seed }),
    ...(optimizer === undefined ? {} : { optimizer }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** The options of the document belong to the rule it has. */
function chosen(rule: RuleSettings | undefined, kind: string | undefined) {
  return kind === undefined || kind === rule?.kind ? rule : { kind };
}
