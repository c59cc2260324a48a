/**
 * JSON text (RFC 8259) → values. Our own reader, because `JSON.parse` keeps the last of two equal keys
 * without a word, turns 1e999 into Infinity and 1e-999 into 0, gives no line and column, and has no limits. Objects have
 * no prototype, so `__proto__` is a key like any other. Recursion is bounded by `MAX_DEPTH`.
 */

import { MAX_DEPTH, MAX_FIELDS, MAX_LIST_ITEMS } from '../../graph/limits.ts';
import { INSTEAD_OF_VANISHING, vanishes } from '../../graph/wording/numeral.ts';
import { printable } from '../../graph/wording/printable.ts';
import type { Place } from './file-place.ts';
import type { ProblemList } from './problem-list.ts';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NUMBER_LIKE = /[-+.\w]+/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * The value of `text`, or undefined when it cannot be read to its end. Problems go to `problems`;
 * after a repeated key or a number that is not finite, reading goes on to find the others.
 */
export function readJson(text: string, problems: ProblemList): unknown {
  return new Reader(text, problems).document();
}

class Reader {
  private at = 0;
  private listItems = 0;
  private fields = 0;
  private readonly text: string;
  private readonly problems: ProblemList;

  constructor(text: string, problems: ProblemList) {
    this.text = text;
    this.problems = problems;
  }

  document(): unknown {
    if (this.text.startsWith('\ufeff')) this.at = 1;
    this.skipSpace();
    if (this.at === this.text.length) {
      this.problems.at(null, 'not-json', 'the file is empty', 'choose a file saved by Gradwire');
      return undefined;
    }
    const value = this.value(null, 1);
    if (value === undefined) return undefined;
    this.skipSpace();
    if (this.at === this.text.length) return value;
    return this.fail('something follows the end of the document', 'delete what follows');
  }

  private value(place: Place | null, depth: number): unknown {
    const first = this.text[this.at];
    if (first === '{' || first === '[') {
      if (depth > MAX_DEPTH) {
        return this.fail(
          `nested deeper than ${MAX_DEPTH} levels`,
          'a document is at most 12 levels deep',
          'too-deep',
        );
      }
      this.at++;
      return first === '{' ? this.object(place, depth) : this.list(place, depth);
    }
    if (first === '"') return this.string();
    return this.word(place);
  }

  private object(place: Place | null, depth: number): unknown {
    const object: Record<string, unknown> = Object.create(null);
    if (this.closes('}')) return object;
    for (;;) {
      this.skipSpace();
      if (this.text[this.at] !== '"') return this.failAt('a key in double quotes', '}');
      const keyAt = this.at;
      const key = this.string();
      if (key === undefined) return undefined;
      const here: Place = { parent: place, key };
      if (Object.hasOwn(object, key)) {
        this.problems.at(
          here,
          'duplicate-key',
          () => `"${printable(key, 40)}" is there twice; the second is at ${this.position(keyAt)}`,
          'delete one of them',
        );
      }
      if (++this.fields > MAX_FIELDS) {
        return this.fail(`more than ${MAX_FIELDS} fields`, 'split the graph', 'too-large');
      }
      this.skipSpace();
      if (this.text[this.at] !== ':') return this.failAt('a colon after the key');
      this.at++;
      this.skipSpace();
      const value = this.value(here, depth + 1);
      if (value === undefined) return undefined;
      object[key] = value;
      if (this.closes('}')) return object;
      if (this.text[this.at] !== ',') return this.failAt('a comma or }');
      this.at++;
    }
  }

