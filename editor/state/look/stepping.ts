/** Commands on how the document is looked at: modes, stepping, playing. They change no document. */
import type { NodeId } from '../../../graph-core/graph/document.ts';
import { runStore } from '../results/run-store.ts';
import { stepsDone } from '../results/selectors.ts';
import { type Mode, viewStore } from './view-store.ts';

/** Time between two steps while playing, in ms. */
const PLAY_INTERVAL = 900;

let timer: ReturnType<typeof setInterval> | undefined;

/** Switches between building, stepping and training; stepping begins before the first step. */
export function setMode(mode: Mode): void {
  const view = viewStore.getState();
  if (view.mode === mode) return;
  pause();
  viewStore.setState({
    mode,
    step: mode === 'step' && view.step === Number.POSITIVE_INFINITY ? 0 : view.step,
  });
}

/** Shows the trace after so many steps. */
export function goToStep(step: number): void {
  const { snapshot } = runStore.getState();
  viewStore.setState({ mode: 'step', step: Math.max(0, Math.min(step, snapshot.steps.length)) });
}

function moveBy(steps: number): void {
  const view = viewStore.getState();
  const done = view.mode === 'step' ? stepsDone(view, runStore.getState().snapshot) : 0;
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
  if (viewStore.getState().playing) {
    pause();
    return;
  }
  const { snapshot } = runStore.getState();
  const view = viewStore.getState();
  if (view.mode !== 'step' || stepsDone(view, snapshot) >= snapshot.steps.length) goToStep(0);
  viewStore.setState({ playing: true });
  timer = setInterval(() => {
    const { steps } = runStore.getState().snapshot;
    if (viewStore.getState().step >= steps.length) pause();
    else moveBy(1);
  }, PLAY_INTERVAL);
}

/** Stops playing. */
export function pause(): void {
  clearInterval(timer);
  if (viewStore.getState().playing) viewStore.setState({ playing: false });
}

/** Selects one node and nothing else. */
export function selectNode(node: NodeId): void {
  viewStore.getState().select({ nodes: [node], edges: [] });
}
