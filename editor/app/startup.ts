/** What goes on as long as the page is open, started once: no component has to be there for it. */
import { COMMANDS } from '../commands/commands.ts';
import { keepCompositions } from '../commands/composition.ts';
import { runByKey } from '../commands/run-by-key.ts';
import { pasteByBrowser } from '../persist/clipboard.ts';
import { rememberPreferences } from '../persist/preference-memory.ts';
import { startComputation } from '../run/computation.ts';
import { findDataFileLater } from '../run/data-files/load-data-files.ts';
import { followHealth } from '../run/diagnosis-feed.ts';
import { followDocument } from '../state/look/drawing-store.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { fetchAhead } from './fetch-ahead.ts';
import { startSession } from './session.ts';

/** Starts the page's own life: preferences, keys, the computation, the session, what is fetched ahead. */
export function startUp(): void {
  rememberPreferences();
  followTheme();
  keepCompositions(window);
  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('paste', pasteByBrowser);
  followDocument();
  startComputation({ findFile: findDataFileLater });
  followHealth();
  startSession();
  fetchAhead();
}

function onKeyDown(event: KeyboardEvent): void {
  runByKey(event, COMMANDS);
  // A shortcut is about the graph: the button that had the focus before is not to shine in the picture.
  document.documentElement.toggleAttribute('data-shortcut', event.defaultPrevented);
}

/** Puts the chosen theme on the page, now and whenever it changes; the style sheet does the rest. */
function followTheme(): void {
  const show = (): void => {
    const { theme } = preferenceStore.getState();
    if (theme === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', theme);
  };
  show();
  preferenceStore.subscribe(show);
}
