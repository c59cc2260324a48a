/** Stepping through the trace. While training their keys are those of the run. */
import { documentStore } from '../state/document/document-store.ts';
import { hasBatches } from '../state/look/iteration.ts';
import { TIME_TRAVEL } from '../state/look/load-time-travel.ts';
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
import type * as TimeTravel from '../state/look/time-travel.ts';
import { runStore } from '../state/results/run-store.ts';
import { stepsDone } from '../state/results/selectors.ts';
import type { Command } from './command.ts';

/** Where stepping is: steps done of so many, after so many updates; null without a step of training. */
interface Place {
  readonly done: number;
  readonly total: number;
  readonly iteration: number | null;
}

/** `act` where it would lead somewhere. Outside of stepping it leads into it; while training it is the run's. */
function withSteps(act: () => void, leads: (place: Place) => boolean): (() => void) | null {
  const shown = modeStore.getState();
  if (shown.mode === 'train') return null;
  if (shown.mode === 'build') return act;
  return leads(placeOf()) ? act : null;
}

function placeOf(): Place {
  const { snapshot } = runStore.getState();
  const done = stepsDone(modeStore.getState(), snapshot);
  const iteration = snapshot.iteration?.iteration ?? null;
  return { done, total: snapshot.steps.length, iteration };
}

/** What takes a way through time, once the ways are loaded. */
const travel = (go: (time: typeof TimeTravel) => void) => (): void => {
  void TIME_TRAVEL.use(go);
};

/** `act` while a step of training is stepped through that `is` of the kind. */
function ofIteration(act: () => void, is: (iteration: number) => boolean): (() => void) | null {
  const { iteration } = placeOf();
  if (modeStore.getState().mode !== 'step' || iteration === null) return null;
  return is(iteration) ? act : null;
}

/** One step on. */
export const STEP_FORWARD: Command = {
  id: 'step-forward',
  group: 'Step',
  label: 'One step forward',
  keys: [']', 'N'],
  icon: 'step-forward',
  plan: () =>
    withSteps(stepForward, ({ done, total, iteration }) => done < total || iteration !== null),
  look: () => ({ label: 'Step forward' }),
};

/** One step back. */
export const STEP_BACK: Command = {
  id: 'step-back',
  group: 'Step',
  label: 'One step back',
  keys: ['[', 'B'],
  icon: 'step-back',
  plan: () => withSteps(stepBack, ({ done, iteration }) => done > 0 || Number(iteration) > 0),
  look: () => ({ label: 'Step back' }),
};

/** Goes on by itself, or stops. */
export const PLAY_STEPS: Command = {
  id: 'play',
  group: 'Step',
  label: 'Play or pause',
  keys: ['P'],
  icon: 'play',
  plan: () => withSteps(togglePlay, ({ total }) => total > 0),
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
  plan: () => withSteps(stepToStart, ({ done, iteration }) => done > 0 || Number(iteration) > 0),
};

/** After the last step. */
export const LAST_STEP: Command = {
  id: 'last',
  group: 'Step',
  label: 'To the last step',
  keys: ['End'],
  icon: 'skip-forward',
  plan: () => withSteps(stepToEnd, ({ done, total }) => done < total),
  look: () => ({ label: 'To the end' }),
};

/** The same place in the next step of training. */
export const NEXT_ITERATION: Command = {
  id: 'next-iteration',
  group: 'Step',
  label: 'Next step of training',
  keys: ['Shift+N'],
  icon: 'chevron-right',
  plan: () =>
    ofIteration(
      travel((time) => time.moveIteration(1)),
      () => true,
    ),
};

/** The same place in the step of training before. */
export const PREVIOUS_ITERATION: Command = {
  id: 'previous-iteration',
  group: 'Step',
  label: 'Step of training before',
  keys: ['Shift+B'],
  icon: 'chevron-left',
  plan: () =>
    ofIteration(
      travel((time) => time.moveIteration(-1)),
      (iteration) => iteration > 0,
    ),
};

/** To the first parameter that the optimizer changes. */
const TO_UPDATE: Command = {
  id: 'to-update',
  group: 'Step',
  label: 'To the update',
  keys: ['Shift+U'],
  plan: () =>
    ofIteration(
      travel((time) => time.stepToUpdate()),
      () => true,
    ),
};

/** Steps through training, or through the graph's own numbers, where the two differ. */
export const STEP_THROUGH_TRAINING: Command = {
  id: 'step-through-training',
  group: 'Step',
  label: 'Step through training',
  keys: [],
  plan: () => {
    const { document } = documentStore.getState();
    if (modeStore.getState().mode !== 'step' || !hasBatches(document)) return null;
    return travel((time) => time.stepThroughTraining(placeOf().iteration === null));
  },
  look: () => ({ pressed: placeOf().iteration !== null }),
};

/** Writes the parameters of the step of training that is looked at into the graph. */
export const KEEP_NUMBERS: Command = {
  id: 'keep-numbers',
  group: 'Step',
  label: 'Keep these numbers in the graph',
  keys: [],
  plan: () =>
    ofIteration(
      travel((time) => time.keepIteration()),
      (iteration) => iteration > 0,
    ),
};

/** Shows the selected node or wire at the moment its number is written: the value first, then the gradient. */
const WHEN_WRITTEN: Command = {
  id: 'when-written',
  group: 'Step',
  label: 'Show when this was written',
  keys: ['Shift+W'],
  plan: () => {
    const [node] = selectionStore.getState().nodes;
    const [edge] = selectionStore.getState().edges;
    if (modeStore.getState().mode !== 'step') return null;
    if (edge !== undefined) return travel((time) => time.showWritten({ edge }, 'next'));
    return node === undefined ? null : travel((time) => time.showWritten({ node }, 'next'));
  },
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
  NEXT_ITERATION,
  PREVIOUS_ITERATION,
  TO_UPDATE,
  STEP_THROUGH_TRAINING,
  KEEP_NUMBERS,
  WHEN_WRITTEN,
  STOP_STEPPING,
];
