/**
 * A lesson as one text that a person writes: two lines for the card, Markdown, then a heading of the second level for
 * each stop, with lines that begin with @ for where it is. docs/lessons.md says it in full.
 */
import type { GraphDocument } from '../graph/document.ts';
import type {
  Lesson,
  LessonBlank,
  LessonNumber,
  LessonQuestion,
  LessonStop,
  LessonValues,
} from '../graph/lesson.ts';
import type { TensorLiteral } from '../tensor/tensor.ts';
import { positionText } from './position-text.ts';
import { wireText } from './reference.ts';

/** Headings that are no stops. */
export const QUESTION_HEADING = 'Question';
export const EXERCISE_HEADING = 'Exercise';

/** What stands between a question and what is said once it is answered. */
export const REASON_LINE = '@reason';

/** The text of a lesson; reading it gives an equal lesson. */
export function lessonText(lesson: Lesson, document: GraphDocument): string {
  const { chapter, teaches, text, stops, question, exercise } = lesson;
  const head = `Chapter: ${chapter}\nTeaches: ${teaches}`;
  const parts = [head, text, ...stops.map((stop) => stopText(stop, document))];
  if (exercise !== undefined) {
    const draws = Object.entries(exercise.draw ?? {}).map(
      ([node, numbers]) => `@draw ${node} ${numbers.join(' ')}`,
    );
    const blanks = exercise.blanks.map(blankText);
    parts.push([`## ${EXERCISE_HEADING}`, ...blanks, ...draws].join('\n'));
  }
  if (question !== undefined) parts.push(questionText(question));
  return `${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`;
}

function stopText(stop: LessonStop, document: GraphDocument): string {
  const { title, text, mode, position, target, nodes = [], edges = [], values } = stop;
  const where = position === undefined ? '' : ` ${positionText(position, document)}`;
  const look = [...nodes, ...edges.map((edge) => wireText(edge, document))];
  const lines = [`## ${title}`, `@${mode}${where}`];
  if (target !== undefined) lines.push(`@target ${target}`);
  if (look.length > 0) lines.push(`@look ${look.join(' ')}`);
  lines.push(...valueLines('set', values));
  return `${lines.join('\n')}\n\n${text}`.trimEnd();
}

function questionText(question: LessonQuestion): string {
  const { text, wanted, within, solution, reason } = question;
  const lines = [
    `## ${QUESTION_HEADING}`,
    `@ask ${numberText(question)} = ${wanted} within ${within}`,
  ];
  lines.push(...valueLines('answer', solution));
  return `${lines.join('\n')}\n\n${text}\n\n${REASON_LINE}\n\n${reason}`.trimEnd();
}

function blankText(blank: LessonBlank): string {
  switch (blank.kind) {
    case 'number':
      return `@blank ${numberText(blank)} within ${blank.within}`;
    case 'operation':
      return `@blank operation ${blank.node} of ${blank.choices.join(' ')}`;
    case 'wire':
      return `@blank wire ${blank.from}>${blank.to}.${blank.port}`;
    default:
      return blank satisfies never;
  }
}

function numberText({ of, node, element }: LessonNumber): string {
  return `${of} ${node}${element === undefined ? '' : `[${element}]`}`;
}

function valueLines(word: string, values: LessonValues | undefined): string[] {
  return Object.entries(values ?? {}).map(
    ([node, value]) => `@${word} ${node} = ${literalText(value)}`,
  );
}

function literalText(value: TensorLiteral): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return `[${value.map(literalText).join(', ')}]`;
}
