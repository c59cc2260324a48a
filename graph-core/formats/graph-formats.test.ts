import { describe, expect, test } from 'vitest';
import { emptyDocument } from '../graph/document.ts';
import { isRefused } from '../graph/problem.ts';
import { granted, reasons } from '../testing/granted.ts';
import { line } from '../testing/training-documents.ts';
import type { GraphFormat } from './graph-format.ts';
import {
  FORMATS,
  openGraph,
  readableTypes,
  readerByContents,
  writeGraph,
} from './graph-formats.ts';
import { jsonFormat } from './json/json-format.ts';

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Only read: bytes that begin with 7; every document in it is empty. */
const seven: GraphFormat = {
  title: 'Seven',
  endings: ['.7', '.json.7'],
  mediaType: 'application/seven',
  reader: {
    begins: ([first]) => first === 7,
    open: async () => ({ document: emptyDocument('seven'), problems: [] }),
  },
  write: null,
};

/** Only written: the name of the document, as bytes. */
const name: GraphFormat = {
  title: 'Name',
  endings: ['.name'],
  mediaType: 'text/plain',
  reader: null,
  write: async ({ name }) => bytesOf(name),
};

const formats = [jsonFormat, seven, name];

describe.each(FORMATS.map((format) => [format.title, format] as const))('%s', (_, format) => {
  test('has endings in lower case with their dot', () => {
    for (const ending of format.endings) expect(ending).toMatch(/^\.[a-z0-9.]+$/);
  });

  test('can be read or written', () => {
    expect(format.reader !== null || format.write !== null).toBe(true);
  });

  test('gives back what it has written, and knows it by its contents', async () => {
    if (format.reader === null || format.write === null) return;
    const written = granted(await format.write(line()));
    const bytes = typeof written === 'string' ? bytesOf(written) : written;
    expect(readerByContents(bytes)).toBe(format.reader);
    expect(granted(await format.reader.open(bytes)).document).toEqual(line());
  });

  test('refuses nonsense with reasons, and never throws', async () => {
    if (format.reader === null) return;
    for (const bytes of [[], [0], [255, 254, 0], [7, 7, 7], [123], [123, 34]]) {
      const opened = await format.reader.open(Uint8Array.from(bytes));
      expect(isRefused(opened) && opened.refused.length > 0).toBe(true);
    }
  });
});

test('no two formats share an ending', () => {
  const endings = FORMATS.flatMap((format) => format.endings);
  expect(new Set(endings).size).toBe(endings.length);
});

test('contents tell a format before the name does', async () => {
  const opened = await openGraph('graph.json', Uint8Array.of(7, 1), formats);
  expect(granted(opened).document.name).toBe('seven');
  const json = bytesOf(granted(await writeGraph('a.json', line(), formats)) as string);
  expect(granted(await openGraph('a.7', json, formats)).document).toEqual(line());
});

test('the name tells where the contents say nothing, by its longest ending', async () => {
  expect(granted(await openGraph('a.JSON.7', Uint8Array.of(1), formats)).document.name).toBe(
    'seven',
  );
});

test('what neither contents nor name tell is taken for the first format', async () => {
  const [problem] = reasons(await openGraph('a', Uint8Array.of(255), formats));
  expect(problem).toMatchObject({ code: 'not-json', message: 'the file is not UTF-8 text' });
});

test('a rich text begins with a brace and is no graph', () => {
  expect(readerByContents(bytesOf('{\\rtf1'))).toBeNull();
  expect(readerByContents(bytesOf('\ufeff \n{ "format": 1'))).toBe(jsonFormat.reader);
});

test('a format that is only written is not read, one that is only read is not written', async () => {
  expect(reasons(await openGraph('a.name', Uint8Array.of(1), formats))).toEqual([
    {
      code: 'write-only',
      message: 'Name is written, not read',
      hint: 'open a file saved by Gradwire',
    },
  ]);
  expect(reasons(await writeGraph('a.7', line(), formats))).toEqual([
    { code: 'read-only', message: 'Seven is read, not written', hint: 'end the name in .json' },
  ]);
  expect(granted(await writeGraph('a.name', emptyDocument('b'), formats))).toEqual(bytesOf('b'));
});

test('a file dialog offers what can be read', () => {
  expect(readableTypes(formats)).toBe('.json,application/json,.7,.json.7,application/seven');
});
