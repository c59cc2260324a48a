/** A lesson as pages that are read one after the other. */
import type { TraceStep } from '../evaluate/trace.ts';
import { positionAfter, stepsDoneAt } from '../evaluate/trace-position.ts';
import type { Lesson, LessonExercise, LessonQuestion, LessonStop } from '../graph/lesson.ts';
import type { TimePosition } from '../graph/time-position.ts';

/** One page. */
export type LessonPage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stop'; readonly stop: LessonStop; readonly number: number }
  | { readonly kind: 'exercise'; readonly exercise: LessonExercise }
  | { readonly kind: 'question'; readonly question: LessonQuestion };

/** The pages of a lesson: its text, its stops, its exercise, its question. */
export function lessonPages({ text, stops, exercise, question }: Lesson): readonly LessonPage[] {
  return [
    { kind: 'text', text },
    ...stops.map((stop, i): LessonPage => ({ kind: 'stop', stop, number: i + 1 })),
    ...(exercise === undefined ? [] : [{ kind: 'exercise', exercise } as const]),
    ...(question === undefined ? [] : [{ kind: 'question', question } as const]),
  ];
}

/** The position after so many steps of a trace. */
export function positionAt(steps: readonly TraceStep[], done: number): TimePosition {
  return positionAfter(steps, done);
}

/** Steps done once all values and gradients are there, and nothing is updated yet. */
export function stepsBeforeUpdate(steps: readonly TraceStep[]): number {
  const first = steps.findIndex(({ phase }) => phase === 'update');
  return first < 0 ? steps.length : first;
}

/** Steps done at a position of the first iteration; null where it is none of this trace. */
export function stepsAt(steps: readonly TraceStep[], position: TimePosition): number | null {
  return stepsDoneAt(steps, position);
}
