/** The lessons that ship, graphs and texts in one part that loads when the gallery opens. */
import { parseDocument } from '../../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { readLesson } from '../../graph-core/lessons/read-lesson.ts';

const graphs = import.meta.glob<string>('../../examples/*/graph.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const texts = import.meta.glob<string>('../../examples/*/lesson.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A lesson of the course. */
export interface CourseLesson {
  /** Name of its folder. */
  readonly id: string;
  /** Number of its row, such as `A4`; decides the order. */
  readonly number: string;
  readonly document: GraphDocument;
}

/** The chapters in the order of their first lessons, and the lessons in each by their numbers. */
function inOrder(a: CourseLesson, b: CourseLesson): number {
  const rank = ({ document }: CourseLesson): number =>
    CHAPTERS.indexOf(document.lesson?.chapter ?? '');
  return rank(a) - rank(b) || a.number.localeCompare(b.number, 'en', { numeric: true });
}

/** In the order of the course. */
const CHAPTERS = [
  'Values and gradients',
  'Scores and losses',
  'Units that decide',
  'Networks',
  'Training in practice',
  'Exercises',
];

let course: readonly CourseLesson[] | null = null;

/** Every lesson, in their order. */
export function courseLessons(): readonly CourseLesson[] {
  course ??= Object.keys(graphs)
    .flatMap((path) => {
      const id = path.split('/').at(-2) ?? path;
      const document = lessonDocument(id);
      const number = id.slice(0, id.indexOf('-')).toUpperCase();
      return document === null ? [] : [{ id, number, document }];
    })
    .sort(inOrder);
  return course;
}

/** The graph of one lesson with its text; null where there is none of this name. */
export function lessonDocument(id: string): GraphDocument | null {
  const graph = graphs[`../../examples/${id}/graph.json`];
  const text = texts[`../../examples/${id}/lesson.md`];
  const document = graph === undefined ? null : parseDocument(graph).document;
  if (document === null || text === undefined) return document;
  return { ...document, lesson: readLesson(text, document).lesson };
}
