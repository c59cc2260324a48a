/** The bytes that a dialect means. */
import type { TableDialect } from '../../../graph/table-switches.ts';
import type { Punctuation } from './cells/cell-scanner.ts';

/** The byte of each separator; a space stands for runs of blanks. */
export const SEPARATOR_BYTES: Readonly<Record<TableDialect['separator'], number>> = {
  comma: 44,
  semicolon: 59,
  tab: 9,
  pipe: 124,
  blanks: 32,
};

/** The bytes to scan with. */
export function punctuationOf({
  separator,
  decimal,
  quotes,
}: Pick<TableDialect, 'separator' | 'decimal' | 'quotes'>): Punctuation {
  return {
    separator: SEPARATOR_BYTES[separator],
    point: decimal === 'comma' ? 44 : 46,
    backslash: quotes === 'backslash',
  };
}

/** The separator that a byte is, or null. */
export function separatorOf(byte: number): TableDialect['separator'] | null {
  const separator = Object.entries(SEPARATOR_BYTES).find(([, value]) => value === byte);
  return (separator?.[0] as TableDialect['separator'] | undefined) ?? null;
}
