/** Which rows a number is of, in the same words in the panel, the bar and the curves. */

import type { DatasetView } from '../../../../graph-core/training/look/learned-pictures.ts';
import type { ScoreResult } from '../../../../graph-core/training/look/score.ts';

const count = (rows: number): string => rows.toLocaleString('en-US');

/** `all 240 rows`, or `1,200 of 5,000 rows` while not all were looked at. */
export function scoredRows({ rows, of }: Pick<ScoreResult, 'rows' | 'of'>): string {
  if (rows < of) return `${count(rows)} of ${count(of)} rows`;
  return of === 1 ? '1 row' : `all ${count(of)} rows`;
}

/** `batch loss, 10 of 240 rows`: what a step makes smaller. */
export function batchLossName({ batch, size }: Pick<DatasetView, 'batch' | 'size'>): string {
  return `batch loss, ${scoredRows({ rows: batch, of: size })}`;
}
