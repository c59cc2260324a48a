/** Every format that graphs are kept in. */
import type { GraphDocument } from '../graph/document.ts';
import { type Refused, refuse } from '../graph/problem.ts';
import type { GraphFormat, GraphReader, OpenedGraph } from './graph-format.ts';
import { jsonFormat } from './json/json-format.ts';

/** In the order in which contents are asked; the first one is what a file is taken for that says nothing. */
export const FORMATS: readonly [GraphFormat, ...GraphFormat[]] = [jsonFormat];

/** The reader of a format that contents begin as; null when they begin as none. */
export function readerByContents(
  bytes: Uint8Array,
  formats: readonly GraphFormat[] = FORMATS,
): GraphReader | null {
  const claiming = formats.find(({ reader }) => reader?.begins(bytes) === true);
  return claiming?.reader ?? null;
}

/** The document in a file: by its contents, else by the ending of its name. */
export async function openGraph(
  name: string,
  bytes: Uint8Array,
  formats: readonly GraphFormat[] = FORMATS,
): Promise<OpenedGraph | Refused> {
  const reader = readerByContents(bytes, formats);
  if (reader !== null) return reader.open(bytes);
  const named = formatByName(name, formats) ?? formats[0];
  if (named.reader !== null) return named.reader.open(bytes);
  const message = `${named.title} is written, not read`;
  return refuse({ code: 'write-only', message, hint: 'open a file saved by Gradwire' });
}

/** The document as a file of this name: in the format of its ending. */
export async function writeGraph(
  name: string,
  document: GraphDocument,
  formats: readonly GraphFormat[] = FORMATS,
): Promise<string | Uint8Array<ArrayBuffer> | Refused> {
  const named = formatByName(name, formats) ?? formats[0];
  if (named.write !== null) return named.write(document);
  const message = `${named.title} is read, not written`;
  return refuse({ code: 'read-only', message, hint: `end the name in ${FORMATS[0].endings[0]}` });
}

/** What a file dialog offers: the endings and types of all formats that can be read. */
export function readableTypes(formats: readonly GraphFormat[] = FORMATS): string {
  const readable = formats.filter(({ reader }) => reader !== null);
  return readable.flatMap(({ endings, mediaType }) => [...endings, mediaType]).join(',');
}

/** The format of the longest ending that a name has; null when it has none of them. */
function formatByName(name: string, formats: readonly GraphFormat[]): GraphFormat | null {
  const lower = name.toLowerCase();
  let [best, length] = [null as GraphFormat | null, 0];
  for (const format of formats) {
    for (const ending of format.endings) {
      if (ending.length <= length || !lower.endsWith(ending)) continue;
      [best, length] = [format, ending.length];
    }
  }
  return best;
}
