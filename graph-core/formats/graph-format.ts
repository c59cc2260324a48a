/**
 * A format that graphs are kept in. One is a folder of this room and a line of `graph-formats.ts`; it can be read, written, or
 * both. What is large may load itself only when it is asked: reading and writing can be promises.
 */
import type { GraphDocument } from '../graph/document.ts';
import type { Problem, Refused } from '../graph/problem.ts';

/** A document that was read, with what is wrong with it and does not keep it from being opened. */
export interface OpenedGraph {
  readonly document: GraphDocument;
  readonly problems: readonly Problem[];
}

/** A value, or a promise of it. */
type Promised<T> = T | Promise<T>;

/** One format. */
export interface GraphFormat {
  /** As menus and messages call it: `Gradwire JSON`. */
  readonly title: string;
  /** Of file names, in lower case with the dot; the first one is written. */
  readonly endings: readonly [string, ...string[]];
  readonly mediaType: string;
  /** Null for a format that is only written. */
  readonly reader: GraphReader | null;
  /** Null for a format that is only read. Text or bytes, or why the document cannot be said in it. */
  readonly write:
    | ((document: GraphDocument) => Promised<string | Uint8Array<ArrayBuffer> | Refused>)
    | null;
}

/** How a format is read. */
export interface GraphReader {
  /** True for contents that begin as those of this format only. */
  readonly begins: (bytes: Uint8Array) => boolean;
  /** The document in a file, never more than half of it: refused, or opened with what is wrong. */
  readonly open: (bytes: Uint8Array) => Promised<OpenedGraph | Refused>;
}
