/** Names for copies: two nodes that came from one are told apart by a number. */
import { MAX_NAME_LENGTH } from './ids.ts';

/** A number that counts: a short one, not beginning with zero. */
const COUNT = /(?<!\d)[1-9]\d{0,5}$/;

/** Hands out names that no node has: the copy of `W` is `W2`, that of `x1` the next free `x2`. */
export class FreshNames {
  private readonly taken: Set<string>;
  private readonly next = new Map<string, number>();

  /** `taken` are the names in use. */
  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  /** The wanted name when it is free; otherwise with the next number that is. */
  wanted(name: string): string {
    if (!this.taken.has(name)) {
      this.taken.add(name);
      return name;
    }
    const count = COUNT.exec(name)?.[0];
    const whole = count === undefined ? name : name.slice(0, -count.length);
    // A number beside another digit would be read with it.
    const stem = /\d$/.test(whole) ? `${whole}_` : whole;
    let number = Math.max(this.next.get(stem) ?? 2, count === undefined ? 2 : Number(count) + 1);
    let fresh = numbered(stem, number);
    while (this.taken.has(fresh)) fresh = numbered(stem, ++number);
    this.next.set(stem, number + 1);
    this.taken.add(fresh);
    return fresh;
  }
}

/** The stem, cut where the name would be too long, and the number. */
function numbered(stem: string, number: number): string {
  const room = MAX_NAME_LENGTH - String(number).length;
  // By characters: half of one is no text.
  let cut = stem;
  while (cut.length > room) cut = [...cut].slice(0, -1).join('');
  return `${cut}${number}`;
}
