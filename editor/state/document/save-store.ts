/** Whether what the user made is safe: the state of autosave. */
import { createStore } from 'zustand/vanilla';

/** A saved graph that was not opened, since the last start with it did not finish. */
export interface HeldBack {
  readonly name: string;
  readonly text: string;
}

/** State of the save store. */
export interface SaveState {
  readonly status: 'starting' | 'changed' | 'saved' | 'failed';
  /** Why saving failed, in the browser's words. */
  readonly reason: string;
  /** The document began as a copy of one that another tab has open. */
  readonly secondTab: boolean;
  /** Waits for a decision. */
  readonly heldBack: HeldBack | null;
}

/** The one state. */
export const saveStore = createStore<SaveState>(() => ({
  status: 'starting',
  reason: '',
  secondTab: false,
  heldBack: null,
}));
