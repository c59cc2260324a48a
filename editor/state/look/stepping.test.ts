import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyDocument } from '../../../graph-core/graph/document.ts';
import { openDocument } from '../document/document-store.ts';
import { runStore } from '../results/run-store.ts';
import { modeStore } from './mode-store.ts';
import { select, selectionStore, selectNode } from './selection-store.ts';
import {
  goToStep,
  pause,
  setMode,
  stepBack,
  stepForward,
  stepToEnd,
  stepToStart,
  togglePlay,
} from './stepping.ts';

/** Time between two steps while playing, in ms. */
const INTERVAL = 900;

function traceOf(length: number): void {
  const { snapshot } = runStore.getState();
  const steps = Array.from({ length }, (_, i) => ({
    phase: 'forward' as const,
    kind: 'node' as const,
    node: `n${i}`,
  }));
  runStore.setState({ snapshot: { ...snapshot, steps } });
}

beforeEach(() => {
  vi.useFakeTimers();
  modeStore.setState(modeStore.getInitialState());
  traceOf(5);
});
afterEach(() => {
  pause();
  vi.useRealTimers();
});

const shown = () => {
  const { mode, step, playing } = modeStore.getState();
  return [mode, step, playing];
};

test('stepping begins before the first step and comes back to where it was', () => {
  setMode('step');
  expect(shown()).toEqual(['step', 0, false]);
  goToStep(3);
  setMode('build');
  setMode('step');
  expect(shown()).toEqual(['step', 3, false]);
});

test('steps go forward and back and stay within the trace', () => {
  stepForward();
  expect(shown()).toEqual(['step', 1, false]);
  stepBack();
  stepBack();
  expect(shown()).toEqual(['step', 0, false]);
  stepToEnd();
  stepForward();
  expect(shown()).toEqual(['step', 5, false]);
  stepToStart();
  expect(shown()).toEqual(['step', 0, false]);
});

test('a trace that became shorter is stepped back from its end', () => {
  goToStep(5);
  traceOf(2);
  stepBack();
  expect(shown()).toEqual(['step', 1, false]);
});

test('playing does a step at a time and stops at the end', () => {
  togglePlay();
  expect(shown()).toEqual(['step', 0, true]);
  vi.advanceTimersByTime(2 * INTERVAL);
  expect(shown()).toEqual(['step', 2, true]);
  vi.advanceTimersByTime(10 * INTERVAL);
  expect(shown()).toEqual(['step', 5, false]);
  expect(vi.getTimerCount()).toBe(0);
});

test('playing again at the end begins anew, in the middle it goes on', () => {
  goToStep(5);
  togglePlay();
  expect(shown()).toEqual(['step', 0, true]);
  vi.advanceTimersByTime(INTERVAL);
  togglePlay();
  expect(shown()).toEqual(['step', 1, false]);
  togglePlay();
  vi.advanceTimersByTime(INTERVAL);
  expect(shown()).toEqual(['step', 2, true]);
});

test.each<[string, () => void]>([
  ['a step', stepForward],
  ['another mode', () => setMode('build')],
  ['a pause', pause],
])('%s stops playing', (_, act) => {
  togglePlay();
  act();
  expect(modeStore.getState().playing).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('another document does not go on playing', () => {
  togglePlay();
  openDocument(emptyDocument());
  vi.advanceTimersByTime(3 * INTERVAL);
  expect(shown()).toEqual(['build', Number.POSITIVE_INFINITY, false]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a trace that vanishes while playing stops it', () => {
  togglePlay();
  vi.advanceTimersByTime(INTERVAL);
  traceOf(0);
  vi.advanceTimersByTime(INTERVAL);
  expect(modeStore.getState().playing).toBe(false);
});

test('one node is selected and nothing else', () => {
  select({ nodes: ['a'], edges: ['e1'] });
  selectNode('b');
  expect(selectionStore.getState()).toEqual({ nodes: ['b'], edges: [] });
});
