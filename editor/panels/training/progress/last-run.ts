/** The run to show: while another one is set up, the one before, so that nothing jumps. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { documentStore } from '../../../state/document/document-store.ts';
import { runStore, type ShownRun } from '../../../state/results/run-store.ts';

/** Null until the first run of a document is there, and where none is to come. */
export function useLastRun(): ShownRun | null {
  const run = useStore(runStore, (state) => state.training);
  const comes = useStore(runStore, (state) => state.phase === 'preparing');
  const opened = useStore(documentStore, (state) => state.opened);
  const last = useRef<{ readonly run: ShownRun; readonly opened: number } | null>(null);
  if (run !== null) last.current = { run, opened };
  else if (!comes || last.current?.opened !== opened) last.current = null;
  return last.current?.run ?? null;
}
