/** What the user is doing: the mode and, while stepping, how far the trace is shown. */
import { createStore } from 'zustand/vanilla';

/** What the user is doing. */
export type Mode = 'build' | 'step' | 'train';

/** State of the mode store. */
export interface ModeState {
  readonly mode: Mode;
  /** Steps of the trace that are done; 0 shows nothing, `Infinity` everything. */
  readonly step: number;
  /** Updates made before the step of training that is stepped through; null until one is asked for. */
  readonly iteration: number | null;
  /** Steps of the trace to be shown once the numbers of another iteration are there; null while none is to come. */
  readonly landing: number | null;
  /** Goes on by itself. */
  readonly playing: boolean;
  /** Steps of training that one press does. */
  readonly stepsAtOnce: number;
}

/** How a document is looked at first. */
export const FIRST_MODE: ModeState = {
  mode: 'build',
  step: Number.POSITIVE_INFINITY,
  iteration: null,
  landing: null,
  playing: false,
  stepsAtOnce: 100,
};

/** The one mode. */
export const modeStore = createStore<ModeState>(() => FIRST_MODE);
