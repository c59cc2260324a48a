/** The values in the file of `--inputs`: an object of nested numbers by key or name of a variable. */

import { formatPath, type Place } from '../formats/json/file-place.ts';
import { readJson } from '../formats/json/json-reader.ts';
import { ProblemList } from '../formats/json/problem-list.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { isRefused, type Problem, type Refused, refuse } from '../graph/problem.ts';
import { printable, printedValue } from '../graph/wording/printable.ts';
import { opDef } from '../ops/registry.ts';
import type { Feeds } from '../program/flatten.ts';
import { type Tensor, tensorFromLiteral } from '../tensor/tensor.ts';
import type { Io } from './io.ts';
import { findNode, graphBytes } from './read-graph.ts';

/** Values for variables, with everything that is wrong with them. */
export interface ReadInputs {
  /** As messages call it. */
  readonly file: string;
  readonly feeds: Feeds;
  readonly problems: readonly Problem[];
}

/** Reads values; throws a `UsageError` when there is no such file. */
export async function readInputs(
  path: string,
  document: GraphDocument,
  io: Io,
): Promise<ReadInputs> {
  const file = path === '-' ? 'standard input' : printable(path, 200);
  const problems = new ProblemList();
  const feeds = new Map<NodeId, Tensor>();
  const bytes = await graphBytes(path, file, io);
  const text = isRefused(bytes) ? bytes : decoded(bytes);
  if (isRefused(text)) return { file, feeds, problems: text.refused };
  const raw = readJson(text, problems);
  if (raw === undefined) return { file, feeds, problems: problems.list() };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const hint = 'write an object such as { "x": [[1, 2]] }';
    const message = `${printedValue(raw)} where an object of values belongs`;
    problems.at(null, 'wrong-root', message, hint);
    return { file, feeds, problems: problems.list() };
  }
  for (const [key, value] of Object.entries(raw)) feed({ document, feeds, problems }, key, value);
  return { file, feeds, problems: problems.list() };
}

function decoded(bytes: Uint8Array): string | Refused {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse({
      code: 'not-json',
      message: 'the file is not UTF-8 text',
      hint: 'choose a file saved by Gradwire, or save it as UTF-8',
    });
  }
}

interface Feeding {
  readonly document: GraphDocument;
  readonly feeds: Map<NodeId, Tensor>;
  readonly problems: ProblemList;
}

/** Adds the value of one variable, or says what is wrong with it. */
function feed({ document, feeds, problems }: Feeding, key: string, value: unknown): void {
  const place: Place = { parent: null, key };
  const id = findNode(document, key);
  if (isRefused(id)) {
    for (const { code, message, hint } of id.refused) problems.at(place, code, message, hint);
    return;
  }
  const { op } = document.nodes[id];
  if (opDef(op)?.kind !== 'source') {
    const message = `${printable(key)} is computed by ${printable(op)}`;
    const hint = 'give values to inputs, parameters and constants';
    problems.at(place, 'not-a-variable', message, hint);
    return;
  }
  if (feeds.has(id)) {
    problems.at(place, 'given-twice', `node ${id} is given by key and by name`, 'delete one');
    return;
  }
  const tensor = tensorFromLiteral(value);
  if ('data' in tensor) {
    feeds.set(id, tensor);
    return;
  }
  const at = tensor.path.reduce<Place>((parent, index) => ({ parent, key: index }), place);
  problems.push({
    code: 'bad-value',
    path: formatPath(at),
    message: tensor.message,
    hint: 'use a number or equally long lists of numbers',
  });
}
