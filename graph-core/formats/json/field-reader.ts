/**
 * Readers: raw value → typed copy, or undefined with the problem noted. They are small functions that
 * compose, so that the layout of a document reads as a table (document-layout.ts).
 */
import { suggestion } from '../../graph/wording/nearest-name.ts';
import { printable, printedValue } from '../../graph/wording/printable.ts';
import type { Place } from './file-place.ts';
import type { ProblemList } from './problem-list.ts';

/** Copies a raw value, or notes what is wrong with it and gives undefined. */
export type Read<T> = (raw: unknown, place: Place | null, problems: ProblemList) => T | undefined;

/** A field of an object. */
export interface Field<T> {
  readonly read: Read<T>;
  readonly optional: boolean;
}

/** A field that must be there. */
export const required = <T>(read: Read<T>): Field<T> => ({ read, optional: false });

/** A field that may be missing; the copy then misses it too. */
export const optional = <T>(read: Read<T>): Field<T> => ({ read, optional: true });

/** Text of `min` to `max` characters (code points, as in JSON Schema). */
export function text(min: number, max: number): Read<string> {
  return (raw, place, problems) => {
    if (typeof raw !== 'string') return wrongType(raw, 'text', place, problems);
    const length = raw.length > 2 * max ? raw.length : [...raw].length;
    if (length > max) {
      problems.at(
        place,
        'too-long',
        `${length} characters, the limit is ${max}`,
        'shorten the text',
      );
      return undefined;
    }
    if (raw.length < min) {
      problems.at(
        place,
        'empty-text',
        'the text is empty',
        'write something or leave the field out',
      );
      return undefined;
    }
    return raw;
  };
}

/** Exactly this value. */
export function exactly<const T extends string | number>(value: T): Read<T> {
  return (raw, place, problems) => {
    if (raw === value) return value;
    problems.at(
      place,
      'wrong-value',
      `${printedValue(raw)} where ${printedValue(value)} belongs`,
      `write ${printedValue(value)}`,
    );
    return undefined;
  };
}

/** One of these words. */
export function oneOf<const T extends string>(words: readonly T[]): Read<T> {
  return (raw, place, problems) => {
    const match = words.find((word) => word === raw);
    if (match !== undefined) return match;
    const choices = words.map((word) => printedValue(word)).join(' or ');
    problems.at(
      place,
      'wrong-value',
      `${printedValue(raw)} where ${choices} belongs`,
      `write ${choices}`,
    );
    return undefined;
  };
}

/** Text that a pattern fits, called `noun`. */
export function matching(pattern: RegExp, noun: string): Read<string> {
  return (raw, place, problems) => {
    if (typeof raw === 'string' && pattern.test(raw)) return raw;
    return wrongType(raw, noun, place, problems);
  };
}

/** True or false. */
export const truthValue: Read<boolean> = (raw, place, problems) =>
  typeof raw === 'boolean' ? raw : wrongType(raw, 'true or false', place, problems);

/** A list of at most `max` items, read one by one. */
export function list<T>(read: Read<T>, max: number, noun: string): Read<readonly T[]> {
  return (raw, place, problems) => {
    if (!Array.isArray(raw)) return wrongType(raw, `a list of ${noun}`, place, problems);
    if (raw.length > max) {
      const message = `${raw.length} ${noun}, the limit is ${max}`;
      problems.at(place, 'too-many', message, `use at most ${max}`);
      return undefined;
    }
    const copies: T[] = [];
    raw.forEach((item, index) => {
      const copy = read(item, { parent: place, key: index }, problems);
      if (copy !== undefined) copies.push(copy);
    });
    return copies.length === raw.length ? copies : undefined;
  };
}

/** A list of exactly these, called `noun` together. */
export function tuple<T extends readonly unknown[]>(
  items: { readonly [K in keyof T]: Read<T[K]> },
  noun: string,
): Read<T> {
  const any: Read<readonly unknown[]> = (raw, place, problems) => {
    if (!Array.isArray(raw) || raw.length !== items.length) {
      return wrongType(raw, noun, place, problems);
    }
    const copies = items.map((read, index) =>
      read(raw[index], { parent: place, key: index }, problems),
    );
    return copies.includes(undefined) ? undefined : copies;
  };
  // One reader for each item: the copy has the items' types in their order.
  return any as Read<T>;
}

