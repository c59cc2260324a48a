/** The lessons as entries of the gallery; they load when it opens. */
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import type { Example } from '../panels/dialogs/example.ts';
import { replaceDocument } from '../state/document/document-store.ts';
import { laterPart } from '../state/look/later-part.ts';
import { progressKey } from '../state/look/lesson-progress.ts';

/** All lessons. */
export const COURSE = laterPart('The lessons', () => import('./course.ts'));

/** Every lesson, in their order. */
export async function loadExamples(): Promise<readonly Example[]> {
  const lessons = await COURSE.use(({ courseLessons }) => courseLessons());
  return (lessons ?? []).map(({ id, number, document }) => ({
    id,
    lesson: number,
    title: document.name,
    chapter: document.lesson?.chapter ?? 'More graphs',
    summary: document.lesson?.teaches ?? '',
    isExercise: document.lesson?.exercise !== undefined,
    document,
    progressKey: progressKey(document),
    open: async () => replaceDocument(`Open ${document.name}`, document),
  }));
}

const FIRST = laterPart(
  'The first lesson',
  () => import('../../examples/a4-x-plus-y-times-z/graph.json?raw'),
);

/** The graph a first visit opens with, alone: nobody waits for the other lessons. */
export async function loadFirstExample(): Promise<GraphDocument | null> {
  return FIRST.use(({ default: text }) => parseDocument(text).document);
}
