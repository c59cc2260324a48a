/** The run of the training. */
import type { TrainingAction } from '../../graph-core/worker/messages/protocol.ts';
import { askRun } from '../run/computation.ts';
import { TIME_TRAVEL } from '../state/look/load-time-travel.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { runStore } from '../state/results/run-store.ts';
import type { Command } from './command.ts';

/** Asks this of a run that can go on, or that is being set up and will begin with it. */
function ofRun(action: TrainingAction): (() => void) | null {
  const { phase, training } = runStore.getState();
  const comes = phase === 'preparing' || phase === 'ready' || phase === 'playing';
  if (modeStore.getState().mode !== 'train' || !comes) return null;
  return training?.latest.status === 'diverged' ? null : () => askRun(action);
}

/** `act` where the run has left its initial weights. */
function ofTrained(act: () => void): (() => void) | null {
  const { training } = runStore.getState();
  if (modeStore.getState().mode !== 'train' || training === null) return null;
  return training.latest.step > 0 ? act : null;
}

const plays = (): boolean => runStore.getState().phase === 'playing';

/** Trains, or rests. */
export const PLAY_RUN: Command = {
  id: 'train-play',
  group: 'Train',
  label: 'Train or pause',
  keys: ['P'],
  icon: 'play',
  plan: () => ofRun(plays() ? 'pause' : 'play'),
  look: () => (plays() ? { label: 'Pause', icon: 'pause' } : { label: 'Train' }),
};

/** One step of training. */
export const TRAIN_ONE_STEP: Command = {
  id: 'train-one-step',
  group: 'Train',
  label: 'One step of training',
  keys: [']', 'N'],
  icon: 'step-forward',
  plan: () => ofRun({ steps: 1 }),
  look: () => ({ label: 'One step' }),
};

/** As many steps as the bar says. */
export const TRAIN_STEPS: Command = {
  id: 'train-steps',
  group: 'Train',
  label: 'As many steps of training as the bar says',
  keys: [],
  plan: () => ofRun({ steps: modeStore.getState().stepsAtOnce }),
  look: () => ({ label: `${modeStore.getState().stepsAtOnce} steps` }),
};

/** Back to the initial weights. */
export const REWIND_RUN: Command = {
  id: 'rewind',
  group: 'Train',
  label: 'Rewind to the initial weights',
  keys: ['Home'],
  icon: 'skip-back',
  plan: () => ofTrained(() => askRun('rewind')),
};

/** The training step at hand from the inside. */
export const STEP_INSIDE: Command = {
  id: 'step-inside',
  group: 'Train',
  label: 'Step through this step of training',
  keys: ['I'],
  plan: () => {
    const { training } = runStore.getState();
    if (modeStore.getState().mode !== 'train' || training === null) return null;
    return () => void TIME_TRAVEL.use(({ stepInside }) => stepInside(training.latest.step));
  },
};

/** Writes what was learned into the graph. */
export const KEEP_WEIGHTS: Command = {
  id: 'keep-weights',
  group: 'Train',
  label: 'Keep these weights in the graph',
  keys: [],
  plan: () => ofTrained(() => void TIME_TRAVEL.use(({ keepWeights }) => keepWeights())),
};

/** In the order of the help. */
export const TRAIN_COMMANDS: readonly Command[] = [
  PLAY_RUN,
  TRAIN_ONE_STEP,
  TRAIN_STEPS,
  REWIND_RUN,
  STEP_INSIDE,
  KEEP_WEIGHTS,
];
