/**
 * Edits: everything a person can do to a graph, as functions that write into the draft they are given.
 * The editor hands in an Immer draft and gets patches for undo; everyone else calls `edited`, which
 * copies first. An edit that refuses gives the fault and leaves the draft as it was.
 */

import { literalFromTensor, type Tensor } from '../tensor/tensor.ts';
import {
  type AttrValue,
  type AttrValues,
  type EdgeId,
  type GraphDocument,
  type GraphEdge,
  type NodeId,
  nodeLabel,
  type Position,
  type TrainingSettings,
} from './document.ts';
import { FreshIds, keysAndStreams, MAX_NAME_LENGTH, sortedIds } from './ids.ts';
import type { Lesson } from './lesson.ts';
import { onCanvas } from './on-canvas.ts';
import type { Fault } from './problem.ts';
import { wirePath } from './wire-path.ts';

/** `T` with everything writable, as Immer's drafts are. */
export type Draft<T> = T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;

/** A document that may be written into; attributes are replaced whole. */
export interface DocumentDraft extends Omit<Draft<GraphDocument>, 'nodes' | 'training' | 'lesson'> {
  nodes: Record<NodeId, NodeDraft>;
  training?: TrainingSettings;
  lesson?: Lesson;
}

/** A node that may be written into. */
export interface NodeDraft {
  op: string;
  name?: string;
  attrs: AttrValues;
  stream?: string;
  position: Position;
}

/** The document after `edit`; the one given stays as it is. */
export function edited(
  document: GraphDocument,
  edit: (draft: DocumentDraft) => void,
): GraphDocument {
  const draft: DocumentDraft = { ...document, nodes: {}, edges: {} };
  for (const [id, node] of Object.entries(document.nodes)) draft.nodes[id] = { ...node };
  for (const [id, edge] of Object.entries(document.edges)) draft.edges[id] = { ...edge };
  edit(draft);
  return draft;
}

/** What a new node starts with. */
export interface NewNode {
  readonly op: string;
  readonly name?: string;
  readonly attrs?: AttrValues;
  readonly position: Position;
}

/**
 * Adds a node and gives its key: the wanted one when it is free, otherwise the operation's name and
 * the next number (`add1`, `add2`), which reads well in files and messages.
 */
export function addNode(draft: DocumentDraft, node: NewNode, wanted?: NodeId): NodeId {
  const ids = new FreshIds(keysAndStreams(draft.nodes));
  const id = wanted === undefined ? ids.numbered(node.op) : ids.wanted(wanted, node.op);
  draft.nodes[id] = { attrs: {}, ...node, position: onCanvas(node.position) };
  return id;
}

/** Removes nodes with their wires, a target or training settings whose loss they were, and their parts in training. */
export function removeNodes(draft: DocumentDraft, ids: Iterable<NodeId>): void {
  const gone = new Set(ids);
  for (const id of gone) delete draft.nodes[id];
  for (const [id, { from, to }] of Object.entries(draft.edges)) {
    if (gone.has(from) || gone.has(to)) delete draft.edges[id];
  }
  if (draft.target !== undefined && gone.has(draft.target)) delete draft.target;
  const { training } = draft;
  if (training === undefined) return;
  if (gone.has(training.loss)) {
    delete draft.training;
    return;
  }
  const { features, targets, ...others } = training;
  const isFed = (id: NodeId | undefined): id is NodeId => id !== undefined && !gone.has(id);
  if (isFed(features) === (features !== undefined) && isFed(targets) === (targets !== undefined)) {
    return;
  }
  draft.training = {
    ...others,
    ...(isFed(features) ? { features } : {}),
    ...(isFed(targets) ? { targets } : {}),
  };
}

/** What may be wired, and how. */
export interface ConnectOptions {
  /** The ports the receiving operation has; when given, others are refused. */
  readonly ports?: readonly string[];
  /** Takes the place of the wire that is in the port; refused otherwise. */
  readonly replace?: boolean;
}

/** Why `wire` cannot be connected, or null when it can. Costs one walk over the wires behind `to`. */
export function connectionFault(
  document: GraphDocument,
  wire: GraphEdge,
  { ports, replace = false }: ConnectOptions = {},
): Fault | null {
  const { from, to, port } = wire;
  for (const end of [from, to]) {
    if (Object.hasOwn(document.nodes, end)) continue;
    return {
      code: 'missing-node',
      message: `there is no node ${end}`,
      hint: 'choose another node',
    };
  }
  const label = nodeLabel(document, to);
  if (ports !== undefined && !ports.includes(port)) {
    return {
      code: 'unknown-port',
      port,
      message: `${label} (${document.nodes[to].op}) has no input ${port}`,
      hint: ports.length === 0 ? 'it takes no inputs' : `use ${ports.join(' or ')}`,
    };
  }
  const path = wirePath(document, to, from);
  if (path !== null) {
    const names = [...path, to].map((id) => nodeLabel(document, id));
    const shown = names.length <= 7 ? names : [...names.slice(0, 3), '…', ...names.slice(-3)];
    return {
      code: 'cycle',
      port,
      message: `would close a cycle: ${shown.join(' → ')}`,
      hint: 'a value cannot depend on itself; connect a node that comes before',
    };
  }
  const taken = replace ? null : edgeInto(document, to, port);
  if (taken === null) return null;
  return {
    code: 'port-taken',
    port,
    message: `input ${port} of ${label} already has a wire from ${nodeLabel(document, document.edges[taken].from)}`,
    hint: 'disconnect it first, or add the two values and connect the sum',
  };
}

