/** What happens when the page opens: the last document comes back, or the first example is shown. */
import type { Example } from '../panels/dialogs/example.ts';
import { Autosave } from '../persist/autosave.ts';
import { openText } from '../persist/files.ts';
import { rememberedView, rememberView, restoreView } from '../persist/view-memory.ts';
import { documentStore, openDocument } from '../state/document/document-store.ts';
import { type HeldBack, saveStore } from '../state/document/save-store.ts';
import { notify } from '../state/look/notices.ts';
import { loadFirstExample } from './examples.ts';

/** What keeps the document; null until the page has opened, or where the browser has no storage. */
let opening: Promise<Autosave | null> | null = null;

/** Restores the last document and saves every change from then on. */
export function startSession(): void {
  opening = begin();
  opening.then(
    (autosave) => {
      autosave?.start();
      rememberView();
    },
    () => {},
  );
}

/** The graphs that were open before, as entries of the gallery. */
export async function loadRecent(): Promise<readonly Example[]> {
  const autosave = await opening;
  const recent = (await autosave?.recent()) ?? [];
  return recent.map(({ key, name, text, at }) => ({
    id: key,
    lesson: '',
    chapter: '',
    isExercise: false,
    document: null,
    progressKey: '',
    title: name,
    summary: `put aside ${new Date(at).toLocaleString()}`,
    open: async () => openText(text, name),
  }));
}

/** Opens a graph that was held back; should the page not survive that, the next start holds it back again. */
export function openHeldBack({ name, text }: HeldBack): void {
  openText(text, name);
}

/** Opens what was open, and looks at it as before. */
async function begin(): Promise<Autosave | null> {
  // Opening a document resets the view, which must not be what is remembered.
  const view = rememberedView();
  const autosave = await openSaved();
  if (view !== null) restoreView(view, documentStore.getState().document);
  return autosave;
}

async function openSaved(): Promise<Autosave | null> {
  let autosave: Autosave | null = null;
  try {
    autosave = await Autosave.open();
    const heldBack = await autosave.holdBack();
    saveStore.setState({ heldBack });
    const restored = await autosave.restore();
    if (restored !== null) {
      openDocument(restored);
      return autosave;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    saveStore.setState({ status: 'failed', reason });
  }
  try {
    const first = await loadFirstExample();
    if (first !== null) openDocument(first);
  } catch {
    notify(
      'refused',
      'the first example could not be loaded',
      'check the network, or build a graph',
    );
  }
  return autosave;
}
