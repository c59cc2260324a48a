/** Text from files, made fit for a message: one line, bounded, without control characters. */

/** Longest piece of foreign text in a message, in characters. */
const LONGEST = 60;

/** What acts on a terminal or breaks a line, and joiners outside of words, where nobody sees them. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}|(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/gu;

/**
 * Without control, formatting and line-breaking characters, so that text cannot act on a terminal. Joiners
 * inside a word are part of its spelling (क्‍ष) and stay.
 */
export function printable(text: string, longest = LONGEST): string {
  const clean = text.slice(0, 4 * longest).replace(UNSEEN, '');
  if (clean.length <= longest) return clean;
  return `${clean.slice(0, longest - 1).replace(/[\p{Cs}\u200c\u200d]$/u, '')}…`;
}

/** A value as it stands in the file, shortened; words for what is too big to repeat. */
export function printedValue(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value, 40)}"`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}
