/** After a start that did not finish: the graph that was to open, what can be done with it. */
import { useStore } from 'zustand';
import { type HeldBack, saveStore } from '../../state/document/save-store.ts';
import { Dialog } from '../../widgets/dialog.tsx';

interface SafeStartProps {
  readonly onOpen: (graph: HeldBack) => void;
  /** Saves the text as a file. */
  readonly onSave: (graph: HeldBack) => void;
}

const close = (): void => saveStore.setState({ heldBack: null });

export function SafeStart({ onOpen, onSave }: SafeStartProps) {
  const graph = useStore(saveStore, (save) => save.heldBack);
  if (graph === null) return null;
  return (
    <Dialog open title="The last start did not finish" onClose={close}>
      <p>
        “{graph.name}” was not opened, since the page stopped working when it was opened last. It is
        kept among the recent graphs of the examples.
      </p>
      <p className="boundary-actions">
        <button type="button" className="button" onClick={() => onSave(graph)}>
          Save it as a file
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            close();
            onOpen(graph);
          }}
        >
          Open it all the same
        </button>
        <button type="button" className="button" onClick={close}>
          Go on without it
        </button>
      </p>
    </Dialog>
  );
}
