/** What a test needs that was not refused. */
import { isRefused, type Problem, type Refused } from '../graph/problem.ts';

/** The value; a test that gets none fails with the reasons. */
export function granted<T>(made: T | Refused): T {
  if (isRefused(made)) throw new Error(`refused: ${JSON.stringify(made.refused)}`);
  return made;
}

/** The reasons; a test that gets a value instead fails. */
export function reasons(made: unknown): readonly Problem[] {
  if (!isRefused(made)) throw new Error('internal: it was not refused');
  return made.refused;
}
