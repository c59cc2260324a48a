/** What is read from a data file, before it is decided what is predicted from what. */
import type { Problem } from '../../graph/problem.ts';
import type { TableDialect } from '../../graph/table-switches.ts';

/** Cells of a kind: how many, and the lines of the first few, counted from 1. */
export interface CountedLines {
  readonly count: number;
  readonly lines: readonly number[];
}

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** One a row: the number, or the index of its category; NaN where the cell is missing. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Sorted by code units; null for a column of numbers. */
  readonly categories: readonly string[] | null;
  readonly missing: CountedLines;
}

/** A table of numbers and words: CSV. */
export interface ColumnTable {
  readonly kind: 'columns';
  readonly rows: number;
  readonly columns: readonly Column[];
  /** How it is written, as was said or found out. */
  readonly dialect: TableDialect;
  /** What was not understood, with lines: rows that were left out, cells that count as missing. */
  readonly notes: readonly Problem[];
}

/** Images with labels: MNIST, CIFAR-10. */
export interface ImageTable {
  readonly kind: 'images';
  readonly rows: number;
  readonly height: number;
  readonly width: number;
  /** Planes of color, one after the other: 1 or 3. */
  readonly channels: number;
  /** [rows, channels, height, width], 0 to 255. */
  readonly pixels: Uint8Array;
  /** [rows] */
  readonly labels: Uint8Array;
  readonly classNames: readonly string[];
  readonly notes: readonly Problem[];
}

/** Either. */
export type Table = ColumnTable | ImageTable;
