/** Stepping through the trace. While training their keys are those of the run. */
import { modeStore } from '../state/look/mode-store.ts';
import { selectionStore } from '../state/look/selection-store.ts';
import {
  setMode,
  stepBack,
  stepForward,
  stepToEnd,
  stepToStart,
  togglePlay,
} from '../state/look/stepping.ts';
import { runStore } from '../state/results/run-store.ts';
import { stepsDone } from '../state/results/selectors.ts';
import type { Command } from './command.ts';

/** `act` where it would lead somewhere. Outside of stepping it leads into it; while training it is the run's. */
function withSteps(
  act: () => void,
  leads: (done: number, total: number) => boolean,
): (() => void) | null {
  const shown = modeStore.getState();
  if (shown.mode === 'train') return null;
  const { snapshot } = runStore.getState();
  if (shown.mode === 'build') return act;
  return leads(stepsDone(shown, snapshot), snapshot.steps.length) ? act : null;
}

/** One step on. */
export const STEP_FORWARD: Command = {
  id: 'step-forward',
  group: 'Step',
  label: 'One step forward',
  keys: [']', 'N'],
  icon: 'step-forward',
  plan: () => withSteps(stepForward, (done, total) => done < total),
  look: () => ({ label: 'Step forward' }),
};

/** One step back. */
export const STEP_BACK: Command = {
  id: 'step-back',
  group: 'Step',
  label: 'One step back',
  keys: ['[', 'B'],
  icon: 'step-back',
  plan: () => withSteps(stepBack, (done) => done > 0),
  look: () => ({ label: 'Step back' }),
};

/** Goes on by itself, or stops. */
export const PLAY_STEPS: Command = {
  id: 'play',
  group: 'Step',
  label: 'Play or pause',
  keys: ['P'],
  icon: 'play',
  plan: () => withSteps(togglePlay, (_, total) => total > 0),
  look: () =>
    modeStore.getState().playing ? { label: 'Pause', icon: 'pause' } : { label: 'Play' },
};

/** Before the first step. */
export const FIRST_STEP: Command = {
  id: 'first',
  group: 'Step',
  label: 'To the start',
  keys: ['Home'],
  icon: 'skip-back',
  plan: () => withSteps(stepToStart, (done) => done > 0),
};

/** After the last step. */
export const LAST_STEP: Command = {
  id: 'last',
  group: 'Step',
  label: 'To the last step',
  keys: ['End'],
  icon: 'skip-forward',
  plan: () => withSteps(stepToEnd, (done, total) => done < total),
  look: () => ({ label: 'To the end' }),
};

/** Back to building, with the view as it was; a selection is given up first. */
const STOP_STEPPING: Command = {
  id: 'stop-stepping',
  group: 'Step',
  label: 'Stop stepping',
  keys: ['Escape'],
  plan: () => {
    const { nodes, edges } = selectionStore.getState();
    const isStepping = modeStore.getState().mode === 'step';
    return isStepping && nodes.length + edges.length === 0 ? () => setMode('build') : null;
  },
};

/** In the order of the help. */
export const STEP_COMMANDS: readonly Command[] = [
  STEP_FORWARD,
  STEP_BACK,
  PLAY_STEPS,
  FIRST_STEP,
  LAST_STEP,
  STOP_STEPPING,
];
