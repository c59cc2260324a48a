/** Modes, stepping and playing: how the document is looked at. Nothing here changes a document. */
import { runStore } from '../results/run-store.ts';
import { stepsDone } from '../results/selectors.ts';
import { type Mode, modeStore } from './mode-store.ts';

/** Time between two steps while playing, in ms. */
const PLAY_INTERVAL = 900;

let timer: ReturnType<typeof setInterval> | undefined;

/** Switches between building, stepping and training; stepping begins before the first step. */
export function setMode(mode: Mode): void {
  const shown = modeStore.getState();
  if (shown.mode === mode) return;
  pause();
  modeStore.setState({
    mode,
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
  const done = shown.mode === 'step' ? stepsDone(shown, runStore.getState().snapshot) : 0;
  goToStep(done + steps);
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

/** Before the first step. */
export function stepToStart(): void {
  pause();
  goToStep(0);
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
  if (shown.mode !== 'step' || stepsDone(shown, snapshot) >= snapshot.steps.length) goToStep(0);
  modeStore.setState({ playing: true });
  timer = setInterval(() => {
    const { steps } = runStore.getState().snapshot;
    if (modeStore.getState().step >= steps.length) pause();
    else moveBy(1);
  }, PLAY_INTERVAL);
}

/** Stops playing. */
export function pause(): void {
  clearInterval(timer);
  if (modeStore.getState().playing) modeStore.setState({ playing: false });
}
