/**
 * The document: what the user made and nothing else. Everything here is plain JSON data; values,
 * gradients, shapes, selection and problems are derived and never enter it.
 */
import type { Shape } from '../tensor/shape.ts';
import type { TensorLiteral } from '../tensor/tensor.ts';
import type { EdgeId, NodeId } from './keys.ts';
import type { Lesson } from './lesson.ts';
import type { TableSwitches } from './table-switches.ts';

export type { EdgeId, NodeId };

/** What an attribute can hold; which of these an operation takes is in its attribute specs. */
export type AttrValue = number | boolean | string | null | Shape | TensorLiteral;

/** Attributes by name; a missing one has its operation's default. */
export type AttrValues = Readonly<Record<string, AttrValue>>;

/** Canvas coordinates in px at 100 %; the node's top left corner. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** One operation or variable on the canvas. */
export interface GraphNode {
  readonly op: string;
  /** What the user calls it, such as `q` or `W1`; optional, not unique. */
  readonly name?: string;
  readonly attrs: AttrValues;
  /** What it draws from, together with its seed; its key when absent. Spelled like a key. */
  readonly stream?: string;
  readonly position: Position;
}

/** What a node draws from. */
export function streamOf(nodes: GraphDocument['nodes'], id: NodeId): string {
  return nodes[id]?.stream ?? id;
}

/** A wire from the output of a node to an input port of another. */
export interface GraphEdge {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly port: string;
}

/**
 * A data file of the document: its contents are kept beside it, found by their hash. How a table is written is
 * found out where nothing is said.
 */
export interface DataFileSettings extends TableSwitches {
  /** What the file is called, for messages. */
  readonly name: string;
  /** SHA-256 of the contents, in 64 hexadecimal digits; of the digests' text for several files. */
  readonly hash: string;
  /** The column that is predicted; the last one when absent. */
  readonly target?: string;
  /** True when the target's values are classes; when absent, text is and numbers are not. */
  readonly classes?: boolean;
  /** Columns that are no features. */
  readonly leaveOut?: readonly string[];
  /** What becomes of rows that miss a feature: left out unless filled with the mean of the training rows. */
  readonly missing?: 'leave-out' | 'mean';
}

/** A point drawn by hand: x and y in [-1, 1], class. */
export type DrawnPoint = readonly [number, number, number];

/** Which examples feed the inputs while training. */
export interface DatasetSettings {
  /** Name of a generated data set such as `moons`, or `file`, or `points`. */
  readonly kind: string;
  /** Number of examples; of a file, at most so many rows. */
  readonly size: number;
  /** Standard deviation of the noise, in units of the data. */
  readonly noise: number;
  /** Of the noise, the sampling and the test split. */
  readonly seed: number;
  /** What a generated set has besides, by name. */
  readonly options?: Readonly<Record<string, number>>;
  /** Share of the examples held out for testing; none when absent. */
  readonly testShare?: number;
  /** Features shifted and scaled to mean 0 and deviation 1 of the training rows. */
  readonly standardize?: boolean;
  /** For `file`. */
  readonly file?: DataFileSettings;
  /** For `points`. */
  readonly points?: readonly DrawnPoint[];
}

/** An optimizer or a schedule by name, with the options that differ from its defaults. */
export interface RuleSettings {
  readonly kind: string;
  readonly options?: Readonly<Record<string, number | boolean>>;
}

/** How the document is trained. A loss is enough: without a data set every step is on the numbers of the graph itself. */
export interface TrainingSettings {
  /** The scalar node that is made small. */
  readonly loss: NodeId;
  /** The input that gets the features of the data set. */
  readonly features?: NodeId;
  /** The input that gets its targets. */
  readonly targets?: NodeId;
  /** Which examples are learned from. */
  readonly dataset?: DatasetSettings;
  /** Learning rate, before the schedule changes it. */
  readonly rate: number;
  /** Gradient descent when absent. */
  readonly optimizer?: RuleSettings;
  /** Constant when absent. */
  readonly schedule?: RuleSettings;
  /** Examples of a data set per step; `DEFAULT_BATCH` when absent. */
  readonly batch?: number;
  /** Seed of their shuffle; `DEFAULT_SHUFFLE_SEED` when absent. */
  readonly seed?: number;
}

/** Examples per step where the settings say nothing. */
export const DEFAULT_BATCH = 10;

/** Seed of the shuffle where the settings say nothing. */
export const DEFAULT_SHUFFLE_SEED = 1;

/** The version of the file format that documents in hand have; older files are brought to it as they are read. */
export const DOCUMENT_VERSION = 2;

/** A computational graph as the user made it. */
export interface GraphDocument {
  readonly format: 'gradwire';
  readonly version: typeof DOCUMENT_VERSION;
  readonly name: string;
  /** The node whose gradients are shown and stepped through; the last node when absent. */
  readonly target?: NodeId;
  readonly nodes: Readonly<Record<NodeId, GraphNode>>;
  readonly edges: Readonly<Record<EdgeId, GraphEdge>>;
  readonly training?: TrainingSettings;
  /** What it teaches; absent where it is no lesson. */
  readonly lesson?: Lesson;
}

/** A document with nothing in it. */
export function emptyDocument(name = 'Untitled graph'): GraphDocument {
  return { format: 'gradwire', version: DOCUMENT_VERSION, name, nodes: {}, edges: {} };
}

/** The node's own name or, without one, its key: what messages call it. */
export function nodeLabel(document: GraphDocument, id: NodeId): string {
  return document.nodes[id]?.name ?? id;
}

/** Orders keys as people count: `n2` before `n10`. Independent of the browser's language. */
export function compareIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let start = 0;
  while (start < length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  // The first difference may lie inside a number: go back to where that number begins.
  while (start > 0 && isDigit(a, start - 1)) start--;
  if (isDigit(a, start) && isDigit(b, start)) {
    const endA = endOfDigits(a, start);
    const endB = endOfDigits(b, start);
    const difference = Number(a.slice(start, endA)) - Number(b.slice(start, endB));
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (isDigit(text, end)) end++;
  return end;
}
