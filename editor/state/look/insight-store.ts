/** What the panel beside the canvas tells while stepping: the step, the whole gradient, a number that is moved, a check. */
import { createStore } from 'zustand/vanilla';

/** What is told. */
export type InsightView = 'step' | 'chain' | 'lens' | 'check' | 'forward';

/** State of the insight store. */
export interface InsightState {
  readonly view: InsightView;
}

/** The one panel. */
export const insightStore = createStore<InsightState>(() => ({ view: 'step' }));

/** Tells something else. */
export function showInsight(view: InsightView): void {
  insightStore.setState({ view });
}
