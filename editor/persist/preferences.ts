/** What the user likes (theme, shapes on wires, arithmetic), kept in this browser. */
import { type Theme, viewStore } from '../state/look/view-store.ts';

const KEY = 'gradwire-preferences';

interface Preferences {
  readonly theme: Theme;
  readonly showShapes: boolean;
  readonly fusedArithmetic: boolean;
}

/** Brings the preferences back and keeps every change of them. Gives the way to stop. */
export function rememberPreferences(): () => void {
  viewStore.setState(readPreferences());
  return viewStore.subscribe(({ theme, showShapes, fusedArithmetic }, before) => {
    if (
      theme === before.theme &&
      showShapes === before.showShapes &&
      fusedArithmetic === before.fusedArithmetic
    ) {
      return;
    }
    try {
      const kept: Preferences = { theme, showShapes, fusedArithmetic };
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A browser without storage forgets preferences; the document says by itself that it is not saved.
    }
  });
}

/** The stored preferences as far as they make sense. */
export function readPreferences(): Partial<Preferences> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return {};
    const { theme, showShapes, fusedArithmetic } = stored as Record<string, unknown>;
    return {
      ...(theme === 'light' || theme === 'dark' || theme === 'system' ? { theme } : {}),
      ...(typeof showShapes === 'boolean' ? { showShapes } : {}),
      ...(typeof fusedArithmetic === 'boolean' ? { fusedArithmetic } : {}),
    };
  } catch {
    return {};
  }
}
