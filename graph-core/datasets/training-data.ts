/**
 * The data of a training run: examples from where the settings say, sampled, split, standardized. Rows to
 * learn from and rows held out lie in one array, so that a large file is in memory once.
 */

import type { DatasetSettings } from '../graph/document.ts';
import { MAX_EXAMPLES, MAX_FEATURE_NUMBERS } from '../graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../graph/problem.ts';
import { suggestion } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import { boundedValues } from '../settings/given-values.ts';
import { allRows, dataProblem, type Examples } from './example-rows.ts';
import { fillFeatures, fillTargets } from './fill-features.ts';
import type { Dataset, DatasetDef } from './generated/dataset.ts';
import { DATASETS, datasetDef } from './generated/datasets.ts';
import type { Scaling } from './standardize.ts';
import { sampleRows, splitRows } from './test-split.ts';

/** Examples ready to be fed. */
export interface TrainingData {
  /** What messages call it. */
  readonly title: string;
  /** Learned from. */
  readonly training: Dataset;
  /** Held out; null when nothing is. */
  readonly test: Dataset | null;
  /** How the features were standardized; null when they were not. */
  readonly scaling: Scaling | null;
  readonly classNames: readonly string[] | null;
  /** Null where features have no names. */
  readonly featureNames: readonly string[] | null;
  /** Rows of a file that miss something and are not used. */
  readonly leftOut: number;
}

/** The data that `settings` mean; `fileExamples` gives those of the file they name. */
export function prepareData(
  settings: DatasetSettings,
  fileExamples: () => Examples | Refused,
): TrainingData | Refused {
  const examples = examplesOf(settings, fileExamples);
  if (isRefused(examples)) return examples;
  const { title, width, classes, classNames, featureNames, targetOf, leftOut } = examples;
  const rows =
    settings.kind === 'file'
      ? sampleRows(examples.rows, Math.round(settings.size), settings.seed)
      : examples.rows;
  const misfit = sizeProblem(title, rows.length, width);
  if (misfit !== null) return refuse(misfit);
  const share = settings.testShare ?? 0;
  const split = splitRows(rows, share, settings.seed, classes === null ? null : targetOf);
  const { order, training } = split;
  const targets = fillTargets(examples, order);
  if (isRefused(targets)) return targets;
  const filled = fillFeatures(examples, split, settings.standardize === true);
  if (isRefused(filled)) return filled;
  const { features, scaling } = filled;
  const part = (from: number, to: number): Dataset => ({
    size: to - from,
    width,
    classes,
    features: features.subarray(from * width, to * width),
    targets: targets.subarray(from, to),
  });
  return {
    title,
    training: part(0, training),
    test: training === order.length ? null : part(training, order.length),
    scaling,
    classNames,
    featureNames,
    leftOut,
  };
}

function sizeProblem(title: string, rows: number, width: number): Problem | null {
  if (rows === 0) {
    return dataProblem(
      'no-examples',
      `${title} has no complete row`,
      'fill missing values with means, or choose other columns',
    );
  }
  if (rows > MAX_EXAMPLES) {
    return dataProblem(
      'too-many-examples',
      `the data set has ${rows} examples, the limit is ${MAX_EXAMPLES}`,
      'use fewer examples',
    );
  }
  if (rows * width > MAX_FEATURE_NUMBERS) {
    return dataProblem(
      'too-many-numbers',
      `${title} has ${rows} examples of ${width} numbers, ${rows * width} together; the limit is ${MAX_FEATURE_NUMBERS}`,
      `use at most ${Math.floor(MAX_FEATURE_NUMBERS / width)} examples`,
    );
  }
  return null;
}

function examplesOf(
  settings: DatasetSettings,
  fileExamples: () => Examples | Refused,
): Examples | Refused {
  if (settings.kind === 'file') return fileExamples();
  if (settings.kind === 'points') return drawnExamples(settings);
  const definition = datasetDef(settings.kind);
  if (definition === null) {
    const names = [...Object.keys(DATASETS), 'points', 'file'];
    return refuse(
      dataProblem(
        'unknown-dataset',
        `${printable(settings.kind, 40)} is no data set of this version`,
        suggestion(settings.kind, names, `use one of ${names.join(', ')}`),
      ),
    );
  }
  return generatedExamples(definition, settings);
}

function generatedExamples(definition: DatasetDef, settings: DatasetSettings): Examples | Refused {
  const size = Math.max(1, Math.round(settings.size));
  const misfit = sizeProblem(definition.title, size, 1);
  if (misfit !== null) return refuse(misfit);
  const { noise, seed } = settings;
  const values = boundedValues(definition.options, settings.options);
  return datasetExamples(definition.title, definition.generate({ size, noise, seed, values }));
}

/** Points drawn by hand; classes count from 0 to the highest one, and there are at least two. */
function drawnExamples({ points = [] }: DatasetSettings): Examples | Refused {
  if (points.length === 0) {
    return refuse(dataProblem('no-points', 'no points are drawn yet', 'draw some in the picture'));
  }
  const highest = points.reduce((most, [, , label]) => Math.max(most, label), 1);
  return datasetExamples('the drawn points', {
    size: points.length,
    width: 2,
    classes: highest + 1,
    features: Float64Array.from({ length: 2 * points.length }, (_, i) => points[i >> 1][i & 1]),
    targets: Float64Array.from(points, ([, , label]) => label),
  });
}

function datasetExamples(title: string, made: Dataset): Examples {
  const { size, width, classes, features, targets } = made;
  return {
    title,
    width,
    rows: allRows(size),
    classes,
    classNames: null,
    featureNames: null,
    targetOf: (row) => targets[row],
    read: (row, into) => into.set(features.subarray(row * width, (row + 1) * width)),
    hasGaps: false,
    isExact: true,
    leftOut: 0,
  };
}
