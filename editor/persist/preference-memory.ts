/** What the user likes (theme, shapes on wires, arithmetic), kept in this browser. */
import { type Preferences, preferenceStore } from '../state/look/preferences.ts';

/** What is on or off. */
const SWITCHES: readonly (keyof Preferences)[] = [
  ...(['showShapes', 'fusedArithmetic', 'unitPictures', 'logLoss', 'logSteps'] as const),
];

const KEY = 'gradwire-preferences';

/** Brings the preferences back and keeps every change of them. Gives the way to stop. */
export function rememberPreferences(): () => void {
  preferenceStore.setState(readPreferences());
  return preferenceStore.subscribe((preferences) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences));
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
    const { theme, trainingSpeed, stepSpeed, ...switches } = stored as Record<string, unknown>;
    return {
      ...(theme === 'light' || theme === 'dark' || theme === 'system' ? { theme } : {}),
      ...(isSpeed(trainingSpeed) ? { trainingSpeed } : {}),
      ...(Number.isFinite(stepSpeed) && Number(stepSpeed) > 0
        ? { stepSpeed: Number(stepSpeed) }
        : {}),
      ...Object.fromEntries(
        SWITCHES.flatMap((name) =>
          typeof switches[name] === 'boolean' ? [[name, switches[name]]] : [],
        ),
      ),
    };
  } catch {
    return {};
  }
}

const isSpeed = (stored: unknown): stored is Preferences['trainingSpeed'] =>
  stored === 'full' || stored === 'fitting' || (Number.isFinite(stored) && Number(stored) > 0);
