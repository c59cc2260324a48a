/** Whether what was filled in is right. */
import type { GraphDocument } from '../graph/document.ts';
import type { LessonBlank } from '../graph/lesson.ts';
import { type ComputedNumbers, lessonNumber } from './lesson-numbers.ts';
import { lessonSum } from './lesson-sum.ts';

/** What was filled in: a number or a small sum such as `-4*3` or `1/2`, or the name of an operation. */
export function isRightAnswer(
  blank: LessonBlank,
  answer: string,
  document: GraphDocument,
  computed: ComputedNumbers,
): boolean {
  switch (blank.kind) {
    case 'number': {
      const number = writtenNumber(answer);
      const right = lessonNumber(blank, computed);
      return number !== null && right !== null && Math.abs(number - right) <= blank.within;
    }
    case 'operation':
      return document.nodes[blank.node]?.op === answer;
    case 'wire':
      return Object.values(document.edges).some(
        ({ from, to, port }) => from === blank.from && to === blank.to && port === blank.port,
      );
    default:
      return blank satisfies never;
  }
}

/** The number that a person wrote, with a comma or a minus sign as it may be; null where it is none. */
export function writtenNumber(text: string): number | null {
  const plain = text.trim().replaceAll('−', '-').replaceAll(',', '.').replaceAll('·', '*');
  return plain === '' ? null : lessonSum(plain, { number: () => null });
}
