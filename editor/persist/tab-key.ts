/** Which record a tab writes to, so that no two tabs write over each other. */
import { saveStore } from '../state/save-store.ts';

/** The record of the tab that is alone. */
export const FIRST_TAB = 'document';

/**
 * The key this tab writes to. The first tab holds a lock on the common one for as long as it lives; a
 * further tab keeps to a record of its own, which its session remembers. A copy of such a tab has the
 * same session, so that record is locked too.
 */
export async function ownKey(): Promise<string> {
  if (await held(FIRST_TAB)) return FIRST_TAB;
  saveStore.setState({ secondTab: true });
  const known = sessionStorage.getItem('gradwire-tab');
  if (known !== null && (await held(known))) return known;
  const key = `tab-${crypto.randomUUID()}`;
  await held(key);
  sessionStorage.setItem('gradwire-tab', key);
  return key;
}

/** Takes the lock on a record until the tab closes; false when another tab has it. */
async function held(key: string): Promise<boolean> {
  const { locks } = navigator;
  if (locks === undefined) return true;
  return new Promise((resolve) => {
    locks
      .request(`gradwire-${key}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>(() => {});
      })
      .catch(() => resolve(true));
  });
}
