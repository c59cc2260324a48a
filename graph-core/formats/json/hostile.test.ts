/** Files made to break things: none may throw, load half or allocate what it only announces. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../../evaluate/evaluation.ts';
import { MAX_BYTES, MAX_EDGES, MAX_NODES } from '../../graph/limits.ts';
import { formatDocument } from './format-document.ts';
import { parseDocument } from './parse-document.ts';

const sound = `{
  "format": "gradwire", "version": 1, "name": "softmax \\ud83d\\ude42 \\"quoted\\"", "target": "f",
  "nodes": {
    "x": { "op": "input", "name": "x", "attrs": { "value": [[1, -0, 1e-7], [1e21, 0.1, 3]] }, "position": { "x": 0, "y": 0 } },
    "f": { "op": "sum", "attrs": { "axes": [0] }, "position": { "x": 180, "y": 0 } }
  },
  "edges": { "e1": { "from": "x", "to": "f", "port": "x" } },
  "training": { "loss": "f", "features": "x", "targets": "x",
    "dataset": { "kind": "xor", "size": 4, "noise": 0.1, "seed": 1 }, "rate": 0.1, "batch": 4, "seed": 1 }
}`;

/** The only problem of a text that is refused: `code: message / hint`. */
function onlyProblem(text: string): string {
  const { document, problems } = parseDocument(text);
  expect(document).toBe(null);
  expect(problems).toHaveLength(1);
  const [{ code, message, hint }] = problems;
  return `${code}: ${message} / ${hint}`;
}

test('the file these tests break is sound', () => {
  expect(parseDocument(sound).problems).toEqual([]);
});

describe('a text that is no JSON is refused with line and column:', () => {
  test.each([
    ['an empty file', '', 'the file is empty / choose a file saved by Gradwire'],
    ['white space', ' \r\n\t', 'the file is empty / choose a file saved by Gradwire'],
    ['only a byte order mark', '\ufeff', 'the file is empty / choose a file saved by Gradwire'],
    [
      'binary',
      '\u0089PNG\r\n\u001a',
      'line 1, column 1: character U+0089 where a value belongs / repair the JSON text',
    ],
    [
      'zeros',
      '\0\0\0\0',
      'line 1, column 1: character U+0000 where a value belongs / repair the JSON text',
    ],
    [
      'a comment',
      '{\n  // hi\n}',
      'line 2, column 3: / where a key in double quotes belongs / delete the comment',
    ],
    [
      'single quotes',
      "{'a': 1}",
      "line 1, column 2: ' where a key in double quotes belongs / use double quotes",
    ],
    [
      'a comma too many',
      '{"a": [1, 2,\r\n]}',
      'line 2, column 1: a comma before ] / delete the comma',
    ],
    [
      'a comma missing',
      '{"a": 1\n"b": 2}',
      'line 2, column 1: " where a comma or } belongs / repair the JSON text',
    ],
    [
      'a bare word',
      '{"a": yes}',
      'line 1, column 7: "yes" is no JSON value / put text in double quotes',
    ],
    [
      'a number with a plus',
      '[+1]',
      'line 1, column 2: "+1" is no JSON value / write numbers as 12, 0.5 or 1e-7',
    ],
    [
      'a number with leading zeros',
      '[007]',
      'line 1, column 2: "007" is no JSON value / write numbers as 12, 0.5 or 1e-7',
    ],
    [
      'a hexadecimal number',
      '[0x10]',
      'line 1, column 2: "0x10" is no JSON value / write numbers as 12, 0.5 or 1e-7',
    ],
    [
      'a line break in a text',
      '["a\nb"]',
      'line 1, column 4: character U+000A where the closing quote of a text belongs / repair the JSON text',
    ],
    [
      'a wrong escape',
      '["\\x41"]',
      'line 1, column 3: a \\ that begins no escape / write \\\\ for a backslash',
    ],
    [
      'two documents',
      '{}{}',
      'line 1, column 3: something follows the end of the document / delete what follows',
    ],
  ])('%s', (_, text, expected) => expect(onlyProblem(text)).toBe(`not-json: ${expected}`));

  test('wherever it was cut off', () => {
    for (let length = 0; length < sound.length; length++) {
      expect(onlyProblem(sound.slice(0, length))).toMatch(
        /^not-json: .*(ends|is empty|is no JSON value|begins no escape)/,
      );
    }
  });
});

