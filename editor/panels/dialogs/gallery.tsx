/** The examples, each a graph that opens, and the graphs that were open before. */
import { useEffect, useState } from 'react';
import { closeDialog } from '../../state/look/dialogs.ts';
import { notify } from '../../state/look/notices.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';

/** A graph as the gallery shows it. */
export interface Example {
  readonly id: string;
  /** Number of the lesson, such as `A4`; decides the order. Empty for a graph of the user's. */
  readonly lesson: string;
  readonly title: string;
  readonly summary: string;
  readonly open: () => Promise<void>;
}

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
      <Entries load={load} />
      <Entries load={loadRecent} title="Graphs you had open before, kept in this browser" />
    </Dialog>
  );
}

interface EntriesProps {
  readonly load: () => Promise<readonly Example[]>;
  readonly title?: string;
}

/** One list; nothing at all while it is empty. */
function Entries({ load, title }: EntriesProps) {
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
  if (fault !== null) {
    return <NoticeBox danger text={`The graphs could not be loaded: ${fault}`} />;
  }
  if (entries.length === 0) return null;
  return (
    <section className="gallery-section" aria-label={title}>
      {title !== undefined && <h3 className="panel-heading">{title}</h3>}
      <ul className="gallery">
        {entries.map(({ id, lesson, title: name, summary, open }) => (
          <li key={id}>
            <button
              type="button"
              className="gallery-entry"
              onClick={() => {
                closeDialog();
                open().catch((error: unknown) =>
                  notify('refused', `${name} could not be opened`, String(error)),
                );
              }}
            >
              {lesson !== '' && <span className="gallery-lesson quiet">{lesson}</span>}
              <span className="gallery-title">{name}</span>
              <span className="quiet">{summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
