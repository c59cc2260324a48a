/** The layout of a document, version 2, as readers: docs/format.md and schema.json say the same. */

import type {
  AttrValues,
  DataFileSettings,
  DatasetSettings,
  DOCUMENT_VERSION,
  DrawnPoint,
  GraphEdge,
  GraphNode,
  Position,
  RuleSettings,
  TrainingSettings,
} from '../../graph/document.ts';
import { ID_PATTERN, isId, MAX_ID_LENGTH, MAX_NAME_LENGTH } from '../../graph/ids.ts';
import type { Lesson } from '../../graph/lesson.ts';
import {
  MAX_COLUMNS,
  MAX_DATA_OPTION,
  MAX_DRAWN_CLASS,
  MAX_DRAWN_POINTS,
  MAX_EDGES,
  MAX_EXAMPLES,
  MAX_NODES,
  MAX_OPTIONS,
  MAX_POSITION,
  MAX_RATE,
  MAX_TEST_SHARE,
} from '../../graph/limits.ts';
import { MAX_SKIPPED_LINES, tableValues } from '../../graph/table-switches.ts';
import { MAX_SEED } from '../../tensor/random.ts';
import { attributes } from './attribute-reader.ts';
import {
  exactly,
  list,
  matching,
  numberWithin,
  object,
  oneOf,
  option,
  optional,
  type Read,
  record,
  required,
  text,
  truthValue,
  tuple,
} from './field-reader.ts';
import { lessonLayout } from './lesson-layout.ts';
import { FORMAT_VERSION } from './upgrade.ts';

/** A node as files have it: what may be left out is filled in afterwards. */
export interface WrittenNode extends Omit<GraphNode, 'attrs' | 'position'> {
  readonly attrs?: AttrValues;
  readonly position?: Position;
}

/** A document as files have it. */
export interface WrittenDocument {
  readonly format: 'gradwire';
  readonly version: typeof DOCUMENT_VERSION;
  readonly name: string;
  readonly target?: string;
  readonly nodes: Record<string, WrittenNode>;
  readonly edges: Record<string, GraphEdge>;
  readonly training?: TrainingSettings;
  readonly lesson?: Lesson;
}

const SEED = numberWithin(0, MAX_SEED, 'whole');
const NODE_ID = text(1, MAX_ID_LENGTH);

/** Where a node stands. */
export const positionLayout: Read<Position> = object<Position>({
  x: required(numberWithin(-MAX_POSITION, MAX_POSITION)),
  y: required(numberWithin(-MAX_POSITION, MAX_POSITION)),
});

/** One node. */
export const nodeLayout: Read<WrittenNode> = object<WrittenNode>({
  op: required(text(1, MAX_ID_LENGTH)),
  name: optional(text(1, MAX_NAME_LENGTH)),
  attrs: optional(attributes),
  stream: optional(matching(ID_PATTERN, 'a stream of 1 to 64 letters, digits, _ . or -')),
  position: optional(positionLayout),
});

/** One wire. */
export const edgeLayout: Read<GraphEdge> = object<GraphEdge>({
  from: required(NODE_ID),
  to: required(NODE_ID),
  port: required(text(1, MAX_ID_LENGTH)),
});

/** Options of an optimizer or a schedule; which there are is looked at when training. */
const rule = object<RuleSettings>({
  kind: required(text(1, MAX_ID_LENGTH)),
  options: optional(record(option, isId, MAX_OPTIONS, 'options', 'leave some out')),
});

/** Name of a column of a data file, or of the file. */
const COLUMN = text(1, MAX_NAME_LENGTH);
const COORDINATE = numberWithin(-1, 1);
const CLASS = numberWithin(0, MAX_DRAWN_CLASS, 'whole');

const drawnPoint: Read<DrawnPoint> = tuple([COORDINATE, COORDINATE, CLASS], 'x, y and class');

const dataset = object<DatasetSettings>({
  kind: required(text(1, MAX_ID_LENGTH)),
  size: required(numberWithin(1, MAX_EXAMPLES, 'whole')),
  noise: required(numberWithin(0, MAX_DATA_OPTION)),
  seed: required(SEED),
  options: optional(
    record(
      numberWithin(-MAX_DATA_OPTION, MAX_DATA_OPTION),
      isId,
      MAX_OPTIONS,
      'options',
      'leave some out',
    ),
  ),
  testShare: optional(numberWithin(0, MAX_TEST_SHARE)),
  standardize: optional(truthValue),
  file: optional(
    object<DataFileSettings>({
      name: required(COLUMN),
      hash: required(matching(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hexadecimal digits')),
      header: optional(truthValue),
      skip: optional(numberWithin(0, MAX_SKIPPED_LINES, 'whole')),
      encoding: optional(oneOf(tableValues('encoding'))),
      separator: optional(oneOf(tableValues('separator'))),
      decimal: optional(oneOf(tableValues('decimal'))),
      thousands: optional(oneOf(tableValues('thousands'))),
      quotes: optional(oneOf(tableValues('quotes'))),
      gaps: optional(oneOf(tableValues('gaps'))),
      target: optional(COLUMN),
      classes: optional(truthValue),
      leaveOut: optional(list(COLUMN, MAX_COLUMNS, 'columns')),
      missing: optional(oneOf(['leave-out', 'mean'])),
    }),
  ),
  points: optional(list(drawnPoint, MAX_DRAWN_POINTS, 'points')),
});

/** How a document is trained. */
export const trainingLayout: Read<TrainingSettings> = object<TrainingSettings>({
  loss: required(NODE_ID),
  features: optional(NODE_ID),
  targets: optional(NODE_ID),
  dataset: optional(dataset),
  rate: required(numberWithin(0, MAX_RATE)),
  optimizer: optional(rule),
  schedule: optional(rule),
  batch: optional(numberWithin(1, MAX_EXAMPLES, 'whole')),
  seed: optional(SEED),
});

/** What a document is called. */
export const nameLayout: Read<string> = text(0, MAX_NAME_LENGTH);

/** The whole document. */
export const documentLayout: Read<WrittenDocument> = object<WrittenDocument>({
  format: required(exactly('gradwire')),
  version: required(exactly(FORMAT_VERSION)),
  name: required(nameLayout),
  target: optional(NODE_ID),
  nodes: required(record(nodeLayout, isId, MAX_NODES, 'nodes')),
  edges: required(record(edgeLayout, isId, MAX_EDGES, 'edges')),
  training: optional(trainingLayout),
  lesson: optional(lessonLayout),
});
