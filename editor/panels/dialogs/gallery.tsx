/** The examples: each a graph that opens, with what to look at. */
import { useEffect, useState } from 'react';
import { viewStore } from '../../state/view-store.ts';
import { Dialog } from '../../widgets/dialog.tsx';

/** An example as the gallery shows it. */
export interface Example {
  readonly id: string;
  /** Number of the lesson, such as `A4`; decides the order. */
  readonly lesson: string;
  readonly title: string;
  readonly summary: string;
  readonly open: () => Promise<void>;
}

interface GalleryProps {
  readonly open: boolean;
  /** Loads the list; called when the gallery is first opened. */
  readonly load: () => Promise<readonly Example[]>;
}

const close = (): void => viewStore.setState({ dialog: null });

export function Gallery({ open, load }: GalleryProps) {
  const [examples, setExamples] = useState<readonly Example[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    if (!open || examples !== null) return;
    load().then(setExamples, (error: unknown) =>
      setFault(error instanceof Error ? error.message : String(error)),
    );
  }, [open, examples, load]);
  return (
    <Dialog open={open} wide title="Examples" onClose={close}>
      {fault !== null && (
        <p className="notice notice-danger">The examples could not be loaded: {fault}</p>
      )}
      {examples === null && fault === null && <p className="quiet">Loading …</p>}
      <ul className="gallery">
        {examples?.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              className="gallery-entry"
              onClick={() => {
                close();
                example.open().catch((error: unknown) => setFault(String(error)));
              }}
            >
              <span className="gallery-lesson quiet">{example.lesson}</span>
              <span className="gallery-title">{example.title}</span>
              <span className="quiet">{example.summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
