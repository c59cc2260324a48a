/** From a path on the command line to a document, and from a name to one of its nodes. */

import { foreignToGraphs } from '../datasets/files/foreign-file.ts';
import { openGraph, readerByContents } from '../formats/graph-formats.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { MAX_BYTES } from '../graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../graph/problem.ts';
import { nearestName } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import { UsageError } from './cli-command.ts';
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
  const bytes = await graphBytes(path, file, io);
  const opened = isRefused(bytes) ? bytes : await openGraph(path, bytes);
  return isRefused(opened)
    ? { file, document: null, problems: opened.refused }
    : { file, ...opened };
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

/** The bytes of a file that may hold a graph, or numbers for one. */
export async function graphBytes(
  path: string,
  file: string,
  io: Io,
): Promise<Uint8Array | Refused> {
  const bytes = await readBytes(path, MAX_BYTES, io);
  if (bytes.length > MAX_BYTES) {
    return refuse({
      code: 'too-large',
      message: `the file has more than ${MAX_BYTES} bytes`,
      hint: 'split the graph, or leave large tensors out',
    });
  }
  const foreign = readerByContents(bytes) === null ? foreignToGraphs(file, bytes) : null;
  if (foreign === null) return bytes;
  return refuse({ ...foreign, hint: 'a graph is a JSON file; data goes to train --data' });
}

/** The node a person means by a key or a name, or why it is none. */
export function findNode(document: GraphDocument, wanted: string): NodeId | Refused {
  if (Object.hasOwn(document.nodes, wanted)) return wanted;
  const ids = Object.keys(document.nodes);
  const named = ids.filter((id) => document.nodes[id].name === wanted);
  if (named.length === 1) return named[0];
  const code = 'unknown-input';
  if (named.length > 1) {
    const keys = named.slice(0, 5).join(', ');
    const message = `${named.length} nodes are called "${printable(wanted)}"`;
    return refuse({ code, message, hint: `use a key: ${keys}${named.length > 5 ? ', …' : ''}` });
  }
  const names = ids.map((id) => document.nodes[id].name).filter((name) => name !== undefined);
  const message = `there is no node "${printable(wanted)}"`;
  const nearest = nearestName(wanted, [...names, ...ids].slice(0, 2000));
  const hint =
    nearest === null ? 'use the key or the name of a node' : `did you mean ${printable(nearest)}?`;
  return refuse({ code, message, hint });
}

/** The node of `--target`; throws a `UsageError`. */
export function findTarget(document: GraphDocument, wanted: string): NodeId {
  const node = findNode(document, wanted);
  if (!isRefused(node)) return node;
  const [{ message, hint }] = node.refused;
  throw new UsageError(`--target: ${message}`, hint);
}
