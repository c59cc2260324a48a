/** What a document teaches → its fields in their canonical order. */
import { sortedIds } from '../../graph/ids.ts';
import type { Lesson, LessonBlank, LessonStop } from '../../graph/lesson.ts';
import type { TimePosition } from '../../graph/time-position.ts';
import { Fields } from './json-printer.ts';

/** The `lesson` field. */
export function lessonFields({
  chapter,
  teaches,
  text,
  stops,
  question,
  exercise,
}: Lesson): Fields {
  return new Fields(
    [
      ['chapter', chapter],
      ['teaches', teaches],
      ['text', text],
      ['stops', stops.map(stopFields)],
      ['question', question === undefined ? undefined : questionFields(question)],
      ['exercise', exercise === undefined ? undefined : exerciseFields(exercise)],
    ],
    'lines',
  );
}

function stopFields(stop: LessonStop): Fields {
  const { title, text, mode, position, target, nodes, edges, values } = stop;
  return fields({
    title,
    text,
    mode,
    position: position === undefined ? undefined : positionFields(position),
    target,
    nodes,
    edges,
    values: sorted(values),
  });
}

function positionFields({ iteration, pass, node, edge }: TimePosition): Fields {
  return fields({ iteration, pass, node, edge });
}

function questionFields(question: NonNullable<Lesson['question']>): Fields {
  const { of, node, element, text, wanted, within, solution, reason } = question;
  return fields({ of, node, element, text, wanted, within, solution: sorted(solution), reason });
}

function exerciseFields({ blanks, draw }: NonNullable<Lesson['exercise']>): Fields {
  return fields({ blanks: blanks.map(blankFields), draw: sorted(draw) });
}

function blankFields(blank: LessonBlank): Fields {
  switch (blank.kind) {
    case 'number': {
      const { kind, of, node, element, within } = blank;
      return fields({ kind, of, node, element, within });
    }
    case 'operation': {
      const { kind, node, choices } = blank;
      return fields({ kind, node, choices });
    }
    case 'wire': {
      const { kind, from, to, port } = blank;
      return fields({ kind, from, to, port });
    }
    default:
      return blank satisfies never;
  }
}

/** By key as people count. */
function sorted(record: Readonly<Record<string, unknown>> | undefined): Fields | undefined {
  if (record === undefined) return undefined;
  return new Fields(sortedIds(record).map((id) => [id, record[id]]));
}

/** In the order written here. */
function fields(of: Readonly<Record<string, unknown>>): Fields {
  return new Fields(Object.entries(of));
}
