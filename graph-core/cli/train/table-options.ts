/** How the table of `--data` is written, as options: the switches of the editor by their names. */

import {
  MAX_SKIPPED_LINES,
  TABLE_CHOICE_NAMES,
  TABLE_CHOICES,
  type TableChoice,
  type TableSwitches,
  tableValues,
} from '../../graph/table-switches.ts';
import { printable } from '../../graph/wording/printable.ts';
import { type Arguments, type OptionSpec, UsageError } from '../cli-command.ts';
import { wholeNumber } from '../option-numbers.ts';

const CHOICE_OPTIONS = Object.fromEntries(
  TABLE_CHOICE_NAMES.map((choice) => [
    choice,
    {
      type: 'string',
      value: 'WORD',
      help: `table: ${TABLE_CHOICES[choice].help}; ${tableValues(choice).join(', ')}`,
    },
  ]),
) as Record<TableChoice, OptionSpec>;

/** The options; what is not said is found out. */
export const TABLE_OPTIONS: Readonly<Record<TableChoice | 'header' | 'skip', OptionSpec>> = {
  header: { type: 'string', value: 'yes|no', help: 'table: whether its first line holds names' },
  skip: { type: 'string', value: 'N', help: 'table: lines of the file before it' },
  ...CHOICE_OPTIONS,
};

/** What the command line says; throws a `UsageError` for a word that is none of the choices. */
export function tableOptions(given: Arguments): TableSwitches {
  const header = oneOf(given, 'header', ['yes', 'no']);
  const skip = wholeNumber(given, 'skip', 0, MAX_SKIPPED_LINES);
  const choices = TABLE_CHOICE_NAMES.flatMap((choice) => {
    const value = oneOf(given, choice, tableValues(choice));
    return value === undefined ? [] : [[choice, value]];
  });
  return {
    ...(header === undefined ? {} : { header: header === 'yes' }),
    ...(skip === undefined ? {} : { skip }),
    ...Object.fromEntries(choices),
  };
}

function oneOf(given: Arguments, option: string, words: readonly string[]): string | undefined {
  const text = given.text(option);
  if (text === undefined || words.includes(text)) return text;
  throw new UsageError(`--${option} is ${printable(text)}`, `use one of ${words.join(', ')}`);
}
