/** Modes, stepping and playing: how the document is looked at. Nothing here changes a document. */
import { runStore } from '../results/run-store.ts';
import { stepsDone } from '../results/selectors.ts';
import { type Mode, modeStore } from './mode-store.ts';
import { preferenceStore } from './preferences.ts';

/** Time between two steps while playing at the plain speed, in ms. */
const PLAY_INTERVAL = 900;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Switches between building, stepping and training; stepping begins before the first step. */
export function setMode(mode: Mode): void {
  const shown = modeStore.getState();
  if (shown.mode === mode) return;
  pause();
  // The iteration of a run in training that is stepped into stays; another look is at the graph's own numbers.
  const isInside = mode === 'step' && shown.mode === 'train';
  modeStore.setState({
    mode,
    iteration: isInside ? shown.iteration : null,
    landing: null,
    step: mode === 'step' && shown.step === Number.POSITIVE_INFINITY ? 0 : shown.step,
  });
}

/** Shows the trace after so many steps. */
export function goToStep(step: number): void {
  const { snapshot } = runStore.getState();
  modeStore.setState({ mode: 'step', step: Math.max(0, Math.min(step, snapshot.steps.length)) });
}

function moveBy(steps: number): void {
  const shown = modeStore.getState();
  const { snapshot } = runStore.getState();
  const done = shown.mode === 'step' ? stepsDone(shown, snapshot) : 0;
  const next = done + steps;
  const inside = snapshot.iteration;
  if (shown.mode === 'step' && inside !== null) {
    if (next > snapshot.steps.length) {
      goToIteration(inside.iteration + 1, 0);
      return;
    }
    if (next < 0 && inside.iteration > 0) {
      goToIteration(inside.iteration - 1, Number.POSITIVE_INFINITY);
      return;
    }
  }
  goToStep(next);
}

/** Shows the step of training after so many updates: `step` of its trace are done. */
export function goToIteration(iteration: number, step: number): void {
  const wanted = Math.max(0, iteration);
  if (runStore.getState().snapshot.iteration?.iteration === wanted) {
    modeStore.setState({ mode: 'step', iteration: wanted, landing: null });
    goToStep(step);
  } else modeStore.setState({ mode: 'step', iteration: wanted, landing: step });
}

/** One step on. */
export function stepForward(): void {
  pause();
  moveBy(1);
}

/** One step back. */
export function stepBack(): void {
  pause();
  moveBy(-1);
}

/** Before the first step; from there, before the first step of training. */
export function stepToStart(): void {
  pause();
  const inside = runStore.getState().snapshot.iteration;
  if (inside !== null && inside.iteration > 0 && modeStore.getState().step === 0) {
    goToIteration(0, 0);
  } else goToStep(0);
}

/** After the last step. */
export function stepToEnd(): void {
  pause();
  goToStep(runStore.getState().snapshot.steps.length);
}

/** Goes on by itself, from the start when it is at the end; or stops doing so. */
export function togglePlay(): void {
  if (modeStore.getState().playing) {
    pause();
    return;
  }
  const { snapshot } = runStore.getState();
  const shown = modeStore.getState();
  const isAtEnd = stepsDone(shown, snapshot) >= snapshot.steps.length;
  if (shown.mode !== 'step' || (isAtEnd && snapshot.iteration === null)) goToStep(0);
  modeStore.setState({ playing: true });
  beat();
}

/** Does the next step after one beat, and so on: through the update into the next step of training. */
function beat(): void {
  const { stepSpeed } = preferenceStore.getState();
  timer = setTimeout(() => {
    const { steps, iteration } = runStore.getState().snapshot;
    const { step, landing } = modeStore.getState();
    if (iteration === null && step >= steps.length) {
      pause();
      return;
    }
    // The numbers of the next iteration may still be on their way.
    if (landing === null) moveBy(1);
    beat();
  }, PLAY_INTERVAL / stepSpeed);
}

/** Stops playing. */
export function pause(): void {
  clearTimeout(timer);
  if (modeStore.getState().playing) modeStore.setState({ playing: false });
}
