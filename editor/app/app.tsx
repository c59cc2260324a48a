/** Where the parts of the editor meet. */
import './app.css';
import '../panels/dialogs/dialogs.css';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Canvas } from '../canvas/canvas.tsx';
import { keepCompositions } from '../commands/composition.ts';
import { SAVE_FILE } from '../commands/file-commands.ts';
import { COMMANDS } from '../commands/registry.ts';
import { runByKey } from '../commands/run-by-key.ts';
import { CommandButton } from '../controls/command-button.tsx';
import { CommandSearch } from '../panels/dialogs/command-search.tsx';
import { Connect } from '../panels/dialogs/connect.tsx';
import { Gallery } from '../panels/dialogs/gallery.tsx';
import { Notices } from '../panels/dialogs/notices.tsx';
import { OpenProblems } from '../panels/dialogs/open-problems.tsx';
import { SafeStart } from '../panels/dialogs/safe-start.tsx';
import { Shortcuts } from '../panels/dialogs/shortcuts.tsx';
import { Inspector } from '../panels/inspector/inspector.tsx';
import { Palette } from '../panels/palette/palette.tsx';
import { TopBar } from '../panels/top-bar/top-bar.tsx';
import { pasteByBrowser } from '../persist/clipboard.ts';
import { downloadText } from '../persist/files.ts';
import { rememberPreferences } from '../persist/preferences.ts';
import { startComputation } from '../run/computation.ts';
import { findDataFileLater } from '../run/data-files/load-data-files.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { notify } from '../state/look/notices.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { Boundary } from '../widgets/boundary.tsx';
import { LostText } from '../widgets/typed-text.ts';
import { DropTarget } from './drop.tsx';
import { loadExamples } from './examples.ts';
import {
  CompiledPanel,
  fetchAhead,
  StepPanel,
  Timeline,
  TrainingBar,
  TrainingPanel,
} from './parts.tsx';
import { loadRecent, openHeldBack, useAutosave } from './session.ts';

export function App() {
  return (
    <LostText value={sayLost}>
      <Page />
    </LostText>
  );
}

/** Says that what was typed went with its field. */
function sayLost(text: string, fault: string): void {
  notify('refused', `“${text}” was not taken`, fault);
}

function Page() {
  const mode = useStore(modeStore, (state) => state.mode);
  const compiled = useStore(dialogStore, (state) => state.compiledOpen);
  const dialog = useStore(dialogStore, (state) => state.dialog);
  useEffect(() => startComputation({ findFile: findDataFileLater }), []);
  useAutosave();
  useTheme();
  useEffect(rememberPreferences, []);
  useEffect(fetchAhead, []);
  useEffect(() => keepCompositions(window), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      runByKey(event, COMMANDS);
      // A shortcut is about the graph: the button that had the focus before is not to shine in the picture.
      document.documentElement.toggleAttribute('data-shortcut', event.defaultPrevented);
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('paste', pasteByBrowser);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('paste', pasteByBrowser);
    };
  }, []);
  return (
    <div className={`app mode-${mode}`}>
      <Boundary what="The top bar">
        <TopBar />
      </Boundary>
      {mode === 'build' && (
        <Boundary what="The palette">
          <Palette />
        </Boundary>
      )}
      <main className="app-canvas" aria-label="Graph">
        <Boundary what="The canvas" actions={<Download />}>
          <Canvas />
        </Boundary>
        <p className="app-legend" aria-hidden="true">
          <span className="legend-value">▸ value</span> above the wire{' '}
          <span className="legend-gradient">◂ gradient</span> below it
          {mode === 'train' && ', of the rows in the graph'}
        </p>
        <Notices />
      </main>
      {mode === 'build' && (
        <Boundary what="The inspector">
          <Inspector />
        </Boundary>
      )}
      {mode === 'step' && <StepPanel />}
      {mode === 'train' && <TrainingPanel />}
      <div className="app-bottom">
        {mode === 'train' && compiled && <CompiledPanel />}
        {mode === 'step' && <Timeline />}
        {mode === 'train' && <TrainingBar />}
      </div>
      <Gallery open={dialog === 'gallery'} load={loadExamples} loadRecent={loadRecent} />
      <CommandSearch open={dialog === 'commands'} />
      <Shortcuts open={dialog === 'shortcuts'} />
      <Connect open={dialog === 'connect'} />
      <OpenProblems />
      <DropTarget />
      <SafeStart onOpen={openHeldBack} onSave={({ name, text }) => downloadText(name, text)} />
    </div>
  );
}

/** The way to keep the graph when a part of the page cannot be shown. */
export function Download() {
  return <CommandButton command={SAVE_FILE}>Save the graph as a file</CommandButton>;
}

/** Puts the chosen theme on the page; the style sheet does the rest. */
function useTheme(): void {
  const theme = useStore(preferenceStore, (state) => state.theme);
  useEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', theme);
  }, [theme]);
}
