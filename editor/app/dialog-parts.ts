/** The dialogs that load when they are first opened. */
import { laterPart } from '../state/look/later-part.ts';

const PROGRESS = laterPart(
  'Which lessons were done',
  () => import('../persist/progress-memory.ts'),
);

export const loadGallery = async () => {
  await loadProgress();
  return (await import('../panels/dialogs/gallery.tsx')).Gallery;
};
export const loadShortcuts = async () =>
  (await import('../panels/dialogs/shortcuts.tsx')).Shortcuts;
export const loadTableSheet = async () =>
  (await import('../panels/dialogs/table-sheet.tsx')).TableSheet;

/** Brings back which lessons were done, before the first part that shows it. */
export async function loadProgress(): Promise<void> {
  await PROGRESS.use(({ rememberProgress }) => rememberProgress());
}
