/** The layout of what a document teaches. Places it names may be gone: that is shown where the lesson is. */
import { isId, MAX_ID_LENGTH, MAX_NAME_LENGTH } from '../../graph/ids.ts';
import {
  LESSON_MODES,
  type Lesson,
  type LessonBlank,
  type LessonExercise,
  type LessonQuestion,
  type LessonStop,
  type LessonValues,
} from '../../graph/lesson.ts';
import {
  MAX_ATTR_ELEMENTS,
  MAX_ITERATION,
  MAX_LESSON_PLACES,
  MAX_LESSON_STOPS,
  MAX_LESSON_TEXT,
} from '../../graph/limits.ts';
import { PASSES, type TimePosition } from '../../graph/time-position.ts';
import { tensorLiteral } from './attribute-reader.ts';
import {
  isObject,
  list,
  numberWithin,
  object,
  oneOf,
  optional,
  type Read,
  record,
  required,
  text,
} from './field-reader.ts';

const ID = text(1, MAX_ID_LENGTH);
const LINE = text(0, MAX_NAME_LENGTH);
const TEXT = text(0, MAX_LESSON_TEXT);
const NUMBER = numberWithin(-Number.MAX_VALUE, Number.MAX_VALUE);
const WITHIN = numberWithin(0, Number.MAX_VALUE);
const ELEMENT = numberWithin(0, MAX_ATTR_ELEMENTS, 'whole');

const values: Read<LessonValues> = record(tensorLiteral, isId, MAX_LESSON_PLACES, 'values');

const position: Read<TimePosition> = object<TimePosition>({
  iteration: optional(numberWithin(0, MAX_ITERATION, 'whole')),
  pass: required(oneOf(PASSES)),
  node: optional(ID),
  edge: optional(ID),
});

const stop: Read<LessonStop> = object<LessonStop>({
  title: required(LINE),
  text: required(TEXT),
  mode: required(oneOf(LESSON_MODES)),
  position: optional(position),
  target: optional(ID),
  nodes: optional(list(ID, MAX_LESSON_PLACES, 'nodes')),
  edges: optional(list(ID, MAX_LESSON_PLACES, 'wires')),
  values: optional(values),
});

const question: Read<LessonQuestion> = object<LessonQuestion>({
  of: required(oneOf(['value', 'gradient'])),
  node: required(ID),
  element: optional(ELEMENT),
  text: required(TEXT),
  wanted: required(NUMBER),
  within: required(WITHIN),
  solution: required(values),
  reason: required(TEXT),
});

const BLANK_KINDS = ['number', 'operation', 'wire'] as const;

const BLANKS = {
  number: object<Extract<LessonBlank, { kind: 'number' }>>({
    kind: required(oneOf(['number'])),
    of: required(oneOf(['value', 'gradient'])),
    node: required(ID),
    element: optional(ELEMENT),
    within: required(WITHIN),
  }),
  operation: object<Extract<LessonBlank, { kind: 'operation' }>>({
    kind: required(oneOf(['operation'])),
    node: required(ID),
    choices: required(list(ID, MAX_LESSON_PLACES, 'operations')),
  }),
  wire: object<Extract<LessonBlank, { kind: 'wire' }>>({
    kind: required(oneOf(['wire'])),
    from: required(ID),
    to: required(ID),
    port: required(ID),
  }),
} satisfies { readonly [K in LessonBlank['kind']]: Read<Extract<LessonBlank, { kind: K }>> };

const blank: Read<LessonBlank> = (raw, place, problems) => {
  const kind = isObject(raw) ? raw.kind : raw;
  const known = BLANK_KINDS.find((name) => name === kind);
  if (known !== undefined) return BLANKS[known](raw, place, problems);
  oneOf(BLANK_KINDS)(kind, { parent: place, key: 'kind' }, problems);
  return undefined;
};

const exercise: Read<LessonExercise> = object<LessonExercise>({
  blanks: required(list(blank, MAX_LESSON_PLACES, 'blanks')),
  draw: optional(
    record(list(NUMBER, MAX_LESSON_PLACES, 'numbers'), isId, MAX_LESSON_PLACES, 'variables'),
  ),
});

/** What a document teaches. */
export const lessonLayout: Read<Lesson> = object<Lesson>({
  chapter: required(LINE),
  teaches: required(LINE),
  text: required(TEXT),
  stops: required(list(stop, MAX_LESSON_STOPS, 'stops')),
  question: optional(question),
  exercise: optional(exercise),
});
