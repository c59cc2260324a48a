/** The step under way, read from the two stores it depends on. */

import { useStore } from 'zustand';
import type { TraceStep } from '../../graph-core/evaluate/trace.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { currentStep } from '../state/results/selectors.ts';

/**
 * What `choose` makes of the current step (null outside of stepping). Subscribes to the steps as well as to
 * the index: another target has other steps at the same index.
 */
export function useAtStep<T>(choose: (step: TraceStep | null) => T): T {
  const snapshot = useStore(runStore, (run) => run.snapshot);
  return useStore(modeStore, (state) => choose(currentStep(state, snapshot)));
}
