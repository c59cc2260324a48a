// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { progressStore, rememberPage } from '../state/look/lesson-progress.ts';
import { rememberProgress } from './progress-memory.ts';

const KEY = 'gradwire-lessons';

afterEach(() => {
  localStorage.clear();
  progressStore.setState({ lessons: {} });
});

test('what was read comes back, and what makes no sense does not', () => {
  localStorage.setItem(
    KEY,
    JSON.stringify({ 'f = x y': { read: 3, done: true }, x: { read: 'all' }, y: null, z: 4 }),
  );
  const stop = rememberProgress();
  expect(progressStore.getState().lessons).toEqual({ 'f = x y': { read: 3, done: true } });
  stop();
});

test('a page that is read is kept, and what was done stays done', () => {
  const stop = rememberProgress();
  rememberPage('a', 0, false);
  rememberPage('a', 4, true);
  rememberPage('a', 2, false);
  expect(JSON.parse(localStorage.getItem(KEY) ?? '')).toEqual({ a: { read: 5, done: true } });
  stop();
});

test('a storage with nonsense begins anew', () => {
  localStorage.setItem(KEY, '{');
  const stop = rememberProgress();
  expect(progressStore.getState().lessons).toEqual({});
  stop();
});
