/** The format of Gradwire's own files, as one of the formats that graphs are kept in. */
import { refuse } from '../../graph/problem.ts';
import type { GraphFormat } from '../graph-format.ts';
import { formatDocument } from './format-document.ts';
import { parseDocument } from './parse-document.ts';

/** Bytes that are looked at to tell it from others. */
const BEGINNING = 200;

/** JSON; docs/format.md describes it. */
export const jsonFormat: GraphFormat = {
  title: 'Gradwire JSON',
  endings: ['.json'],
  mediaType: 'application/json',
  reader: {
    begins: (bytes) =>
      /^(?:ï»¿)?\s*\{\s*["}]/.test(String.fromCharCode(...bytes.subarray(0, BEGINNING))),
    open: (bytes) => {
      const text = utf8(bytes);
      if (text === null) {
        return refuse({
          code: 'not-json',
          message: 'the file is not UTF-8 text',
          hint: 'choose a file saved by Gradwire, or save it as UTF-8',
        });
      }
      const { document, problems } = parseDocument(text);
      return document === null ? refuse(...problems) : { document, problems };
    },
  },
  write: formatDocument,
};

/** Null for bytes that are no text. */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
