/** What a document teaches → its fields in their canonical order. */
import { sortedIds } from '../../graph/ids.ts';
import type { Lesson } from '../../graph/lesson.ts';
import { isObject } from './field-reader.ts';
import { Fields } from './json-printer.ts';

/** One order for the fields of all parts of a lesson: each part has some of them. */
const ORDER = [
  ...['chapter', 'teaches', 'kind', 'title', 'of', 'iteration', 'pass', 'node', 'element', 'edge'],
  ...['text', 'mode', 'position', 'target', 'nodes', 'edges', 'values', 'wanted', 'within'],
  ...['choices', 'from', 'to', 'port', 'solution', 'reason', 'stops', 'question', 'exercise'],
  ...['blanks', 'draw'],
];

/** Fields that hold numbers by the keys of nodes. */
const RECORDS = ['values', 'solution', 'draw'];

/** The `lesson` field. */
export function lessonFields(lesson: Lesson): Fields {
  return new Fields(entriesOf({ ...lesson }), 'lines');
}

function entriesOf(part: Readonly<Record<string, unknown>>): [string, unknown][] {
  return ORDER.filter((name) => Object.hasOwn(part, name)).map((name) => {
    const value = part[name];
    return [name, RECORDS.includes(name) && isObject(value) ? byKey(value) : written(value)];
  });
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  return isObject(value) ? new Fields(entriesOf(value)) : value;
}

/** As people count. */
function byKey(record: Readonly<Record<string, unknown>>): Fields {
  return new Fields(sortedIds(record).map((id) => [id, record[id]]));
}
