/** Decimal numerals, wherever they are typed or read. */

/** True for one that is not 0 and yet below every double: it would be read as 0 without a word. */
export function vanishes(numeral: string): boolean {
  return Number(numeral) === 0 && /[1-9]/.test(numeral.split(/e/i)[0]);
}

/** What to write instead. */
export const INSTEAD_OF_VANISHING = 'use 0, or a number above 4.9e-324';
