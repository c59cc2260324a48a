/**
 * The last change of a page that goes away: the storage may not answer any more, but the session of the tab
 * takes a text at once. A reload finds it there.
 */

/** A document as the page left it. */
export interface PartingCopy {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const KEY = 'gradwire-parting';

/** Leaves a copy for the page that follows in this tab. */
export function leavePartingCopy(copy: PartingCopy): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(copy));
  } catch {
    // Too large or not allowed: what the storage takes has to do.
  }
}

/** Takes the copy away; null when there is none or it is damaged. */
export function takePartingCopy(): PartingCopy | null {
  try {
    const copy = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    sessionStorage.removeItem(KEY);
    return typeof copy?.text === 'string' && typeof copy.at === 'number' ? copy : null;
  } catch {
    return null;
  }
}