test('what looks like JSON.parse, reads like JSON.parse', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.boolean(), (text, pretty) => {
      const spaced = pretty ? JSON.stringify(JSON.parse(text), null, 2) : text;
      const inFile = `{"format": "gradwire", "version": 1, "name": "", "nodes": ${spaced}, "edges": {}}`;
      expect(parseDocument(inFile).problems.filter(({ code }) => code === 'not-json')).toEqual([]);
    }),
  );
});

test('byte order mark and CRLF are no matter', () => {
  const { document, problems } = parseDocument(`\ufeff${sound.replaceAll('\n', '\r\n')}`);
  expect(problems).toEqual([]);
  expect(document).toEqual(parseDocument(sound).document);
});

test('equal keys are refused at both depths with the place of the second', () => {
  const { document, problems } = parseDocument(
    sound
      .replace('"op": "sum"', '"op": "sum", "op": "mean"')
      .replace('"edges"', '"edges": {},\n"edges"'),
  );
  expect(document).toBe(null);
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'nodes.f.op: "op" is there twice; the second is at line 5, column 25',
    'edges: "edges" is there twice; the second is at line 8, column 1',
  ]);
});

test.each([['NaN'], ['Infinity'], ['-Infinity'], ['1e999'], ['-1e999']])(
  '%s is refused at its path',
  (token) => {
    const { document, problems } = parseDocument(sound.replace('0.1, 3', `0.1, ${token}`));
    expect(document).toBe(null);
    expect(problems).toEqual([
      {
        code: 'not-finite',
        path: 'nodes.x.attrs.value[1][2]',
        message: `${token} is not a finite number`,
        hint: 'use a number below 1.8e308',
      },
    ]);
  },
);

test.each([['1e-400'], ['-0.1e-999']])('%s, which would be 0, is refused at its path', (token) => {
  const { document, problems } = parseDocument(sound.replace('0.1, 3', `0.1, ${token}`));
  expect(document).toBe(null);
  expect(problems).toEqual([
    {
      code: 'too-small',
      path: 'nodes.x.attrs.value[1][2]',
      message: `${token} is not 0, but too small for a double`,
      hint: 'use 0, or a number above 4.9e-324',
    },
  ]);
});

test.each([['__proto__'], ['constructor'], ['toString'], ['prototype']])(
  'a key %s is refused and pollutes nothing',
  (key) => {
    for (const [from, to] of [
      ['"x": { "op"', `"${key}": { "polluted": true }, "x": { "op"`],
      ['"e1": {', `"${key}": { "polluted": true }, "e1": {`],
      ['"axes"', `"${key}": { "polluted": true }, "axes"`],
      ['"format"', `"${key}": { "polluted": true }, "format"`],
    ]) {
      const { document, problems } = parseDocument(sound.replace(from, to));
      expect(document).toBe(null);
      expect(problems.some(({ path }) => path?.endsWith(key))).toBe(true);
    }
    expect('polluted' in {}).toBe(false);
  },
);

test('5,000 levels are refused where they get too deep', () => {
  const deep = '['.repeat(5000) + ']'.repeat(5000);
  expect(onlyProblem(deep)).toBe(
    'too-deep: line 1, column 17: nested deeper than 16 levels / a document is at most 12 levels deep',
  );
  const objects = '{"a":'.repeat(5000);
  expect(onlyProblem(objects)).toMatch(/^too-deep/);
  expect(onlyProblem(sound.replace('[[1,', `${'['.repeat(5000)}1,`))).toMatch(/^too-deep/);
  const nine = `${'['.repeat(9)}1${']'.repeat(9)}`;
  expect(onlyProblem(sound.replace(/\[\[.*?\]\]/, nine))).toBe(
    'too-deep: nested deeper than 8 levels / use at most 8 levels',
  );
});

