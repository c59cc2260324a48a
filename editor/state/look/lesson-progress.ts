/** Which lessons have been read and answered in this browser; persist/ keeps it. */
import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../../graph-core/graph/document.ts';

/** How far one lesson has come. */
export interface LessonProgress {
  /** Pages read: the furthest one, counted from 1. */
  readonly read: number;
  /** Its question was answered, its exercise filled in, or it was read to its end where it has neither. */
  readonly done: boolean;
}

/** By lesson, as `progressKey` names it. */
export type Progress = Readonly<Record<string, LessonProgress>>;

/** The one record of progress. */
export const progressStore = createStore<{ readonly lessons: Progress }>(() => ({ lessons: {} }));

/** What a lesson is remembered by: the name of its graph. */
export function progressKey({ name }: Pick<GraphDocument, 'name'>): string {
  return name;
}

/** Remembers that a page was read. */
export function rememberPage(key: string, page: number, done: boolean): void {
  const { lessons } = progressStore.getState();
  const before = lessons[key] ?? { read: 0, done: false };
  const next = { read: Math.max(before.read, page + 1), done: before.done || done };
  if (next.read === before.read && next.done === before.done) return;
  progressStore.setState({ lessons: { ...lessons, [key]: next } });
}
