/** Collects problems, at most as many as anyone reads. */

import { MAX_PROBLEMS } from '../../graph/limits.ts';
import type { Problem } from '../../graph/problem.ts';
import { formatPath, type Place } from './file-place.ts';

/** Text, or how to find it. */
export type Words = string | (() => string);

const wordsOf = (words: Words): string => (typeof words === 'string' ? words : words());

/** The problems of one file. */
export class ProblemList {
  private readonly kept: Problem[] = [];
  private count = 0;

  /** Keeps `problem`, or only counts it when there are enough. */
  push(problem: Problem): void {
    this.count++;
    if (this.kept.length < MAX_PROBLEMS) this.kept.push(problem);
  }

  /** A problem at a place of the file; words that are costly to find are found only when it is kept. */
  at(place: Place | null, code: string, message: Words, hint: Words): void {
    if (this.kept.length >= MAX_PROBLEMS) {
      this.count++;
      return;
    }
    this.push({ code, path: formatPath(place), message: wordsOf(message), hint: wordsOf(hint) });
  }

  /** True when nothing was wrong. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The problems; the last one counts those left out. */
  list(): readonly Problem[] {
    const unsaid = this.count - this.kept.length;
    if (unsaid === 0) return this.kept;
    return [
      ...this.kept,
      { code: 'more-problems', message: `and ${unsaid} more`, hint: 'repair these first' },
    ];
  }
}
