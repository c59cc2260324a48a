/** Counts lines of a kind and remembers the first few, to be named. */
import type { CountedLines } from '../table.ts';

/** Lines remembered. */
const REMEMBERED = 5;

/** A count with its first lines. */
export class LineTally implements CountedLines {
  count = 0;
  readonly lines: number[] = [];

  /** Counts a line; gives how many there are now. */
  add(line: number): number {
    if (this.lines.length < REMEMBERED) this.lines.push(line);
    return ++this.count;
  }

  /** All kinds as one, first lines in order. */
  with(...others: readonly CountedLines[]): CountedLines {
    const all = [this, ...others];
    const lines = all.flatMap((tally) => tally.lines).sort((a, b) => a - b);
    const count = all.reduce((sum, tally) => sum + tally.count, 0);
    return { count, lines: lines.slice(0, REMEMBERED) };
  }
}

/** `lines 3, 7 and 12`, `lines 3, 7 …`; without the first `skip`. */
export function linesOf({ count, lines }: CountedLines, skip = 0): string {
  const named = lines.slice(skip);
  const noun = count - skip === 1 ? 'line' : 'lines';
  if (named.length < count - skip) return `${noun} ${named.join(', ')} …`;
  const last = named.pop();
  return named.length === 0 ? `${noun} ${last}` : `${noun} ${named.join(', ')} and ${last}`;
}
