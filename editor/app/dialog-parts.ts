/** The dialogs that load when they are first opened. */

export const loadGallery = async () => (await import('../panels/dialogs/gallery.tsx')).Gallery;
export const loadCommandSearch = async () =>
  (await import('../panels/dialogs/command-search.tsx')).CommandSearch;
export const loadShortcuts = async () =>
  (await import('../panels/dialogs/shortcuts.tsx')).Shortcuts;
export const loadConnect = async () => (await import('../panels/dialogs/connect.tsx')).Connect;
