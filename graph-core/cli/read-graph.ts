/** From a path on the command line to a document, a node or values for nodes. */

import { foreignToGraphs } from '../datasets/files/foreign-file.ts';
import { readJson } from '../formats/json/json-reader.ts';
import { parseDocument } from '../formats/json/parse-document.ts';
import { formatPath, type Place } from '../formats/json/place.ts';
import { ProblemList } from '../formats/json/problem-list.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { MAX_BYTES } from '../graph/limits.ts';
import { nearestName } from '../graph/nearest-name.ts';
import { printable, printedValue } from '../graph/printable.ts';
import type { Problem } from '../graph/problem.ts';
import { opDef } from '../ops/registry.ts';
import type { Feeds } from '../program/flatten.ts';
import { type Tensor, tensorFromLiteral } from '../tensor/tensor.ts';
import { UsageError } from './command.ts';
import { fileReason } from './file-reason.ts';
import type { Io } from './io.ts';

/** A graph as it was found. */
export interface ReadGraph {
  /** As messages call it. */
  readonly file: string;
  readonly document: GraphDocument | null;
  readonly problems: readonly Problem[];
}

/** Reads a document; throws a `UsageError` when there is no such file. */
export async function readGraph(path: string, io: Io): Promise<ReadGraph> {
  const file = path === '-' ? 'standard input' : printable(path, 200);
  const text = await readText(path, file, io);
  if (typeof text !== 'string') return { file, document: null, problems: [text] };
  return { file, ...parseDocument(text) };
}

/** The bytes of a file, at most `limit` + 1; throws a `UsageError` when there is no such file. */
export async function readBytes(
  path: string,
  limit: number,
  io: Io,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await io.read(path, limit);
  } catch (error) {
    const file = path === '-' ? 'standard input' : printable(path, 200);
    throw new UsageError(`cannot read ${file}: ${fileReason(error)}`, 'check the path');
  }
}

async function readText(path: string, file: string, io: Io): Promise<string | Problem> {
  const bytes = await readBytes(path, MAX_BYTES, io);
  if (bytes.length > MAX_BYTES) {
    return {
      code: 'too-large',
      message: `the file has more than ${MAX_BYTES} bytes`,
      hint: 'split the graph, or leave large tensors out',
    };
  }
  const foreign = foreignToGraphs(file, bytes);
  if (foreign !== null) {
    return { ...foreign, hint: 'a graph is a JSON file; data goes to train --data' };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return {
      code: 'not-json',
      message: 'the file is not UTF-8 text',
      hint: 'choose a file saved by Gradwire, or save it as UTF-8',
    };
  }
}

/** The node a person means by a key or a name, or why it is none. */
export function findNode(
  document: GraphDocument,
  wanted: string,
): { readonly id: NodeId } | { readonly message: string; readonly hint: string } {
  if (Object.hasOwn(document.nodes, wanted)) return { id: wanted };
  const ids = Object.keys(document.nodes);
  const named = ids.filter((id) => document.nodes[id].name === wanted);
  if (named.length === 1) return { id: named[0] };
  if (named.length > 1) {
    const keys = named.slice(0, 5).join(', ');
    return {
      message: `${named.length} nodes are called "${printable(wanted)}"`,
      hint: `use a key: ${keys}${named.length > 5 ? ', …' : ''}`,
    };
  }
  const names = ids.map((id) => document.nodes[id].name).filter((name) => name !== undefined);
  const nearest = nearestName(wanted, [...names, ...ids].slice(0, 2000));
  return {
    message: `there is no node "${printable(wanted)}"`,
    hint:
      nearest === null
        ? 'use the key or the name of a node'
        : `did you mean ${printable(nearest)}?`,
  };
}

/** The node of `--target`; throws a `UsageError`. */
export function findTarget(document: GraphDocument, wanted: string): NodeId {
  const found = findNode(document, wanted);
  if ('id' in found) return found.id;
  throw new UsageError(`--target: ${found.message}`, found.hint);
}

/** The values in the file of `--inputs`: an object of nested numbers by key or name of a variable. */
export async function readInputs(
  path: string,
  document: GraphDocument,
  io: Io,
): Promise<{
  readonly file: string;
  readonly feeds: Feeds;
  readonly problems: readonly Problem[];
}> {
  const file = path === '-' ? 'standard input' : printable(path, 200);
  const text = await readText(path, file, io);
  const problems = new ProblemList();
  const feeds = new Map<NodeId, Tensor>();
  if (typeof text !== 'string') problems.push(text);
  const raw = typeof text === 'string' ? readJson(text, problems) : undefined;
  if (raw === undefined) return { file, feeds, problems: problems.list() };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const found = printedValue(raw);
    const hint = 'write an object such as { "x": [[1, 2]] }';
    problems.at(null, 'wrong-root', `${found} where an object of values belongs`, hint);
    return { file, feeds, problems: problems.list() };
  }
  for (const [key, value] of Object.entries(raw)) {
    const place: Place = { parent: null, key };
    const found = findNode(document, key);
    if (!('id' in found)) {
      problems.at(place, 'unknown-input', found.message, found.hint);
      continue;
    }
    const { id } = found;
    const { op } = document.nodes[id];
    const definition = opDef(op);
    if (definition?.kind !== 'source') {
      const hint = 'give values to inputs, parameters and constants';
      problems.at(
        place,
        'not-a-variable',
        `${printable(key)} is computed by ${printable(op)}`,
        hint,
      );
      continue;
    }
    if (feeds.has(id)) {
      problems.at(place, 'given-twice', `node ${id} is given by key and by name`, 'delete one');
      continue;
    }
    const tensor = tensorFromLiteral(value);
    if ('data' in tensor) {
      feeds.set(id, tensor);
      continue;
    }
    const at = tensor.path.reduce<Place>((parent, index) => ({ parent, key: index }), place);
    problems.push({
      code: 'bad-value',
      path: formatPath(at),
      message: tensor.message,
      hint: 'use a number or equally long lists of numbers',
    });
  }
  return { file, feeds, problems: problems.list() };
}
