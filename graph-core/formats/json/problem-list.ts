/** Collects problems, at most as many as anyone reads. */
import type { Problem } from '../../graph/problem.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { formatPath, type Place } from './place.ts';

/** The problems of one file. */
export class ProblemList {
  private readonly kept: Problem[] = [];
  private count = 0;

  /** Keeps `problem`, or only counts it when there are enough. */
  push(problem: Problem): void {
    this.count++;
    if (this.kept.length < MAX_PROBLEMS) this.kept.push(problem);
  }

  /** A problem at a place of the file; a hint that is costly to find is found only when it is kept. */
  at(place: Place | null, code: string, message: string, hint: string | (() => string)): void {
    if (this.kept.length >= MAX_PROBLEMS) {
      this.count++;
      return;
    }
    const found = typeof hint === 'string' ? hint : hint();
    this.push({ code, path: formatPath(place), message, hint: found });
  }

  /** True when nothing was wrong. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The problems; the last one counts those left out. */
  list(): readonly Problem[] {
    const left = this.count - this.kept.length;
    if (left === 0) return this.kept;
    return [
      ...this.kept,
      { code: 'more-problems', message: `and ${left} more`, hint: 'repair these first' },
    ];
  }
}
