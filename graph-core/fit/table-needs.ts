/** What a table asks of a net: how many features come in, what is to come out. */
import type { ColumnSummary } from '../datasets/files/column-summary.ts';
import type { TableSummary } from '../datasets/files/table-summary.ts';
import type { DataFileSettings, DatasetSettings } from '../graph/document.ts';
import {
  MAX_CLASSES,
  MAX_EXAMPLES,
  MAX_FEATURE_NUMBERS,
  MAX_TENSOR_ELEMENTS,
} from '../graph/limits.ts';
import { type Refused, refuse } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import { type SampleExamples, sampleExamples } from './sample-examples.ts';

/** A table, seen from a net. */
export interface TableNeeds {
  /** What messages call it. */
  readonly title: string;
  readonly rows: number;
  /** Features of a row. */
  readonly features: number;
  /** Null where a number is predicted. */
  readonly classes: number | null;
  /** The column that is predicted; null for images. */
  readonly target: ColumnSummary | null;
  /** Some rows as they are fed, for the inputs to hold; null where they are too wide, or not known. */
  readonly sample: SampleExamples | null;
  /** How the net is fed. */
  readonly dataset: DatasetSettings;
}

/** Features up to which the weights of a layer of 128 units fit into one tensor. */
const MAX_FEATURES = MAX_TENSOR_ELEMENTS / 128;

/** Share of the rows held out, where there are enough of them. */
const TEST_SHARE = 0.2;

/** Rows below which none are held out. */
const FEW_ROWS = 10;

/** What `file` asks of a net, or why nothing can be learned from it. */
export function tableNeeds(summary: TableSummary, file: DataFileSettings): TableNeeds | Refused {
  const { rows, columns, kind } = summary;
  const title = printable(file.name, 80) || 'the table';
  if (rows === 0) return refused('no-examples', `${title} has no rows`, 'choose another table');
  const target =
    kind === 'images'
      ? null
      : (columns.find(({ name }) => name === file.target) ?? columns[columns.length - 1]);
  const gone = new Set([target?.name, ...(file.leaveOut ?? [])]);
  const sizes = new Map([...columns, ...summary.unfit].map((one) => [one.name, one.features]));
  const lost = [...gone].reduce((sum, name) => sum + (sizes.get(name ?? '') ?? 0), 0);
  const features = summary.features - lost;
  const classes = classesOf(summary, target, file);
  const refusal =
    (target === null ? null : targetRefusal(target, title, { summary, classes })) ??
    featureRefusal(features, title, summary);
  if (refusal !== null) return refusal;
  return {
    ...{ title, rows, features, classes, target },
    sample: target === null ? null : sampleExamples(summary, target, { gone, features, classes }),
    dataset: {
      kind: 'file',
      size: mostRows(rows, features),
      noise: 0,
      seed: 1,
      testShare: rows < FEW_ROWS ? 0 : TEST_SHARE,
      standardize: kind === 'columns',
      file,
    },
  };
}

function refused(code: string, message: string, hint: string): Refused {
  return refuse({ code, message, hint });
}

function featureRefusal(features: number, title: string, { width }: TableSummary): Refused | null {
  if (features < 1) {
    return refused(
      'no-features',
      `no column of ${title} is a feature`,
      'leave fewer columns out, or predict another one',
    );
  }
  if (features <= MAX_FEATURES) return null;
  return refused(
    'too-many-features',
    `${title} makes ${features} features of ${width} columns, the limit is ${MAX_FEATURES}`,
    'leave columns of many words out',
  );
}

interface TargetPlace {
  readonly summary: TableSummary;
  readonly classes: number | null;
}

/** Why a column cannot be predicted. */
function targetRefusal(
  target: ColumnSummary,
  title: string,
  { summary, classes }: TargetPlace,
): Refused | null {
  const name = printable(target.name, 40);
  if (summary.width < 2) {
    return refused(
      'no-features',
      `${title} has one column, ${name}: there is nothing to predict it from`,
      'choose a table with features in one column each, and a column to predict',
    );
  }
  if (target.unfit === 'always the same' || target.unfit === 'no values') {
    const what = target.unfit === 'no values' ? target.unfit : singleValue(target);
    const verb = target.unfit === 'no values' ? 'has' : 'is';
    return refused(
      'constant-target',
      `${name} ${verb} ${what}${verb === 'is' ? ' in every row' : ''}: there is nothing to learn`,
      'predict another column',
    );
  }
  if (classes !== null && target.holds === 'words' && classes <= MAX_CLASSES) {
    return summary.rows < FEW_ROWS || 2 * classes <= summary.rows
      ? null
      : refused(
          'no-classes',
          `${name} has ${classes} different words in ${summary.rows} rows: hardly any is there twice`,
          'predict another column',
        );
  }
  if (classes === null || classes <= MAX_CLASSES) return null;
  return Number.isNaN(classes)
    ? refused(
        'no-classes',
        `${name} has many different numbers, which make no classes`,
        'take its values as numbers',
      )
    : refused(
        'too-many-classes',
        `${name} has ${classes} classes, the limit is ${MAX_CLASSES}`,
        'predict another column',
      );
}

/** As many rows as can be used at once. */
export function mostRows(rows: number, features: number): number {
  return Math.max(1, Math.min(rows, MAX_EXAMPLES, Math.floor(MAX_FEATURE_NUMBERS / features)));
}

const singleValue = ({ preview, missing }: ColumnSummary): string =>
  printable(preview.find((cell) => cell !== '') ?? '', 40) ||
  (missing.count > 0 ? 'the same' : 'empty');

/** NaN where numbers are to be classes and are too many. */
function classesOf(
  summary: TableSummary,
  target: ColumnSummary | null,
  file: DataFileSettings,
): number | null {
  if (target === null) return summary.classes;
  if (target.holds === 'words') return target.distinct;
  return file.classes === true ? (target.distinct ?? Number.NaN) : null;
}
