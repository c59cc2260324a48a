/** schema.json and the validator say the same: an interpreter of the keywords the schema uses, and many files. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateDocument } from './parse-document.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Schema = { readonly [keyword: string]: Json };

const root = JSON.parse(readFileSync(new URL('./schema.json', import.meta.url), 'utf8')) as Schema;

/** Keywords that describe and do not judge. */
const ANNOTATIONS = ['$schema', '$id', '$defs', 'title', 'description'];

/** Each keyword: true when `value` satisfies it. `schema` has the neighbors a keyword refers to. */
const KEYWORDS: Record<string, (arg: never, value: Json, schema: Schema) => boolean> = {
  $ref: (ref: string, value) =>
    accepts((root.$defs as Schema)[ref.replace('#/$defs/', '')] as Schema, value),
  type: (type: string | string[], value) => [type].flat().some((name) => typeOf(value, name)),
  const: (constant: Json, value) => constant === value,
  enum: (options: Json[], value) => options.includes(value),
  not: (schema: Schema, value) => !accepts(schema, value),
  anyOf: (schemas: Schema[], value) => schemas.some((schema) => accepts(schema, value)),
  pattern: (pattern: string, value) =>
    typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  minLength: (n: number, value) => typeof value !== 'string' || [...value].length >= n,
  maxLength: (n: number, value) => typeof value !== 'string' || [...value].length <= n,
  minimum: (n: number, value) => typeof value !== 'number' || value >= n,
  maximum: (n: number, value) => typeof value !== 'number' || value <= n,
  maxItems: (n: number, value) => !Array.isArray(value) || value.length <= n,
  minItems: (n: number, value) => !Array.isArray(value) || value.length >= n,
  prefixItems: (schemas: Schema[], value) =>
    !Array.isArray(value) ||
    value.every((item, i) => i >= schemas.length || accepts(schemas[i], item)),
  items: (schema: Schema, value) =>
    !Array.isArray(value) || value.every((item) => accepts(schema, item)),
  maxProperties: (n: number, value) => !isObject(value) || Object.keys(value).length <= n,
  required: (names: string[], value) =>
    !isObject(value) || names.every((name) => Object.hasOwn(value, name)),
  propertyNames: (schema: Schema, value) =>
    !isObject(value) || Object.keys(value).every((key) => accepts(schema, key)),
  properties: (properties: Record<string, Schema>, value) =>
    !isObject(value) ||
    Object.entries(properties).every(
      ([key, schema]) => !Object.hasOwn(value, key) || accepts(schema, value[key]),
    ),
  additionalProperties: (schema: Schema | false, value, { properties }) =>
    !isObject(value) ||
    Object.keys(value)
      .filter((key) => !Object.hasOwn((properties ?? {}) as object, key))
      .every((key) => schema !== false && accepts(schema, value[key])),
};

function accepts(schema: Schema, value: Json): boolean {
  return Object.entries(schema).every(([keyword, arg]) => {
    if (ANNOTATIONS.includes(keyword)) return true;
    return KEYWORDS[keyword](arg as never, value, schema);
  });
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: Json, name: string): boolean {
  switch (name) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === name;
  }
}

/** What a schema cannot say; docs/format.md lists it. */
const BEYOND_SCHEMA = [
  'dangling-edge',
  'bad-reference',
  'unknown-attribute',
  'too-deep',
  'too-large',
];

