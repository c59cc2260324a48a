/** Another document is looked at as if it were the first. */
import { canvasStore } from './canvas-look.ts';
import { dialogStore, NOTHING_OPEN } from './dialogs.ts';
import { closeLens } from './lens-store.ts';
import { FIRST_PAGE, lessonStore } from './lesson-store.ts';
import { FIRST_MODE, modeStore } from './mode-store.ts';
import { closeOrigin } from './origin-store.ts';
import { NO_SELECTION, select } from './selection-store.ts';

/** Forgets how the document before was looked at; preferences stay. */
export function lookAfresh(): void {
  select(NO_SELECTION);
  modeStore.setState(FIRST_MODE);
  dialogStore.setState(NOTHING_OPEN);
  canvasStore.setState({ lit: null, litWires: [], pointed: null });
  lessonStore.setState(FIRST_PAGE);
  closeLens();
  closeOrigin();
}
