/** Names of columns: there, not too long and not twice. */
import { MAX_NAME_LENGTH } from '../../../graph/ids.ts';

/** Bytes that `MAX_NAME_LENGTH` characters may have in a text, quotes and blanks included. */
export const NAME_BYTES = 8 * MAX_NAME_LENGTH;

/** `width` different names, made of those that are `given`. */
export function columnNames(given: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  /** The copy to try next, by name: so many equal names take no longer than different ones. */
  const copies = new Map<string, number>();
  return Array.from({ length: width }, (_, j) => {
    const letters = [...(given[j] ?? '').trim().normalize('NFC')].slice(0, MAX_NAME_LENGTH);
    const base = letters.length === 0 ? `column ${j + 1}` : letters.join('');
    let name = base;
    let copy = copies.get(base) ?? 2;
    for (; taken.has(name); copy++) {
      const ending = ` (${copy})`;
      const room = MAX_NAME_LENGTH - ending.length;
      name = (letters.length > room ? letters.slice(0, room).join('') : base) + ending;
    }
    copies.set(base, copy);
    taken.add(name);
    return name;
  });
}
