/** Edits of what the document teaches, each of them one step of its history. */
import { setLesson } from '../../../graph-core/graph/edit.ts';
import type { Lesson, LessonStop } from '../../../graph-core/graph/lesson.ts';
import { changeDocument, documentStore } from './document-store.ts';

/** What a new lesson begins with. */
const NEW_LESSON: Lesson = { chapter: 'My lessons', teaches: '', text: '', stops: [] };

/** Gives the document a lesson where it has none. */
export function addLesson(): void {
  if (documentStore.getState().document.lesson !== undefined) return;
  changeDocument('Add a lesson', (draft) => setLesson(draft, NEW_LESSON));
}

/** Takes the lesson away. */
export function removeLesson(): void {
  changeDocument('Remove the lesson', (draft) => setLesson(draft, null));
}

/** Changes the lesson; changes of one gesture are one entry of the history. */
export function changeLesson(label: string, change: Partial<Lesson>, gesture?: string): void {
  const { lesson } = documentStore.getState().document;
  if (lesson === undefined) return;
  changeDocument(
    label,
    (draft) => setLesson(draft, { ...lesson, ...change }),
    gesture === undefined ? {} : { gesture },
  );
}

/** Replaces the whole lesson. */
export function replaceLesson(lesson: Lesson): void {
  changeDocument('Change the lesson', (draft) => setLesson(draft, lesson));
}

/** Puts another stop in the place of one. */
export function replaceStop(index: number, stop: LessonStop): void {
  const { lesson } = documentStore.getState().document;
  if (lesson?.stops[index] === undefined) return;
  changeLesson(`Change stop ${index + 1}`, { stops: lesson.stops.with(index, stop) });
}

/** Changes one stop. */
export function changeStop(index: number, change: Partial<LessonStop>, gesture?: string): void {
  const { lesson } = documentStore.getState().document;
  const stop = lesson?.stops[index];
  if (lesson === undefined || stop === undefined) return;
  const stops = lesson.stops.with(index, { ...stop, ...change });
  changeLesson(`Change stop ${index + 1}`, { stops }, gesture);
}

/** Puts a stop before the one that has this index now. */
export function insertStop(index: number, stop: LessonStop): void {
  const { lesson } = documentStore.getState().document;
  if (lesson === undefined) return;
  changeLesson('Add a stop', { stops: lesson.stops.toSpliced(index, 0, stop) });
}

/** Takes a stop away. */
export function removeStop(index: number): void {
  const { lesson } = documentStore.getState().document;
  if (lesson === undefined) return;
  changeLesson(`Remove stop ${index + 1}`, { stops: lesson.stops.toSpliced(index, 1) });
}

/** Exchanges a stop with its neighbor; false where there is none. */
export function moveStop(index: number, by: 1 | -1): boolean {
  const { lesson } = documentStore.getState().document;
  const other = lesson?.stops[index + by];
  if (lesson === undefined || other === undefined) return false;
  const stops = lesson.stops.with(index, other).with(index + by, lesson.stops[index]);
  changeLesson(`Move stop ${index + 1}`, { stops });
  return true;
}
