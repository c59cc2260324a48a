/** Reading the lesson of the document. */
import { documentStore } from '../state/document/document-store.ts';
import { fitGraph } from '../state/look/canvas-look.ts';
import { laterPart } from '../state/look/later-part.ts';
import { lessonStore, showsLesson } from '../state/look/lesson-store.ts';
import type { Command } from './command.ts';

/** Knows the pages of lessons. */
export const TOUR = laterPart('The lesson', () => import('../state/look/lesson-tour.ts'));

function turn(by: 1 | -1): (() => void) | null {
  const { lesson } = documentStore.getState().document;
  const { page } = lessonStore.getState();
  if (lesson === undefined) return null;
  const { stops, exercise, question } = lesson;
  const last = stops.length + (exercise === undefined ? 0 : 1) + (question === undefined ? 0 : 1);
  const next = Math.min(page, last) + by;
  if (next < 0 || next > last) return null;
  return () => void TOUR.use(({ turnPage }) => turnPage(by));
}

/** Opens the text of the lesson beside the canvas, or closes it. */
export const LESSON: Command = {
  id: 'lesson',
  group: 'Lesson',
  label: 'The lesson of this graph',
  keys: ['E'],
  icon: 'book-open',
  plan: () => {
    const { document } = documentStore.getState();
    if (document.lesson === undefined) return null;
    return () => {
      lessonStore.setState(({ open }) => ({ open: !open }));
      fitGraph();
    };
  },
  look: () => {
    const isOpen = showsLesson(documentStore.getState().document, lessonStore.getState());
    return isOpen
      ? { label: 'Close the lesson', icon: 'close' }
      : { label: 'Open the lesson', icon: 'book-open' };
  },
};

/** The next page. */
export const NEXT_PAGE: Command = {
  id: 'next-page',
  group: 'Lesson',
  label: 'Next page of the lesson',
  keys: ['.'],
  plan: () => turn(1),
};

/** The page before. */
export const PREVIOUS_PAGE: Command = {
  id: 'previous-page',
  group: 'Lesson',
  label: 'Previous page of the lesson',
  keys: [','],
  plan: () => turn(-1),
};

/** Opens the lesson for writing; a graph without one gets one. */
export const WRITE_LESSON: Command = {
  id: 'write-lesson',
  group: 'Lesson',
  label: 'Write the lesson of this graph',
  keys: ['Alt+E'],
  menu: { name: 'File', section: 2 },
  plan: () => () =>
    void TOUR.use(({ writeLesson }) => {
      writeLesson();
      fitGraph();
    }),
};

/** In the order of the help. */
export const LESSON_COMMANDS: readonly Command[] = [LESSON, NEXT_PAGE, PREVIOUS_PAGE, WRITE_LESSON];
