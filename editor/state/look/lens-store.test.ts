import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  closeLens,
  leaveLens,
  lensStore,
  lookAtUnit,
  pinLens,
  pointLens,
  stayLens,
  touchLens,
} from './lens-store.ts';

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

test('the lens goes at once to another unit of what it shows, and to what else is pointed at as ever', () => {
  pointLens({ ...wire, unit: 2 });
  vi.advanceTimersByTime(300);
  pointLens({ ...wire, unit: 3 });
  expect(lensStore.getState().target).toEqual({ ...wire, unit: 3 });
  lookAtUnit(0);
  expect(lensStore.getState().target).toEqual({ ...wire, unit: 0 });
  pointLens(node);
  expect(lensStore.getState().target).toEqual({ ...wire, unit: 0 });
  vi.advanceTimersByTime(300);
  expect(lensStore.getState().target).toEqual(node);
});

test('units that are passed change nothing in a pinned lens', () => {
  pinLens({ ...wire, unit: 1 });
  pointLens({ ...wire, unit: 5 });
  vi.advanceTimersByTime(1000);
  expect(lensStore.getState()).toEqual({ target: { ...wire, unit: 1 }, isPinned: true });
});

test('a finger opens the lens at once, without pinning it', () => {
  touchLens(wire);
  expect(lensStore.getState()).toEqual({ target: wire, isPinned: false });
  touchLens(node);
  expect(lensStore.getState()).toEqual({ target: node, isPinned: false });
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
