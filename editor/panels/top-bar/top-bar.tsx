/** The bar on top: name and state of the document, the mode, undo, files, help. */
import './top-bar.css';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { REDO, UNDO } from '../../commands/edit-commands.ts';
import { EXAMPLES } from '../../commands/file-commands.ts';
import { STOP_COMPUTATION } from '../../commands/graph-commands.ts';
import { LESSON } from '../../commands/lesson-commands.ts';
import { CommandButton, CommandIconButton } from '../../controls/command-button.tsx';
import { CommandMenu } from '../../controls/command-menu.tsx';
import { documentStore } from '../../state/document/document-store.ts';
import { saveStore } from '../../state/document/save-store.ts';
import { renameGraph } from '../../state/document/value-edits.ts';
import { lessonStore, showsLesson } from '../../state/look/lesson-store.ts';
import { type Mode, modeStore } from '../../state/look/mode-store.ts';
import { setMode } from '../../state/look/stepping.ts';
import { runStore } from '../../state/results/run-store.ts';
import { Segmented, type SegmentedOption } from '../../widgets/segmented.tsx';

const MODES: readonly SegmentedOption<Mode>[] = [
  { value: 'build', label: 'Build' },
  { value: 'step', label: 'Step' },
  { value: 'train', label: 'Train' },
];

export function TopBar() {
  const mode = useStore(modeStore, (state) => state.mode);
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
        <CommandIconButton command={UNDO} look="quiet" />
        <CommandIconButton command={REDO} look="quiet" />
        <LessonButton />
        <CommandButton command={EXAMPLES} className="button top-bar-examples">
          Examples
        </CommandButton>
        <CommandMenu name="File" />
        <CommandMenu name="View" />
      </div>
    </header>
  );
}

/** Opens the lesson where there is one and it is closed. */
function LessonButton() {
  const document = useStore(documentStore, (state) => state.document);
  const isClosed = useStore(lessonStore, (look) => !showsLesson(document, look));
  if (document.lesson === undefined || !isClosed) return null;
  return <CommandIconButton command={LESSON} look="quiet" />;
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

/** Appears when a computation takes long, with the way to stop it, and when it was stopped. */
function Computation() {
  const status = useStore(runStore, (run) => run.computation);
  if (status === 'slow') return <CommandButton command={STOP_COMPUTATION} />;
  return status === 'stopped' ? (
    <span className="top-bar-state failed" role="status">
      not computed; change the graph to try again
    </span>
  ) : null;
}