/** A finite number within bounds (inclusive). */
export function numberWithin(min: number, max: number, whole?: 'whole'): Read<number> {
  return (raw, place, problems) => {
    if (typeof raw !== 'number') return wrongType(raw, 'a number', place, problems);
    const kind = whole === undefined ? 'a finite number' : 'a whole number';
    const fits = whole === undefined ? Number.isFinite(raw) : Number.isSafeInteger(raw);
    if (fits && raw >= min && raw <= max) return raw;
    problems.at(
      place,
      'out-of-range',
      `${printedValue(raw)} is not ${kind} from ${min} to ${max}`,
      `use ${kind} from ${min} to ${max}`,
    );
    return undefined;
  };
}

/** A finite number, or true or false. */
export const option: Read<number | boolean> = (raw, place, problems) =>
  typeof raw === 'boolean' || (typeof raw === 'number' && Number.isFinite(raw))
    ? raw
    : wrongType(raw, 'a number, true or false', place, problems);

/** An object with these fields and no others; a field that is undefined is not there, as in JSON. */
export function object<T>(
  fields: { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> },
): Read<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (raw, place, problems) => {
    if (!isObject(raw)) return wrongType(raw, 'an object', place, problems);
    let sound = true;
    for (const key of Object.keys(raw)) {
      if (raw[key] === undefined || names.some((name) => name === key)) continue;
      sound = false;
      problems.at(
        { parent: place, key },
        'unknown-field',
        `"${printable(key, 40)}" is not a field of this version`,
        () => suggestion(key, names, 'delete it'),
      );
    }
    const copy: Partial<T> = {};
    for (const name of names) {
      const field = fields[name];
      if (!Object.hasOwn(raw, name) || raw[name] === undefined) {
        if (field.optional) continue;
        sound = false;
        problems.at(place, 'missing-field', `"${name}" is missing`, `add "${name}"`);
        continue;
      }
      const value = field.read(raw[name], { parent: place, key: name }, problems);
      if (value === undefined) sound = false;
      else copy[name] = value;
    }
    return sound ? (copy as T) : undefined;
  };
}

/** A record by key: at most `max` entries, keys that `keyFits`, values read one by one. */
export function record<T>(
  read: Read<T>,
  keyFits: (key: string) => boolean,
  max: number,
  noun: string,
  hint = 'split the graph',
): Read<Record<string, T>> {
  return (raw, place, problems) => {
    if (!isObject(raw)) return wrongType(raw, `an object of ${noun} by key`, place, problems);
    const keys = Object.keys(raw);
    if (keys.length > max) {
      problems.at(place, 'too-many', `${keys.length} ${noun}, the limit is ${max}`, hint);
      return undefined;
    }
    let sound = true;
    const copy: Record<string, T> = Object.create(null);
    for (const key of keys) {
      const here: Place = { parent: place, key };
      if (!keyFits(key)) {
        sound = false;
        problems.at(
          here,
          'bad-key',
          `"${printable(key, 40)}" cannot be a key`,
          'use 1 to 64 letters, digits, _ . or -, and no name built into JavaScript',
        );
        continue;
      }
      const value = read(raw[key], here, problems);
      if (value === undefined) sound = false;
      else copy[key] = value;
    }
    return sound ? copy : undefined;
  };
}

/** Notes that a value is of another type. */
export function wrongType(
  raw: unknown,
  wanted: string,
  place: Place | null,
  problems: ProblemList,
): undefined {
  const actual = isObject(raw) ? 'an object' : printedValue(raw);
  problems.at(place, 'wrong-type', `${actual} where ${wanted} belongs`, `write ${wanted}`);
  return undefined;
}

/** True for what JSON writes in braces. */
export function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
