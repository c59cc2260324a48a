// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_RESULTS, runStore } from '../state/results/run-store.ts';
import { markStart, startFailed } from './start-mark.ts';

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

test('a start that does not come to its end is noticed by the next, for its record alone', () => {
  markStart('tab-1');
  expect([startFailed('tab-1'), startFailed('tab-2')]).toEqual([true, false]);
});

test('a page that works for a while has started', () => {
  markStart('tab-1');
  vi.advanceTimersByTime(9999);
  expect(startFailed('tab-1')).toBe(true);
  vi.advanceTimersByTime(1);
  expect(startFailed('tab-1')).toBe(false);
});

test('a page that shows numbers has started', () => {
  markStart('tab-1');
  runStore.setState({ snapshot: { ...NO_RESULTS, version: 1 } });
  vi.advanceTimersByTime(300);
  expect(startFailed('tab-1')).toBe(false);
});

test('a page that is left before has not failed', () => {
  markStart('tab-1');
  window.dispatchEvent(new Event('pagehide'));
  expect(startFailed('tab-1')).toBe(false);
});
