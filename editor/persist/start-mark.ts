/**
 * Notices a start that did not finish: a mark is set before a saved document is opened and taken away once the
 * page works, or when it is left in an orderly way. A page that hangs or is killed leaves it behind.
 */

import { runStore } from '../state/results/run-store.ts';

/** Time after the first numbers in which they are drawn, in ms. */
const DRAWN_AFTER = 300;

/** Time after which a page that still runs has started, numbers or not, in ms. */
const STARTED_AFTER = 10_000;

const itemOf = (record: string): string => `gradwire-starting-${record}`;

/** True when the last start with this record did not finish. */
export function startFailed(record: string): boolean {
  try {
    return localStorage.getItem(itemOf(record)) !== null;
  } catch {
    return false;
  }
}

/** Takes the mark away. */
export function startEnded(record: string): void {
  localStorage.removeItem(itemOf(record));
}

/** Marks a start with this record until the page has worked for a while. */
export function markStart(record: string): void {
  try {
    localStorage.setItem(itemOf(record), '1');
  } catch {
    return;
  }
  const finished = (): void => {
    clearTimeout(timer);
    stop();
    window.removeEventListener('pagehide', finished);
    startEnded(record);
  };
  let timer = setTimeout(finished, STARTED_AFTER);
  const stop = runStore.subscribe(({ snapshot }) => {
    if (snapshot.version < 0) return;
    stop();
    clearTimeout(timer);
    timer = setTimeout(finished, DRAWN_AFTER);
  });
  window.addEventListener('pagehide', finished);
}
