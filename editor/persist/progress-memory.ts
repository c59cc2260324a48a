/** Which lessons have been done, kept in this browser. */
import {
  type LessonProgress,
  type Progress,
  progressStore,
} from '../state/look/lesson-progress.ts';

const KEY = 'gradwire-lessons';

/** Lessons remembered at most: a course has some hundred. */
const MOST = 2000;

let stop: (() => void) | null = null;

/** Brings the progress back and keeps every change of it, from the first call on. Gives the way to stop. */
export function rememberProgress(): () => void {
  if (stop !== null) return stop;
  progressStore.setState({ lessons: storedProgress() });
  const unsubscribe = progressStore.subscribe(({ lessons }) => {
    try {
      localStorage.setItem(
        KEY,
        JSON.stringify(Object.fromEntries(Object.entries(lessons).slice(-MOST))),
      );
    } catch {
      // A browser without storage begins anew.
    }
  });
  stop = () => {
    unsubscribe();
    stop = null;
  };
  return stop;
}

/** The stored progress as far as it makes sense. */
export function storedProgress(): Progress {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(isProgress));
  } catch {
    return {};
  }
}

function isProgress(entry: [string, unknown]): entry is [string, LessonProgress] {
  const { read, done } = (entry[1] ?? {}) as Partial<Record<keyof LessonProgress, unknown>>;
  return Number.isSafeInteger(read) && typeof done === 'boolean';
}
