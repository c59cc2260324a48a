/**
 * Threads that help with training: workers that run the same file as this one under another name. They
 * are made when they are first needed, come when they have started, and are kept for the next run.
 */
import { type Enlist, serveLoop, type ThreadWork } from '../../compiler/run/compiled-loop.ts';
import type { Crew } from '../../training/run/compiled-run.ts';

/** The name by which a worker knows that it is to help. */
export const HELPER = 'helper';
/** Threads of one run; more bring little and cost the rest of the page. */
const MOST_THREADS = 8;

/** The crew of this worker; undefined where memory cannot be shared, or there is one processor only. */
export function gatherCrew(create: () => Worker): Crew | undefined {
  const threads = Math.min(MOST_THREADS, navigator.hardwareConcurrency);
  if (!crossOriginIsolated || !(threads > 1)) return undefined;
  const idle: Worker[] = [];
  const enlist: Enlist = (work) => {
    const helper = idle.pop() ?? create();
    helper.onmessage = () => idle.push(helper);
    // One that cannot start is missed by nobody: the run goes on without it.
    helper.onerror = (event) => event.preventDefault();
    helper.postMessage(work);
  };
  return { threads, enlist };
}

/** What a helper does: serve until dismissed, say so, wait for the next run. */
export function help(scope: DedicatedWorkerGlobalScope): void {
  scope.addEventListener('message', ({ data }: MessageEvent<ThreadWork>) => {
    serveLoop(data);
    scope.postMessage('free');
  });
}
