/** The dialogs that load when they are first opened. */

export const loadGallery = async () => (await import('../panels/dialogs/gallery.tsx')).Gallery;
export const loadShortcuts = async () =>
  (await import('../panels/dialogs/shortcuts.tsx')).Shortcuts;
export const loadTableSheet = async () =>
  (await import('../panels/dialogs/table-sheet.tsx')).TableSheet;
