/** Whether what the user made is safe: the state of autosave. */
import { createStore } from 'zustand/vanilla';

/** State of the save store. */
export interface SaveState {
  readonly status: 'starting' | 'changed' | 'saved' | 'failed';
  /** Why saving failed, in the browser's words. */
  readonly reason: string;
  /** The document began as a copy of one that another tab has open. */
  readonly secondTab: boolean;
}

/** The one state. */
export const saveStore = createStore<SaveState>(() => ({
  status: 'starting',
  reason: '',
  secondTab: false,
}));
