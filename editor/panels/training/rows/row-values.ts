/** What the rows of the training panel say of settings while they are folded up. */
import type {
  DatasetSettings,
  GraphDocument,
  TrainingSettings,
} from '../../../../graph-core/graph/document.ts';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import { completeValues } from '../../../../graph-core/settings/given-values.ts';
import type { DatasetView } from '../../../../graph-core/training/look/learned-pictures.ts';
import type { ScoreResult } from '../../../../graph-core/training/look/score.ts';
import {
  DEFAULT_OPTIMIZER,
  optimizerDef,
} from '../../../../graph-core/updates/optimizers/optimizers.ts';
import { scheduleOptions } from '../../../../graph-core/updates/schedules/schedule.ts';
import {
  DEFAULT_SCHEDULE,
  scheduleDef,
} from '../../../../graph-core/updates/schedules/schedules.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { DATASET_CHOICES } from '../data/dataset-choices.ts';

const count = (number: number): string => number.toLocaleString('en-US');

const counted = (number: number, what: string): string =>
  `${count(number)} ${what}${number === 1 ? '' : 's'}`;

/** `Adam`; its rate stands above the rows. */
export function optimizerValue({ optimizer }: TrainingSettings): string {
  const kind = optimizer?.kind ?? DEFAULT_OPTIMIZER;
  return optimizerDef(kind)?.title ?? kind;
}

/** `Constant`, or `Cosine, 20 warm-up steps`. */
export function scheduleValue({ schedule }: TrainingSettings): string {
  const kind = schedule?.kind ?? DEFAULT_SCHEDULE;
  const def = scheduleDef(kind);
  if (def === null) return kind;
  const warmup = Number(completeValues(scheduleOptions(def), schedule?.options).warmup);
  return warmup > 0 ? `${def.title}, ${counted(warmup, 'warm-up step')}` : def.title;
}

/** `Three spirals, 300 points`; `None` where the graph is trained on its own numbers. */
export function dataValue(dataset: DatasetSettings | undefined): string {
  if (dataset === undefined) return 'None, the numbers of the graph';
  const { kind, size, points = [], file } = dataset;
  if (kind === 'points') return `Drawn by hand, ${counted(points.length, 'point')}`;
  if (kind === 'file') return file?.name ?? 'No file yet';
  const title = DATASET_CHOICES.find((choice) => choice.kind === kind)?.title ?? kind;
  return `${title}, ${counted(size, 'point')}`;
}

/** `100 of 300 rows`, as far as it is known how many there are. */
export function batchValue(batch: number, dataset: DatasetView | null): string {
  if (dataset === null) return counted(batch, 'row');
  const { size } = dataset;
  return batch >= size ? `All ${counted(size, 'row')}` : `${count(batch)} of ${count(size)} rows`;
}

/** `None`, or `20 %, 60 rows, standardized`. */
export function heldOutValue(
  { testShare = 0, standardize = false }: DatasetSettings,
  dataset: DatasetView | null,
): string {
  const rows = dataset === null ? '' : `, ${counted(dataset.testSize, 'row')}`;
  const share = testShare === 0 ? 'None' : `${Math.round(100 * testShare)} %${rows}`;
  return standardize ? `${share}, standardized` : share;
}

/** `L, from X and y`; `L` alone without a data set. */
export function trainedValue(
  document: GraphDocument,
  { loss, features, targets, dataset }: TrainingSettings,
): string {
  const fed = dataset === undefined ? [] : [features, targets].filter((id) => id !== undefined);
  const [of, ...from] = [loss, ...fed].map((id) => nodeLabel(document, id));
  return from.length === 0 ? of : `${of}, from ${from.join(' and ')}`;
}

/** `99.3 % right, loss 0.01156`. */
export function scoreValue({ accuracy, loss, rows }: ScoreResult): string {
  if (rows === 0 || Number.isNaN(loss)) return accuracy === null ? '–' : rightShare(accuracy);
  const written = `loss ${formatNumber(loss)}`;
  return accuracy === null ? written : `${rightShare(accuracy)}, ${written}`;
}

/** `99.3 % right`. */
export function rightShare(accuracy: number): string {
  return `${(100 * accuracy).toFixed(1)} % right`;
}
