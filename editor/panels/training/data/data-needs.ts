/** What the data that are trained on ask of a net: a table that was read, a generated set, points drawn by hand. */
import type { TableSummary } from '../../../../graph-core/datasets/files/table-summary.ts';
import type { Dataset } from '../../../../graph-core/datasets/generated/dataset.ts';
import { datasetDef } from '../../../../graph-core/datasets/generated/datasets.ts';
import { type TableNeeds, tableNeeds } from '../../../../graph-core/fit/table-needs.ts';
import type { DatasetSettings } from '../../../../graph-core/graph/document.ts';
import { isRefused } from '../../../../graph-core/graph/problem.ts';
import { tableKey } from '../../../../graph-core/graph/table-switches.ts';
import { boundedValues } from '../../../../graph-core/settings/given-values.ts';

/** Rows that inputs come to hold, to be looked at. */
const ROWS = 4;

/** The needs with the settings as they are; null where the data are not known, or nothing can be learned from them. */
export function dataNeeds(
  dataset: DatasetSettings,
  tables: ReadonlyMap<string, TableSummary>,
): TableNeeds | null {
  const { kind, file, points = [] } = dataset;
  if (kind === 'file') {
    const summary = file === undefined ? undefined : tables.get(tableKey(file));
    if (file === undefined || summary === undefined) return null;
    const needs = tableNeeds(summary, file);
    return isRefused(needs) ? null : { ...needs, dataset };
  }
  if (kind === 'points') {
    if (points.length === 0) return null;
    const few = points.slice(0, ROWS);
    return setNeeds('the drawn points', dataset, {
      width: 2,
      classes: points.reduce((most, [, , label]) => Math.max(most, label + 1), 2),
      features: Float64Array.from({ length: 2 * few.length }, (_, i) => few[i >> 1][i & 1]),
      targets: few.map(([, , label]) => label),
    });
  }
  const definition = datasetDef(kind);
  if (definition === null) return null;
  const { noise, seed, options } = dataset;
  const values = boundedValues(definition.options, options);
  const few = definition.generate({ size: ROWS, noise, seed, values });
  return setNeeds(definition.title, dataset, few);
}

interface FewExamples extends Pick<Dataset, 'width' | 'classes'> {
  readonly features: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
}

function setNeeds(
  title: string,
  dataset: DatasetSettings,
  { width, classes, features, targets }: FewExamples,
): TableNeeds {
  const rows = Array.from({ length: targets.length }, (_, row) =>
    Array.from({ length: width }, (_, j) => Number(features[row * width + j].toFixed(3))),
  );
  return {
    ...{ title, rows: dataset.size, features: width, classes, target: null, dataset },
    sample: { features: rows, targets: Array.from(targets, (y) => Number(y.toFixed(3))) },
  };
}
