/** The bar on top: name and state of the document, the mode, undo, files, help. */
import './top-bar.css';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Command, shownKey } from '../../commands/command.ts';
import { cancelComputation } from '../../run/computation.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { saveStore } from '../../state/document/save-store.ts';
import { renameGraph } from '../../state/document/value-edits.ts';
import { type Mode, modeStore } from '../../state/look/mode-store.ts';
import { setMode } from '../../state/look/stepping.ts';
import { runStore } from '../../state/results/run-store.ts';
import { IconButton } from '../../widgets/icon-button.tsx';
import { Menu, type MenuEntry } from '../../widgets/menu.tsx';
import { Segmented, type SegmentedOption } from '../../widgets/segmented.tsx';

const MODES: readonly SegmentedOption<Mode>[] = [
  { value: 'build', label: 'Build' },
  { value: 'step', label: 'Step' },
  { value: 'train', label: 'Train' },
];

interface TopBarProps {
  /** Gives a command by its id; the commands belong to the app. */
  readonly command: (id: string) => Command;
}

export function TopBar({ command }: TopBarProps) {
  const mode = useStore(modeStore, (state) => state.mode);
  const undoLabel = useStore(documentStore, ({ past }) => past[past.length - 1]?.label);
  const redoLabel = useStore(documentStore, ({ future }) => future[0]?.label);
  const entry = (id: string): MenuEntry => {
    const { label, run } = command(id);
    return { label, onSelect: run, shortcut: shownKey(command(id)) };
  };
  return (
    <header className="bar top-bar">
      <div className="bar-group top-bar-document">
        <h1 className="bar-title">Gradwire</h1>
        <DocumentName />
        <SaveState />
        <Computation />
      </div>
      <Segmented label="Mode" options={MODES} value={mode} onChange={setMode} />
      <div className="bar-group top-bar-actions">
        <IconButton
          icon="undo"
          look="quiet"
          label={undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`}
          shortcut={shownKey(command('undo'))}
          disabled={undoLabel === undefined}
          onClick={command('undo').run}
        />
        <IconButton
          icon="redo"
          look="quiet"
          label={redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`}
          shortcut={shownKey(command('redo'))}
          disabled={redoLabel === undefined}
          onClick={command('redo').run}
        />
        <button type="button" className="button top-bar-examples" onClick={command('examples').run}>
          Examples
        </button>
        <Menu label="File" entries={['new', 'open', 'open-data', 'save', 'examples'].map(entry)} />
        <Menu
          label="View"
          entries={[
            ...['tidy', 'fit', 'shapes', 'theme'].map(entry),
            'separator',
            ...['commands', 'shortcuts'].map(entry),
          ]}
        />
      </div>
    </header>
  );
}

function DocumentName() {
  const name = useStore(documentStore, ({ document }) => document.name);
  const [draft, setDraft] = useState<string | null>(null);
  /** Escape was pressed: leaving the field must not commit what the draft still holds. */
  const reverts = useRef(false);
  const commit = (): void => {
    if (draft !== null && !reverts.current) renameGraph(draft);
    reverts.current = false;
    setDraft(null);
  };
  return (
    <input
      className="top-bar-name"
      type="text"
      aria-label="Name of the graph"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      size={Math.max(8, Math.min(32, (draft ?? name).length + 1))}
      value={draft ?? name}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        else if (event.key === 'Escape') {
          reverts.current = true;
          event.currentTarget.blur();
        }
      }}
      onBlur={commit}
    />
  );
}

const SAVE_WORDS = {
  starting: '',
  changed: 'saving …',
  saved: 'saved in this browser',
  failed: 'not saved',
} as const;

function SaveState() {
  const { status, reason, secondTab } = useStore(saveStore);
  return (
    <span
      className={status === 'failed' ? 'top-bar-state failed' : 'top-bar-state quiet'}
      role="status"
      title={status === 'failed' ? `${reason}. Save the graph as a file.` : undefined}
    >
      {SAVE_WORDS[status]}
      {status === 'saved' && secondTab ? ' (this tab keeps its own copy)' : ''}
    </span>
  );
}

const WORK_WORDS = {
  computing: 'Computing',
  training: 'The training does not answer',
  reading: 'Reading the file',
} as const;

/** Appears when a computation takes long, with the way to stop it, and when it was stopped. */
function Computation() {
  const status = useStore(runStore, (run) => run.computation);
  const work = useStore(runStore, (run) => run.silentAt);
  if (status === 'slow') {
    return (
      <button type="button" className="button" onClick={cancelComputation}>
        {WORK_WORDS[work]} … Stop
      </button>
    );
  }
  return status === 'stopped' ? (
    <span className="top-bar-state failed" role="status">
      not computed; change the graph to try again
    </span>
  ) : null;
}
