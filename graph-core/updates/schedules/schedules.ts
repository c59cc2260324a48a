/** Every schedule by name. */
import { constant, cosine, exponential, inverse, stepDecay } from './decays.ts';
import type { ScheduleDef } from './schedule.ts';

/** The schedules, by the name that documents use. */
export const SCHEDULES: Readonly<Record<string, ScheduleDef>> = {
  constant,
  step: stepDecay,
  exponential,
  inverse,
  cosine,
};

/** What a document without a schedule is trained by. */
export const DEFAULT_SCHEDULE = 'constant';

/** The schedule called `kind`, or null. */
export function scheduleDef(kind: string): ScheduleDef | null {
  return Object.hasOwn(SCHEDULES, kind) ? SCHEDULES[kind] : null;
}