const sound = {
  format: 'gradwire',
  version: 2,
  name: 'f',
  target: 'f',
  nodes: {
    x: {
      op: 'input',
      name: 'x',
      attrs: { value: [[1, 2]], shape: ['N', 2] },
      position: { x: 0, y: 0 },
    },
    f: { op: 'sum', attrs: { axes: null, keepDims: true }, stream: 'f.1' },
  },
  edges: { e1: { from: 'x', to: 'f', port: 'x' } },
  training: {
    loss: 'f',
    features: 'x',
    targets: 'x',
    dataset: {
      kind: 'file',
      size: 4,
      noise: 0.1,
      seed: 1,
      options: { margin: 0.5 },
      testShare: 0.25,
      standardize: true,
      file: {
        name: 'iris.csv',
        hash: '0123456789abcdef'.repeat(4),
        header: true,
        skip: 2,
        encoding: 'windows-1252',
        separator: 'semicolon',
        decimal: 'comma',
        thousands: 'none',
        quotes: 'backslash',
        gaps: 'empty',
        target: 'species',
        classes: true,
        leaveOut: ['id'],
        missing: 'mean',
      },
      points: [[0.5, -1, 2]],
    },
    rate: 0.1,
    optimizer: { kind: 'adam', options: { beta1: 0.8, correction: false } },
    schedule: { kind: 'constant', options: {} },
    batch: 4,
    seed: 4294967295,
  },
  lesson: {
    chapter: 'Values',
    teaches: 'A sum.',
    text: 'The [sum](node:f).',
    stops: [
      {
        title: 'Back',
        text: '',
        mode: 'step',
        position: { iteration: 2, pass: 'backward', node: 'x', edge: 'e1' },
        target: 'f',
        nodes: ['x'],
        edges: ['e1'],
        values: { x: [[1, 2]] },
      },
    ],
    question: {
      of: 'value',
      node: 'f',
      element: 0,
      text: 'Which x?',
      wanted: 5,
      within: 0.1,
      solution: { x: [[2, 3]] },
      reason: '',
    },
    exercise: {
      blanks: [
        { kind: 'number', of: 'gradient', node: 'x', element: 1, within: 0 },
        { kind: 'operation', node: 'f', choices: ['sum', 'mean'] },
        { kind: 'wire', from: 'x', to: 'f', port: 'x' },
      ],
      draw: { x: [1, 2, 3] },
    },
  },
};

/** Asserts that schema and validator agree about `raw`, and gives their verdict. */
function check(raw: Json): boolean {
  const { document, problems } = validateDocument(raw);
  const verdict = accepts(root, raw);
  if (document !== null) expect([raw, verdict]).toEqual([raw, true]);
  else {
    const beyond = problems.every(({ code }) => BEYOND_SCHEMA.includes(code));
    expect([raw, verdict, problems]).toEqual([raw, beyond, problems]);
  }
  return verdict;
}

type Path = readonly (string | number)[];

function* pathsOf(value: Json, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield* pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** `value` with what stands at `path` replaced, or left out where `put` is undefined. */
function replaced(value: Json, [key, ...rest]: Path, put: Json | undefined): Json {
  if (key === undefined) return put ?? null;
  if (Array.isArray(value))
    return value.map((item, i) => (i === key ? replaced(item, rest, put) : item));
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries
      .filter(([name]) => name !== key || rest.length > 0 || put !== undefined)
      .map(([name, child]) => [name, name === key ? replaced(child, rest, put) : child]),
  );
}

const paths = [...pathsOf(sound)];

test('the schema accepts a sound file, without what may be left out as well', () => {
  expect(check(sound)).toBe(true);
  const { target, training, lesson, ...least } = sound;
  expect(check(least)).toBe(true);
  expect(check({ ...least, nodes: {}, edges: {} })).toBe(true);
});

test('schema and validator agree when any field is left out', () => {
  const verdicts = paths.slice(1).map((path) => check(replaced(sound, path, undefined)));
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
});

test('schema and validator agree when any value is replaced', () => {
  const edge = fc.constantFrom<Json>(
    ...[
      null,
      true,
      false,
      0,
      -1,
      1,
      1.5,
      1e6,
      1e6 + 1,
      -1e7,
      1e7 + 1,
      4294967295,
      4294967296,
      1e300,
    ],
    ...[
      '',
      'x',
      'f',
      'add',
      'gradwire',
      'N',
      'a'.repeat(64),
      'a'.repeat(65),
      'a'.repeat(200),
      'a'.repeat(201),
    ],
    ...['🙂'.repeat(64), '🙂'.repeat(200), '🙂'.repeat(201)],
    ...[
      [],
      {},
      [1],
      ['N', 1],
      [null],
      [[1], ['a'.repeat(201)]],
      { x: 1 },
      { x: 0, y: 1e8 },
      { op: 'add' },
    ],
    ...['__proto__', 'constructor', 'prototype', 'valueOf', 'a b', 'a.b-c_d'].map((key) =>
      JSON.parse(`{"${key}": {"op": "input"}}`),
    ),
    { from: 'x', to: 'f', port: '' },
  );
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(
      fc.constantFrom(...paths),
      fc.oneof(edge, fc.jsonValue() as fc.Arbitrary<Json>),
      (path, put) => {
        verdicts.add(check(replaced(sound, path, put)));
      },
    ),
    { numRuns: 5000 },
  );
  expect(verdicts).toEqual(new Set([true, false]));
});

test('schema and validator agree about what stands where nothing belongs', () => {
  for (const path of paths) {
    const at = path.reduce<Json>((value, key) => (value as Record<string, Json>)[key], sound);
    if (isObject(at)) check(replaced(sound, path, { ...at, extra: { op: 'input' } }));
  }
});
