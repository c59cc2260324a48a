/**
 * How a table of text is written: what the reader finds out by itself and a person may say instead. The list
 * is what the editor offers, the command line takes and files may hold.
 */

/** Each choice with its words: the title, what it is for, the values with their labels. */
export const TABLE_CHOICES = {
  encoding: {
    title: 'letters',
    help: 'how letters are written as bytes',
    values: {
      'utf-8': 'UTF-8',
      'windows-1252': 'Windows-1252',
      'utf-16le': 'UTF-16, low byte first',
      'utf-16be': 'UTF-16, high byte first',
    },
  },
  separator: {
    title: 'cells end with',
    help: 'what stands between two cells',
    values: {
      comma: 'commas',
      semicolon: 'semicolons',
      tab: 'tabs',
      pipe: 'bars |',
      blanks: 'runs of blanks',
    },
  },
  decimal: {
    title: 'decimal mark',
    help: 'what stands before the fraction of a number',
    values: { point: 'point', comma: 'comma' },
  },
  thousands: {
    title: 'digits in threes',
    help: 'whether 1,049.34 (or 1.049,34) is a number or a word',
    values: { marked: 'are a number', none: 'are a word' },
  },
  quotes: {
    title: 'a quote in quotes',
    help: 'how a quote inside a quoted cell is written',
    values: { doubled: 'is doubled ""', backslash: 'follows a backslash \\"' },
  },
  gaps: {
    title: 'missing are',
    help: 'which cells have no value',
    values: { words: 'empty cells, NA, None, ? …', empty: 'empty cells only' },
  },
} as const;

type Choices = typeof TABLE_CHOICES;

/** A choice by name. */
export type TableChoice = keyof Choices;

/** The names, in the order in which they are shown. */
export const TABLE_CHOICE_NAMES = Object.keys(TABLE_CHOICES) as TableChoice[];

/** Lines before a table that may be left out. */
export const MAX_SKIPPED_LINES = 1000;

/** Everything about how a table is written. */
export type TableDialect = {
  readonly [K in TableChoice]: keyof Choices[K]['values'] & string;
} & {
  /** Whether the first line of the table holds names. */
  readonly header: boolean;
  /** Lines of the file before the table: a title, comments. */
  readonly skip: number;
};

/** What a person said of it; the rest is found out. */
export type TableSwitches = Partial<TableDialect>;

/** Changes of it; undefined leaves a switch to the reader again. */
export type SwitchChange = { readonly [K in keyof TableSwitches]?: TableSwitches[K] | undefined };

/** A record with switches said otherwise. */
export function withSwitches<T extends TableSwitches>(record: T, change: SwitchChange): T {
  const said = Object.entries({ ...record, ...change }).filter(([, value]) => value !== undefined);
  // What was not changed is as it was, and what was is a switch or gone, which every record of switches may lack.
  return Object.fromEntries(said) as T;
}

/** The values of a choice, in the order in which they are shown. */
export function tableValues<K extends TableChoice>(choice: K): readonly TableDialect[K][] {
  return Object.keys(TABLE_CHOICES[choice].values) as TableDialect[K][];
}

/** What a person calls a value of a choice. */
export function tableLabel(choice: TableChoice, value: string): string {
  const { values }: { readonly values: Readonly<Record<string, string>> } = TABLE_CHOICES[choice];
  return values[value] ?? value;
}

/** Only what was said about how the table is written, of all that a record has. */
export function tableSwitches(said: TableSwitches): TableSwitches {
  const { header, skip, encoding, separator, decimal, thousands, quotes, gaps } = said;
  const all = { header, skip, encoding, separator, decimal, thousands, quotes, gaps };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Tells tables apart: the same contents read in two ways are two. */
export function tableKey({ hash, ...said }: TableSwitches & { readonly hash: string }): string {
  return `${hash} ${JSON.stringify(tableSwitches(said))}`;
}