  private list(place: Place | null, depth: number): unknown {
    const items: unknown[] = [];
    if (this.closes(']')) return items;
    for (;;) {
      if (++this.listItems > MAX_LIST_ITEMS) {
        return this.fail(
          `more than ${MAX_LIST_ITEMS} items in lists`,
          'leave large tensors out: use an initializer, or give them with --inputs',
          'too-large',
        );
      }
      this.skipSpace();
      if (this.text[this.at] === ']') return this.failAt('a value', ']');
      const value = this.value({ parent: place, key: items.length }, depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
      if (this.closes(']')) return items;
      if (this.text[this.at] !== ',') return this.failAt('a comma or ]');
      this.at++;
    }
  }

  private string(): string | undefined {
    this.at++;
    let text = this.plainText();
    while (this.text[this.at] === '\\') {
      const letter = this.text[this.at + 1];
      const simple = letter === undefined ? undefined : ESCAPES[letter];
      const code = this.text.slice(this.at + 2, this.at + 6);
      if (simple !== undefined) {
        text += simple;
        this.at += 2;
      } else if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(code)) {
        text += String.fromCharCode(Number.parseInt(code, 16));
        this.at += 6;
      } else {
        return this.fail('a \\ that begins no escape', 'write \\\\ for a backslash');
      }
      text += this.plainText();
    }
    if (this.text[this.at] !== '"') return this.failAt('the closing quote of a text');
    this.at++;
    return text;
  }

  /** Characters up to a quote, a backslash or one that may not stand in a text. */
  private plainText(): string {
    const start = this.at;
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34 || code === 92 || code < 32) break;
    }
    return this.text.slice(start, this.at);
  }

  private word(place: Place | null): unknown {
    const start = this.at;
    const token = this.match(NUMBER);
    const whole = token + this.match(NUMBER_LIKE);
    if (whole === 'true') return true;
    if (whole === 'false') return false;
    if (whole === 'null') return null;
    if (token !== '' && token === whole) {
      const number = Number(token);
      if (vanishes(token)) return this.tooSmall(place, token);
      return Number.isFinite(number) ? number : this.notFinite(place, token);
    }
    if (/^[-+]?(?:NaN|Infinity|inf)$/i.test(whole)) {
      return this.notFinite(place, whole);
    }
    this.at = start;
    if (whole === '') return this.failAt('a value');
    return this.fail(
      `"${printable(whole, 40)}" is no JSON value`,
      /^[-+.\d]/.test(whole) ? 'write numbers as 12, 0.5 or 1e-7' : 'put text in double quotes',
    );
  }

  /** Reading goes on with 0; the problem keeps it from being used. */
  private notFinite(place: Place | null, token: string): number {
    this.problems.at(
      place,
      'not-finite',
      `${printable(token, 40)} is not a finite number`,
      'use a number below 1.8e308',
    );
    return 0;
  }

  private tooSmall(place: Place | null, token: string): number {
    const message = `${printable(token, 40)} is not 0, but too small for a double`;
    this.problems.at(place, 'too-small', message, INSTEAD_OF_VANISHING);
    return 0;
  }

  private closes(bracket: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const token = pattern.exec(this.text)?.[0] ?? '';
    this.at += token.length;
    return token;
  }

  /** What stands here instead of `wanted`; `bracket` closes something, so a comma came before it. */
  private failAt(wanted: string, bracket?: string): undefined {
    const letter = this.text[this.at];
    if (letter === undefined) {
      return this.fail(
        `the file ends where ${wanted} belongs`,
        'the file is cut off: save it again',
      );
    }
    if (letter === bracket) return this.fail(`a comma before ${bracket}`, 'delete the comma');
    const code = letter.charCodeAt(0);
    const name =
      code > 32 && code < 127
        ? letter
        : `character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return this.fail(
      `${name} where ${wanted} belongs`,
      letter === "'"
        ? 'use double quotes'
        : letter === '/'
          ? 'delete the comment'
          : 'repair the JSON text',
    );
  }

  private fail(message: string, hint: string, code = 'not-json'): undefined {
    this.problems.at(null, code, `${this.position(this.at)}: ${message}`, hint);
    return undefined;
  }

  /** Lines end with LF, CRLF or CR; columns count UTF-16 units from 1. */
  private position(at: number): string {
    let line = 1;
    let start = this.text.startsWith('\ufeff') ? 1 : 0;
    const ends = /\r\n?|\n/g;
    for (
      let end = ends.exec(this.text);
      end !== null && end.index < at;
      end = ends.exec(this.text)
    ) {
      line++;
      start = ends.lastIndex;
    }
    return `line ${line}, column ${Math.max(at - start, 0) + 1}`;
  }
}
