/** Examples from a data file: which column is predicted, which ones are features, what missing cells become. */

import type { DataFileSettings } from '../graph/document.ts';
import { MAX_CLASSES } from '../graph/limits.ts';
import { type Refused, refuse } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import { allRows, dataProblem, type Examples } from './example-rows.ts';
import type { Column, ColumnTable, ImageTable, Table } from './files/table.ts';

/** The examples of a table, or why it has none. */
export function fileExamples(table: Table, settings: DataFileSettings): Examples | Refused {
  return table.kind === 'images' ? imageExamples(table, settings) : columnExamples(table, settings);
}

/** Pixels in [0, 1], planes one after the other. */
function imageExamples(table: ImageTable, { name }: DataFileSettings): Examples {
  const { rows, pixels, labels, channels, height, width: across, classNames } = table;
  const width = channels * height * across;
  return {
    title: name,
    width,
    rows: allRows(rows),
    classes: classNames.length,
    classNames,
    featureNames: null,
    targetOf: (row) => labels[row],
    read: (row, features) => {
      const from = row * width;
      for (let j = 0; j < width; j++) features[j] = pixels[from + j] / 255;
    },
    hasGaps: false,
    isExact: false,
    leftOut: 0,
  };
}

function columnExamples(table: ColumnTable, settings: DataFileSettings): Examples | Refused {
  const { columns } = table;
  const targetName = settings.target ?? columns[columns.length - 1]?.name;
  const target = columns.find(({ name }) => name === targetName);
  if (target === undefined) {
    return refuse(
      dataProblem(
        'no-column',
        `${settings.name} has no column ${printable(targetName ?? '', 40)}`,
        'choose the column to predict',
      ),
    );
  }
  const leftOut = new Set(settings.leaveOut);
  const used = columns.filter((column) => column !== target && !leftOut.has(column.name));
  if (used.length === 0) {
    return refuse(
      dataProblem(
        'no-features',
        `no column of ${settings.name} is a feature`,
        'choose at least one column besides the target',
      ),
    );
  }
  const classes = targetClasses(target, settings.classes ?? target.categories !== null);
  if (classes !== null && classes.names.length > MAX_CLASSES) {
    return refuse(
      dataProblem(
        'too-many-classes',
        `${printable(target.name, 40)} has ${classes.names.length} classes, the limit is ${MAX_CLASSES}`,
        'choose another target, or take its values as numbers',
      ),
    );
  }
  const fills = settings.missing === 'mean';
  const needed = fills ? [target] : [target, ...used];
  const rows = allRows(table.rows).filter((row) =>
    needed.every(({ values }) => !Number.isNaN(values[row])),
  );
  const width = used.reduce((sum, { categories }) => sum + (categories?.length ?? 1), 0);
  return {
    title: settings.name,
    width,
    rows,
    classes: classes?.names.length ?? null,
    classNames: classes?.names ?? null,
    featureNames: used.flatMap(({ name, categories }) =>
      categories === null ? [name] : categories.map((category) => `${name} = ${category}`),
    ),
    targetOf: classes === null ? (row) => target.values[row] : (row) => classes.labelOf(row),
    read: (row, features) => readColumns(used, row, features),
    hasGaps: fills && used.some(({ values }) => rows.some((row) => Number.isNaN(values[row]))),
    isExact: false,
    leftOut: table.rows - rows.length,
  };
}

/** Classes by the values of a column, ascending; null when its values are numbers to be fitted. */
function targetClasses(
  { values, categories }: Column,
  wanted: boolean,
): { readonly names: readonly string[]; readonly labelOf: (row: number) => number } | null {
  if (categories !== null) return { names: categories, labelOf: (row) => values[row] };
  if (!wanted) return null;
  const distinct = [...new Set(values)].filter((value) => !Number.isNaN(value));
  distinct.sort((a, b) => a - b);
  const places = new Map(distinct.map((value, place) => [value, place]));
  return { names: distinct.map(String), labelOf: (row) => places.get(values[row]) ?? 0 };
}

/**
 * The features of a row: a number as it is, a category as one feature of 0 or 1 each. A missing category is
 * missing in all of these, so that their means say how often each occurs.
 */
function readColumns(columns: readonly Column[], row: number, features: Float64Array): void {
  let at = 0;
  for (const { values, categories } of columns) {
    const value = values[row];
    if (categories === null) features[at++] = value;
    else {
      const end = at + categories.length;
      features.fill(Number.isNaN(value) ? Number.NaN : 0, at, end);
      if (!Number.isNaN(value)) features[at + value] = 1;
      at = end;
    }
  }
}