describe('limits are checked before anything is made:', () => {
  test('bytes', () => {
    expect(onlyProblem(' '.repeat(MAX_BYTES + 1))).toMatch(
      /^too-large: the file has 16777217 bytes, the limit is 16777216/,
    );
    expect(onlyProblem('é'.repeat(MAX_BYTES / 2 + 1))).toMatch(
      /^too-large: the file has 16777218 bytes/,
    );
  });
  test('nodes and edges', () => {
    const many = (count: number, entry: string) =>
      `{${Array.from({ length: count }, (_, i) => `"k${i}":${entry}`).join()}}`;
    const file = (nodes: string, edges: string) =>
      `{"format":"gradwire","version":1,"name":"","nodes":${nodes},"edges":${edges}}`;
    expect(onlyProblem(file(many(MAX_NODES + 1, '0'), '{}'))).toBe(
      'too-many: 20001 nodes, the limit is 20000 / split the graph',
    );
    expect(onlyProblem(file('{}', many(MAX_EDGES + 1, '0')))).toBe(
      'too-many: 80001 edges, the limit is 80000 / split the graph',
    );
  });
  test('numbers in one attribute, in a file, and fields', () => {
    const zeros = (count: number) => `[${'0,'.repeat(count - 1)}0]`;
    const value = /\[\[.*?\]\]/;
    expect(onlyProblem(sound.replace(value, zeros(1_000_001)))).toMatch(
      /^too-large: more than 1000000 elements/,
    );
    expect(onlyProblem(sound.replace(value, `[${zeros(500_001)},${zeros(500_001)}]`))).toMatch(
      /^too-large/,
    );
    expect(onlyProblem(`[${zeros(1_000_000)},${zeros(1_000_000)}]`)).toMatch(
      /^too-large: .*more than 2000000 items/,
    );
    const fields = `[{${'"":0,'.repeat(1_000_001)}`;
    expect(parseDocument(fields).problems.at(-1)?.message).toMatch(/more$/);
  });
  test('tensors that a shape announces', () => {
    const text = `{"format":"gradwire","version":1,"name":"","nodes":{
      "w":{"op":"parameter","attrs":{"init":"he","shape":[1000000000,1000000000]}},
      "s":{"op":"sum"}},"edges":{"e":{"from":"w","to":"s","port":"x"}}}`;
    const { document } = parseDocument(text);
    expect(document).not.toBe(null);
    if (document === null) return;
    const { problems, order } = evaluateDocument(document);
    expect(order).toEqual([]);
    expect(problems).toMatchObject([{ code: 'too-large', node: 'w' }]);
  });
});

describe('any change to a sound file', () => {
  /** Whatever opens is whole: it can be written, read again and evaluated. */
  function check(text: string): void {
    const { document, problems } = parseDocument(text);
    if (document === null) {
      expect(problems.length).toBeGreaterThan(0);
      return;
    }
    const written = formatDocument(document);
    const again = parseDocument(written);
    expect(again.document).toEqual(document);
    expect(again.problems).toEqual(problems);
    expect(formatDocument(document)).toBe(written);
    evaluateDocument(document);
  }

  test('of characters never throws and never loads half', () => {
    const edit = fc.record({
      at: fc.nat(sound.length),
      drop: fc.nat(6),
      put: fc.oneof(
        fc.constantFrom(
          '"',
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '\\',
          '-',
          '0',
          '1e9',
          'null',
          '\ud800',
          '\u0000',
        ),
        fc.string({ maxLength: 3 }),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = sound;
        for (const { at, drop, put } of edits)
          text = text.slice(0, at) + put + text.slice(at + drop);
        check(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('of values never throws and never loads half', () => {
    const tokens = sound.match(/"[^"]*"|-?[\d.]+(?:e-?\d+)?|[[\]{}:,]/g) ?? [];
    fc.assert(
      fc.property(
        fc.nat(tokens.length - 1),
        fc.oneof(
          fc.json({ maxDepth: 3 }),
          fc.constantFrom(...tokens),
          fc.constantFrom(
            'true',
            'null',
            '-1',
            '1.5',
            '1e300',
            '[]',
            '{}',
            '""',
            '["N"]',
            '[[],[]]',
            '[-1]',
          ),
        ),
        (at, put) => check(tokens.map((token, i) => (i === at ? put : token)).join(' ')),
      ),
      { numRuns: 2000 },
    );
  });
});
