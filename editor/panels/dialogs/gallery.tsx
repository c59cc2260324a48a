/** The lessons as a course, with what has been done of it, and the graphs that were open before. */
import './gallery.css';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { closeDialog } from '../../state/look/dialogs.ts';
import { type LessonProgress, progressStore } from '../../state/look/lesson-progress.ts';
import { notify } from '../../state/look/notices.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import type { Example } from './example.ts';
import { matchesSearch } from './gallery-search.ts';
import { GraphPicture } from './graph-picture.tsx';

interface GalleryProps {
  readonly open: boolean;
  /** Loads the examples. */
  readonly load: () => Promise<readonly Example[]>;
  /** Loads the graphs that were open before, the newest first. */
  readonly loadRecent: () => Promise<readonly Example[]>;
}

export function Gallery({ open, load, loadRecent }: GalleryProps) {
  return (
    <Dialog open={open} wide title="Examples" onClose={closeDialog}>
      <Course load={load} loadRecent={loadRecent} />
    </Dialog>
  );
}

function Course({ load, loadRecent }: Omit<GalleryProps, 'open'>) {
  const [search, setSearch] = useState('');
  const lessons = useEntries(load);
  const recent = useEntries(loadRecent);
  const shown = (entries: readonly Example[]): readonly Example[] =>
    entries.filter((entry) => matchesSearch(entry, search));
  const found = shown(lessons.entries);
  const chapters = [...new Set(found.map(({ chapter }) => chapter))];
  return (
    <>
      <input
        className="field-input gallery-search"
        type="search"
        aria-label="Search the lessons"
        placeholder="Search: softmax, dead, XOR, chain rule …"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <Fault of={lessons.fault ?? recent.fault} />
      <p className="visually-hidden" role="status">
        {search === '' ? '' : `${found.length} lessons`}
      </p>
      {search !== '' && found.length === 0 && lessons.entries.length > 0 && (
        <p className="quiet">No lesson is about “{search}”. Try one word of it.</p>
      )}
      {chapters.map((chapter) => (
        <Section
          key={chapter}
          title={chapter}
          entries={found.filter((entry) => entry.chapter === chapter)}
          counts
        />
      ))}
      <Section
        title="Graphs you had open before, kept in this browser"
        entries={shown(recent.entries)}
      />
    </>
  );
}

/** What `load` gives; empty until then. */
function useEntries(load: GalleryProps['load']): {
  readonly entries: readonly Example[];
  readonly fault: string | null;
} {
  const [entries, setEntries] = useState<readonly Example[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    let live = true;
    load().then(
      (loaded) => live && setEntries(loaded),
      (error: unknown) => live && setFault(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      live = false;
    };
  }, [load]);
  return { entries, fault };
}

function Fault({ of }: { readonly of: string | null }) {
  return of === null ? null : <NoticeBox danger text={`The graphs could not be loaded: ${of}`} />;
}

interface SectionProps {
  readonly title: string;
  readonly entries: readonly Example[];
  /** Says how many are done. */
  readonly counts?: boolean;
}

/** One chapter; nothing at all while it is empty. */
function Section({ title, entries, counts = false }: SectionProps) {
  const progress = useStore(progressStore, ({ lessons }) => lessons);
  if (entries.length === 0) return null;
  const done = entries.filter(({ progressKey }) => progress[progressKey]?.done === true).length;
  return (
    <section className="gallery-section" aria-label={title}>
      <header className="gallery-chapter">
        <h3>{title}</h3>
        {counts && (
          <span className="quiet">
            {done} of {entries.length} done
          </span>
        )}
      </header>
      <ul className="gallery">
        {entries.map((entry) => (
          <li key={entry.id}>
            <Card entry={entry} progress={progress[entry.progressKey]} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({
  entry,
  progress,
}: {
  readonly entry: Example;
  readonly progress: LessonProgress | undefined;
}) {
  const { lesson, title, summary, isExercise, document, open } = entry;
  const state = progress === undefined ? '' : progress.done ? 'done' : 'begun';
  return (
    <button
      type="button"
      className="gallery-entry"
      onClick={() => {
        closeDialog();
        open().catch((error: unknown) =>
          notify('refused', `${title} could not be opened`, String(error)),
        );
      }}
    >
      {document !== null && <GraphPicture document={document} />}
      <span className="gallery-words">
        {lesson !== '' && (
          <span className="gallery-lesson quiet">
            {lesson}
            {isExercise && ' · exercise'}
          </span>
        )}{' '}
        <span className="gallery-title">{title}</span>
        <span className="quiet">{summary}</span>
      </span>
      {state !== '' && lesson !== '' && (
        <span className={`gallery-state ${state}`}>
          {state === 'done' && <Icon name="check" size={14} />} {state}
        </span>
      )}
    </button>
  );
}
