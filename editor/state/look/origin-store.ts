/** Which number is asked where it comes from; the answer is found by who shows it. */
import { createStore } from 'zustand/vanilla';
import type { Place } from '../../../graph-core/diagnose/whole-run.ts';

/** The number. */
export interface AskedNumber {
  readonly place: Place;
  /** Absent: the first that is no number, else the first gradient of 0. */
  readonly element?: number;
}

/** State of the question. */
export interface OriginState {
  readonly asked: AskedNumber | null;
}

/** The one question. */
export const originStore = createStore<OriginState>(() => ({ asked: null }));

/** Asks where a number comes from. */
export function askOrigin(place: Place, element?: number): void {
  originStore.setState({ asked: element === undefined ? { place } : { place, element } });
}

/** Nothing is asked any more. */
export function closeOrigin(): void {
  if (originStore.getState().asked !== null) originStore.setState({ asked: null });
}
