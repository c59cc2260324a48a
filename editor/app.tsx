/** Where the parts of the editor meet. */
import './app.css';
import './panels/dialogs/dialogs.css';
import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { COMMANDS, commandById } from './app-commands.ts';
import { loadExamples } from './app-examples.ts';
import { loadRecent, useAutosave } from './app-session.ts';
import { Canvas } from './canvas/canvas.tsx';
import { isDataFile } from './data/data-file-names.ts';
import { startEngine } from './engine/engine.ts';
import { CommandSearch } from './panels/dialogs/command-search.tsx';
import { Connect } from './panels/dialogs/connect.tsx';
import { Gallery } from './panels/dialogs/gallery.tsx';
import { Notices } from './panels/dialogs/notices.tsx';
import { OpenProblems } from './panels/dialogs/open-problems.tsx';
import { Shortcuts } from './panels/dialogs/shortcuts.tsx';
import { Inspector } from './panels/inspector/inspector.tsx';
import { Palette } from './panels/palette/palette.tsx';
import { TopBar } from './panels/top-bar/top-bar.tsx';
import { openFile } from './persist/files.ts';
import { rememberPreferences } from './persist/preferences.ts';
import { runByKey } from './state/commands/command.ts';
import { viewStore } from './state/view-store.ts';

const StepPanel = lazy(async () => ({
  default: (await import('./panels/step/step-panel.tsx')).StepPanel,
}));
const Timeline = lazy(async () => ({
  default: (await import('./panels/step/timeline.tsx')).Timeline,
}));
const TrainingPanel = lazy(async () => ({
  default: (await import('./panels/training/training-panel.tsx')).TrainingPanel,
}));
const CompiledPanel = lazy(async () => ({
  default: (await import('./panels/compiled/compiled-panel.tsx')).CompiledPanel,
}));
const TrainingBar = lazy(async () => ({
  default: (await import('./panels/training/training-bar.tsx')).TrainingBar,
}));

export function App() {
  const mode = useStore(viewStore, (view) => view.mode);
  const compiled = useStore(viewStore, (view) => view.compiledOpen);
  const dialog = useStore(viewStore, (view) => view.dialog);
  useEffect(startEngine, []);
  useAutosave();
  useTheme();
  useEffect(rememberPreferences, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => runByKey(event, COMMANDS);
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('dragover', allowDrop);
    window.addEventListener('drop', openDropped);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('dragover', allowDrop);
      window.removeEventListener('drop', openDropped);
    };
  }, []);
  return (
    <div className={`app mode-${mode}`}>
      <TopBar command={commandById} />
      {mode === 'build' && <Palette />}
      <main className="app-canvas" aria-label="Graph">
        <Canvas />
        <p className="app-legend" aria-hidden="true">
          <span className="legend-value">▸ value</span> above the wire{' '}
          <span className="legend-gradient">◂ gradient</span> below it
        </p>
        <Notices />
      </main>
      <Suspense fallback={<aside className="panel side-panel" />}>
        {mode === 'build' && <Inspector />}
        {mode === 'step' && <StepPanel />}
        {mode === 'train' && <TrainingPanel />}
      </Suspense>
      <div className="app-bottom">
        <Suspense fallback={null}>{mode === 'train' && compiled && <CompiledPanel />}</Suspense>
        <Suspense fallback={null}>
          {mode === 'step' && <Timeline />}
          {mode === 'train' && <TrainingBar />}
        </Suspense>
      </div>
      <Gallery open={dialog === 'gallery'} load={loadExamples} loadRecent={loadRecent} />
      <CommandSearch open={dialog === 'commands'} commands={COMMANDS} />
      <Shortcuts open={dialog === 'shortcuts'} commands={COMMANDS} />
      <Connect open={dialog === 'connect'} />
      <OpenProblems />
    </div>
  );
}

function allowDrop(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}

function openDropped(event: DragEvent): void {
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  const data = files.filter(isDataFile);
  if (data.length > 0) void openData(data);
  else void openFile(files[0]);
}

/** Data goes into training; what reads it comes when it is needed. */
async function openData(files: readonly File[]): Promise<void> {
  const { openDataFiles } = await import('./data/data-files.ts');
  await openDataFiles(files);
}

/** Puts the chosen theme on the page; the style sheet does the rest. */
function useTheme(): void {
  const theme = useStore(viewStore, (view) => view.theme);
  useEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', theme);
  }, [theme]);
}
