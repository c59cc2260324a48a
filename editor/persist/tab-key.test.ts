// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveStore } from '../state/save-store.ts';
import { FIRST_TAB, ownKey } from './tab-key.ts';

type Granted = (lock: object | null) => Promise<void> | undefined;

/** Locks that all tabs of a test share, as those of a browser do; none is ever let go. */
const taken = new Set<string>();
const locks = {
  async request(name: string, _: object, granted: Granted): Promise<void> {
    if (taken.has(name)) return granted(null);
    taken.add(name);
    return granted({});
  },
};

function withLocks(value: unknown): void {
  Object.defineProperty(navigator, 'locks', { value, configurable: true });
}

beforeEach(() => {
  taken.clear();
  sessionStorage.clear();
  saveStore.setState(saveStore.getInitialState());
  withLocks(locks);
});
afterEach(() => withLocks(undefined));

test('the first tab has the common record', async () => {
  expect(await ownKey()).toBe(FIRST_TAB);
  expect(saveStore.getState().secondTab).toBe(false);
});

test('a further tab has a record of its own and says so', async () => {
  await ownKey();
  const second = await ownKey();
  expect(second).toMatch(/^tab-/);
  expect(saveStore.getState().secondTab).toBe(true);
});

test('a further tab that is loaded again keeps its record', async () => {
  await ownKey();
  const second = await ownKey();
  taken.delete(`gradwire-${second}`);
  expect(await ownKey()).toBe(second);
});

test('a copy of a further tab, with its session, has another record', async () => {
  await ownKey();
  const second = await ownKey();
  expect(sessionStorage.getItem('gradwire-tab')).toBe(second);
  const copy = await ownKey();
  expect(copy).toMatch(/^tab-/);
  expect(copy).not.toBe(second);
});

test.each([
  ['no locks', undefined],
  ['locks that fail', { request: () => Promise.reject(new Error('no')) }],
])('with %s every tab has the common record', async (_, value) => {
  withLocks(value);
  expect(await ownKey()).toBe(FIRST_TAB);
});
