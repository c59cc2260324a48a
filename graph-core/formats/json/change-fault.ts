/**
 * What the editor can make, it must open again: after a change, the parts that changed are read as the file
 * reader would read them. So there is one set of rules for files and for commands.
 */
import type { GraphDocument, GraphNode } from '../../graph/document.ts';
import { isId } from '../../graph/ids.ts';
import { MAX_EDGES, MAX_NODES } from '../../graph/limits.ts';
import type { Problem } from '../../graph/problem.ts';
import { knowsAttributes } from './attribute-reader.ts';
import {
  edgeLayout,
  nameLayout,
  nodeLayout,
  positionLayout,
  trainingLayout,
} from './document-layout.ts';
import type { Place } from './file-place.ts';
import { formatDocument } from './format-document.ts';
import { lessonLayout } from './lesson-layout.ts';
import { parseDocument } from './parse-document.ts';
import { ProblemList } from './problem-list.ts';

/** Where something changed: keys from the root of the document down; none where all of it did. */
export type ChangedPath = readonly (string | number)[];

/** Why a document could not be opened again after changes at `paths`; null when it can. */
export function changeFault(
  document: GraphDocument,
  paths: readonly ChangedPath[],
): Problem | null {
  const problems = new ProblemList();
  let grew = false;
  let removed = false;
  for (const [part, id, field] of changedParts(document, paths)) {
    if (part === 'name') nameLayout(document.name, { parent: null, key: 'name' }, problems);
    if (part === 'training' && document.training !== undefined) {
      trainingLayout(document.training, { parent: null, key: 'training' }, problems);
    }
    if (part === 'lesson' && document.lesson !== undefined) {
      lessonLayout(document.lesson, { parent: null, key: 'lesson' }, problems);
    }
    if (part === 'nodes') {
      if (Object.hasOwn(document.nodes, id)) readNode(id, document.nodes[id], field, problems);
      else removed = true;
    }
    if (part === 'edges' && Object.hasOwn(document.edges, id)) readEdge(document, id, problems);
    if (field !== 'position') grew = true;
  }
  count('nodes', document.nodes, MAX_NODES, problems);
  count('edges', document.edges, MAX_EDGES, problems);
  checkEnds(document, removed, problems);
  const [first] = problems.list();
  if (first !== undefined) return named(first);
  return grew ? sizeFault(document) : null;
}

/** Parts that are read as one. */
const WHOLE_PARTS: readonly string[] = ['name', 'training', 'lesson'];

/** Each changed part once, as its first three keys; a record that was replaced counts with all it holds. */
function changedParts(document: GraphDocument, paths: readonly ChangedPath[]): string[][] {
  const parts = new Map<string, string[]>();
  const add = (...keys: string[]): unknown => parts.set(JSON.stringify(keys), keys);
  const addAll = (part: 'nodes' | 'edges'): void => {
    for (const id of Object.keys(document[part])) add(part, id);
  };
  for (const path of paths) {
    const [part, id, field] = path.map(String);
    if (part === undefined) for (const whole of WHOLE_PARTS) add(whole);
    if (part === undefined || (part === 'nodes' && id === undefined)) addAll('nodes');
    if (part === undefined || (part === 'edges' && id === undefined)) addAll('edges');
    if (part !== undefined && WHOLE_PARTS.includes(part)) add(part);
    if ((part === 'nodes' || part === 'edges') && id !== undefined) {
      add(part, id, ...(field === undefined ? [] : [field]));
    }
  }
  return [...parts.values()];
}

function readNode(
  id: string,
  node: GraphNode,
  field: string | undefined,
  problems: ProblemList,
): void {
  const place: Place = { parent: { parent: null, key: 'nodes' }, key: id };
  if (!isId(id)) problems.at(place, 'bad-key', `"${id}" cannot be a key`, 'use another key');
  else if (field === 'position') {
    positionLayout(node.position, { parent: place, key: 'position' }, problems);
  } else if (nodeLayout(node, place, problems) !== undefined) {
    knowsAttributes(node, place, problems);
  }
}

function readEdge(document: GraphDocument, id: string, problems: ProblemList): void {
  const place: Place = { parent: { parent: null, key: 'edges' }, key: id };
  if (!isId(id)) problems.at(place, 'bad-key', `"${id}" cannot be a key`, 'use another key');
  else edgeLayout(document.edges[id], place, problems);
  checkEdge(document, id, problems);
}

function checkEdge(document: GraphDocument, id: string, problems: ProblemList): void {
  const { from, to } = document.edges[id];
  for (const end of [from, to]) refer(document, end, { parent: null, key: id }, problems);
}

/** What is named must be there; all wires are looked at only when nodes went away. */
function checkEnds(document: GraphDocument, all: boolean, problems: ProblemList): void {
  const { target, training } = document;
  if (target !== undefined) refer(document, target, { parent: null, key: 'target' }, problems);
  if (training !== undefined) {
    for (const key of ['loss', 'features', 'targets'] as const) {
      const id = training[key];
      if (id !== undefined) refer(document, id, { parent: null, key }, problems);
    }
  }
  if (all) for (const id of Object.keys(document.edges)) checkEdge(document, id, problems);
}

function refer(document: GraphDocument, id: string, place: Place, problems: ProblemList): void {
  if (Object.hasOwn(document.nodes, id)) return;
  problems.at(place, 'bad-reference', `there is no node "${id}"`, 'choose another node');
}

function count(
  noun: string,
  of: Readonly<Record<string, unknown>>,
  most: number,
  problems: ProblemList,
): void {
  const count = Object.keys(of).length;
  if (count <= most) return;
  const message = `${count} ${noun}, the limit is ${most}`;
  problems.at({ parent: null, key: noun }, 'too-many', message, 'split the graph');
}

/** Characters up to which a document is certainly within what a file may hold. */
const SURELY_SMALL = 2 ** 21;

/** A large document is written and read for real. */
function sizeFault(document: GraphDocument): Problem | null {
  if (roughSize(document) < SURELY_SMALL) return null;
  const { document: read, problems } = parseDocument(formatDocument(document));
  return read === null ? (problems[0] ?? null) : null;
}

/** Characters of each node's attributes, which never change in place. */
const attributeSizes = new WeakMap<object, number>();

function roughSize({ nodes, edges, training, lesson }: GraphDocument): number {
  let size = 200 * (Object.keys(nodes).length + Object.keys(edges).length);
  for (const { attrs } of Object.values(nodes)) {
    const written = attributeSizes.get(attrs) ?? JSON.stringify(attrs).length;
    attributeSizes.set(attrs, written);
    size += written;
  }
  return size + (JSON.stringify([training, lesson])?.length ?? 0);
}

/** The message names the field that it is about. */
function named(problem: Problem): Problem {
  const field = /([^.[\]]+)(?:\[\d+\])*$/.exec(problem.path ?? '')?.[1];
  return field === undefined ? problem : { ...problem, message: `${field}: ${problem.message}` };
}
