import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeLens, leaveLens, lensStore, pinLens, pointLens, stayLens } from './lens-store.ts';

const wire = { kind: 'wire', wire: 'e1' } as const;
const node = { kind: 'node', node: 'W' } as const;

beforeEach(() => {
  vi.useFakeTimers();
  closeLens();
});
afterEach(() => vi.useRealTimers());

test('a pointer that only passes opens nothing', () => {
  pointLens(wire);
  vi.advanceTimersByTime(100);
  leaveLens();
  vi.advanceTimersByTime(1000);
  expect(lensStore.getState().target).toBeNull();
});

test('the lens stays while the pointer goes over to it', () => {
  pointLens(wire);
  vi.advanceTimersByTime(300);
  expect(lensStore.getState()).toEqual({ target: wire, isPinned: false });
  leaveLens();
  vi.advanceTimersByTime(100);
  stayLens();
  vi.advanceTimersByTime(1000);
  expect(lensStore.getState().target).toEqual(wire);
  leaveLens();
  vi.advanceTimersByTime(1000);
  expect(lensStore.getState().target).toBeNull();
});

test('a pinned lens stays until it is let go, whatever is pointed at', () => {
  pinLens(node);
  pointLens(wire);
  vi.advanceTimersByTime(1000);
  leaveLens();
  vi.advanceTimersByTime(1000);
  expect(lensStore.getState()).toEqual({ target: node, isPinned: true });
  closeLens();
  expect(lensStore.getState()).toEqual({ target: null, isPinned: false });
});