/** A new wire, or why there is none. */
export type Connected =
  | { readonly edge: EdgeId; readonly replaced: EdgeId | null }
  | { readonly fault: Fault };

/** Wires an output to a port. A wire that is there already stays and is given back. */
export function connect(
  draft: DocumentDraft,
  wire: GraphEdge,
  options: ConnectOptions = {},
): Connected {
  const there = edgeInto(draft, wire.to, wire.port);
  if (there !== null && draft.edges[there].from === wire.from) {
    return { edge: there, replaced: null };
  }
  const fault = connectionFault(draft, wire, options);
  if (fault !== null) return { fault };
  const edge = new FreshIds(Object.keys(draft.edges)).numbered('e');
  if (there !== null) delete draft.edges[there];
  draft.edges[edge] = { from: wire.from, to: wire.to, port: wire.port };
  return { edge, replaced: there };
}

/** The wire into a port, or null; the first by key where a file has two. */
export function edgeInto(document: GraphDocument, to: NodeId, port: string): EdgeId | null {
  for (const id of sortedIds(document.edges)) {
    if (document.edges[id].to === to && document.edges[id].port === port) return id;
  }
  return null;
}

/** Removes wires. */
export function disconnect(draft: DocumentDraft, ids: Iterable<EdgeId>): void {
  for (const id of ids) delete draft.edges[id];
}

/** Puts nodes where they are said to be, at most at the edge of the canvas; nodes that are not there are skipped. */
export function moveNodes(draft: DocumentDraft, positions: ReadonlyMap<NodeId, Position>): void {
  for (const [id, position] of positions) {
    if (Object.hasOwn(draft.nodes, id)) draft.nodes[id].position = onCanvas(position);
  }
}

/** Sets an attribute; undefined gives it back its default. */
export function setAttr(
  draft: DocumentDraft,
  node: NodeId,
  name: string,
  value: AttrValue | undefined,
): void {
  const { [name]: _, ...others } = draft.nodes[node].attrs;
  draft.nodes[node].attrs =
    value === undefined ? others : { ...draft.nodes[node].attrs, [name]: value };
}

/**
 * Makes weights the values that their parameters start from, in place of an initializer. Nodes that are not there
 * are passed over.
 */
export function setWeights(draft: DocumentDraft, weights: ReadonlyMap<NodeId, Tensor>): void {
  for (const [id, tensor] of weights) {
    if (draft.nodes[id] === undefined) continue;
    const { init: _, ...others } = draft.nodes[id].attrs;
    draft.nodes[id].attrs = { ...others, value: literalFromTensor(tensor) };
  }
}

/** Puts numbers into variables, in place of an initializer; nodes that are not there are passed over. */
export function setValues(draft: DocumentDraft, values: Readonly<Record<NodeId, AttrValue>>): void {
  for (const [id, value] of Object.entries(values)) {
    if (draft.nodes[id] === undefined) continue;
    const { init: _, ...others } = draft.nodes[id].attrs;
    draft.nodes[id].attrs = { ...others, value };
  }
}

/** Why weights cannot be written into a document that holds `most` of them; null when they can. */
export function weightsFault(weights: Iterable<Tensor>, most: number): Fault | null {
  let elements = 0;
  let areNumbers = true;
  for (const { data } of weights) {
    elements += data.length;
    areNumbers &&= data.every((weight) => Number.isFinite(weight));
  }
  if (elements > most) {
    const message = `the weights have ${elements} elements, a document holds ${most}`;
    return { code: 'too-many', message, hint: 'train a smaller network' };
  }
  if (areNumbers) return null;
  const hint = 'rewind and use a smaller learning rate';
  return { code: 'not-finite', message: 'some weights are no numbers any more', hint };
}

/** Names a node; white space around the name is dropped and an empty name taken away. */
export function renameNode(draft: DocumentDraft, node: NodeId, name: string): Fault | null {
  const fault = nameFault(name);
  if (fault !== null) return fault;
  if (name.trim() === '') delete draft.nodes[node].name;
  else draft.nodes[node].name = name.trim();
  return null;
}

/** Names the document. */
export function renameDocument(draft: DocumentDraft, name: string): Fault | null {
  const fault = nameFault(name);
  if (fault === null) draft.name = name.trim();
  return fault;
}

/** Chooses the node whose gradients are shown; null leaves it to the order of the graph. */
export function setTarget(draft: DocumentDraft, target: NodeId | null): void {
  if (target === null) delete draft.target;
  else if (Object.hasOwn(draft.nodes, target)) draft.target = target;
}

/** Sets how the document is trained; null takes the settings away. */
export function setTraining(draft: DocumentDraft, training: TrainingSettings | null): void {
  if (training === null) delete draft.training;
  else draft.training = training;
}

/** Sets what the document teaches; null takes it away. */
export function setLesson(draft: DocumentDraft, lesson: Lesson | null): void {
  if (lesson === null) delete draft.lesson;
  else draft.lesson = lesson;
}

function nameFault(name: string): Fault | null {
  const { length } = name.trim();
  if (length <= MAX_NAME_LENGTH) return null;
  return {
    code: 'too-long',
    message: `the name has ${length} characters, the limit is ${MAX_NAME_LENGTH}`,
    hint: 'shorten it',
  };
}
