/**
 * Text → document. Structure first: with one fault in it there is no document, so nothing is ever half
 * loaded. Then sense: what inference finds wrong with a sound structure is listed, and the document
 * opens. docs/format.md says which is which.
 */
import type { GraphDocument, GraphNode, NodeId } from '../../graph/document.ts';
import { MAX_BYTES } from '../../graph/limits.ts';
import { placeNodes } from '../../graph/place-nodes.ts';
import type { Problem } from '../../graph/problem.ts';
import { nearestName, suggestion } from '../../graph/wording/nearest-name.ts';
import { printable, printedValue } from '../../graph/wording/printable.ts';
import { inferDocument } from '../../infer/infer-document.ts';
import { OP_TYPES } from '../../ops/registry.ts';
import { checkAttributes, knowsAttributes } from './attribute-reader.ts';
import { documentLayout, type WrittenDocument } from './document-layout.ts';
import { isObject } from './field-reader.ts';
import { formatPath, type Place } from './file-place.ts';
import { readJson } from './json-reader.ts';
import { ProblemList } from './problem-list.ts';
import { upgradeDocument } from './upgrade.ts';

/** What became of a file. */
export interface ParsedDocument {
  /** Null when the structure is at fault: then nothing of the file is used. */
  readonly document: GraphDocument | null;
  readonly problems: readonly Problem[];
}

/** The document in `text`, and everything wrong with it. Never throws. */
export function parseDocument(text: string): ParsedDocument {
  const problems = new ProblemList();
  const bytes = utf8Length(text);
  if (bytes > MAX_BYTES) {
    const message = `the file has ${bytes} bytes, the limit is ${MAX_BYTES}`;
    problems.at(null, 'too-large', message, 'split the graph, or leave large tensors out');
    return { document: null, problems: problems.list() };
  }
  const raw = readJson(text, problems);
  // A repeated key lets reading go on, so that the other problems are found as well.
  const sound = problems.isEmpty;
  const { document } = raw === undefined ? { document: null } : check(raw, problems);
  return { document: sound ? document : null, problems: problems.list() };
}

/** The same for a value that is already there, for example from a database. It is copied. */
export function validateDocument(raw: unknown): ParsedDocument {
  const problems = new ProblemList();
  const { document } = check(raw, problems);
  return { document, problems: problems.list() };
}

function check(raw: unknown, problems: ProblemList): { readonly document: GraphDocument | null } {
  const document = assemble(raw, problems);
  if (document !== null) {
    checkAttributes(document, problems);
    // Attributes were just reported with their paths.
    for (const problem of inferDocument(document).problems) {
      if (problem.code === 'bad-attribute') continue;
      problems.push({ ...problem, hint: hintFor(problem, document), path: pathOf(problem) });
    }
  }
  return { document };
}

/** Structure: layout, names of attributes and references. */
function assemble(raw: unknown, problems: ProblemList): GraphDocument | null {
  if (!isObject(raw)) {
    const actual = Array.isArray(raw) ? 'a list' : printedValue(raw);
    problems.at(null, 'wrong-root', `${actual} where a document belongs`, 'choose a Gradwire file');
    return null;
  }
  if (raw.format !== 'gradwire') {
    const actual = Object.hasOwn(raw, 'format')
      ? `format is ${printedValue(raw.format)}`
      : 'no format';
    problems.at(
      { parent: null, key: 'format' },
      'wrong-format',
      `${actual}: this is not a Gradwire document`,
      'write "format": "gradwire"',
    );
    return null;
  }
  const upgraded = upgradeDocument(raw, problems);
  if (upgraded === null) return null;
  const written = documentLayout(upgraded, null, problems);
  const references = checkReferences(upgraded, problems);
  if (written === undefined || !references) return null;
  return complete(written, problems);
}

/** Fills in what a file may leave out, and looks at the names of attributes. */
function complete(written: WrittenDocument, problems: ProblemList): GraphDocument | null {
  const nodes: Record<NodeId, GraphNode> = Object.create(null);
  const unplaced: NodeId[] = [];
  let sound = true;
  for (const [id, node] of Object.entries(written.nodes)) {
    const { op, name, attrs, stream, position } = node;
    if (position === undefined) unplaced.push(id);
    nodes[id] = {
      op,
      ...(name === undefined ? {} : { name }),
      attrs: attrs ?? Object.create(null),
      ...(stream === undefined ? {} : { stream }),
      position: position ?? { x: 0, y: 0 },
    };
    const place: Place = { parent: { parent: null, key: 'nodes' }, key: id };
    if (!knowsAttributes(nodes[id], place, problems)) sound = false;
  }
  if (!sound) return null;
  const document: GraphDocument = { ...written, nodes };
  if (unplaced.length > 0) {
    for (const [id, position] of placeNodes(document, unplaced)) {
      nodes[id] = { ...nodes[id], position };
    }
  }
  return document;
}

/** Wires, target and training settings name nodes that are there; false when one does not. */
function checkReferences(raw: Readonly<Record<string, unknown>>, problems: ProblemList): boolean {
  if (!isObject(raw.nodes)) return true;
  const { nodes } = raw;
  const ids = Object.keys(nodes);
  let sound = true;
  const refer = (from: unknown, key: string, parent: Place | null, code: string): void => {
    const id = isObject(from) ? from[key] : undefined;
    if (typeof id !== 'string' || Object.hasOwn(nodes, id)) return;
    sound = false;
    problems.at({ parent, key }, code, `there is no node "${printable(id, 40)}"`, () => {
      const nearest = ids.length <= 1000 ? nearestName(id, ids) : null;
      return nearest === null
        ? 'name a node of this document'
        : `did you mean ${printable(nearest)}?`;
    });
  };
  refer(raw, 'target', null, 'bad-reference');
  const training: Place = { parent: null, key: 'training' };
  for (const key of ['loss', 'features', 'targets']) {
    refer(raw.training, key, training, 'bad-reference');
  }
  if (isObject(raw.edges)) {
    for (const [id, edge] of Object.entries(raw.edges)) {
      const place: Place = { parent: { parent: null, key: 'edges' }, key: id };
      refer(edge, 'from', place, 'dangling-edge');
      refer(edge, 'to', place, 'dangling-edge');
    }
  }
  return sound;
}

/** Files are also written by hand: a misspelled operation gets the nearest name. */
function hintFor({ code, hint, node }: Problem, document: GraphDocument): string {
  if (code !== 'unknown-operation' || node === undefined) return hint;
  return suggestion(document.nodes[node].op, OP_TYPES, hint);
}

function pathOf({ edge, node }: Problem): string {
  const record = edge === undefined ? 'nodes' : 'edges';
  const key = edge ?? node;
  const parent: Place = { parent: null, key: record };
  return key === undefined ? '' : formatPath({ parent, key });
}

/** Bytes of `text` in UTF-8; lone surrogates count three, as encoders replace them. */
function utf8Length(text: string): number {
  if (text.length > MAX_BYTES) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    bytes += code < 0x800 ? 1 : 2;
    const low = text.charCodeAt(i + 1);
    if (code >= 0xd800 && code < 0xdc00 && low >= 0xdc00 && low < 0xe000) i++;
  }
  return bytes;
}
