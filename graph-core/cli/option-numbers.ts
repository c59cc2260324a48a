/** Numbers given as options: checked, or a `UsageError` that says what is taken. */

import { INSTEAD_OF_VANISHING, vanishes } from '../graph/wording/numeral.ts';
import { printable } from '../graph/wording/printable.ts';
import { MAX_SEED } from '../tensor/random.ts';
import { type Arguments, UsageError } from './cli-command.ts';

/** A whole number, or undefined when it was not given. */
export function wholeNumber(
  given: Arguments,
  option: string,
  least: number,
  most = MAX_SEED,
): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  refuseVanishing(option, text);
  const number = Number(text);
  const fits = text.trim() !== '' && Number.isInteger(number);
  if (fits && number >= least && number <= most) return number;
  const range = `use a whole number from ${least} to ${most}`;
  throw new UsageError(`--${option} is ${printable(text)}`, range);
}

/** A number within limits, both included, or undefined when it was not given. */
export function numberWithin(
  given: Arguments,
  option: string,
  least: number,
  most: number,
): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  refuseVanishing(option, text);
  const number = Number(text);
  if (text.trim() !== '' && number >= least && number <= most) return number;
  throw new UsageError(
    `--${option} is ${printable(text)}`,
    `use a number from ${least} to ${most}`,
  );
}

/** A positive number, or undefined when it was not given. */
export function positiveNumber(given: Arguments, option: string): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  refuseVanishing(option, text);
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new UsageError(`--${option} is ${printable(text)}`, 'use a number above 0, such as 1e-5');
}

function refuseVanishing(option: string, text: string): void {
  if (!vanishes(text)) return;
  const message = `--${option} is ${printable(text)}: not 0, but too small for a double`;
  throw new UsageError(message, INSTEAD_OF_VANISHING);
}
