/**
 * What a document teaches: text beside the graph, stops that say where to look, one question, an exercise. Places are
 * named by key and may be gone, because a reader changes the graph: a stop then says so.
 */
import type { TensorLiteral } from '../tensor/tensor.ts';
import type { EdgeId, NodeId } from './keys.ts';
import type { TimePosition } from './time-position.ts';

/** How the graph is looked at. */
export const LESSON_MODES = ['build', 'step', 'train'] as const;
export type LessonMode = (typeof LESSON_MODES)[number];

/** Numbers for variables, by key. */
export type LessonValues = Readonly<Record<NodeId, TensorLiteral>>;

/** A place in the graph and in time with what there is to find out. */
export interface LessonStop {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly mode: LessonMode;
  /** In `step`: where in the passes; after the last step when absent. */
  readonly position?: TimePosition;
  /** Whose gradients are shown; the document's target when absent. */
  readonly target?: NodeId;
  /** What is lit up. */
  readonly nodes?: readonly NodeId[];
  readonly edges?: readonly EdgeId[];
  /** What the reader is offered to try; the numbers in the text are those after it. */
  readonly values?: LessonValues;
}

/** A number of the graph: of a tensor the one element, counted in row-major order. */
export interface LessonNumber {
  readonly of: 'value' | 'gradient';
  readonly node: NodeId;
  readonly element?: number;
}

/** Asks for a change of the graph after which a number is as wanted. */
export interface LessonQuestion extends LessonNumber {
  /** Markdown. */
  readonly text: string;
  readonly wanted: number;
  /** How far from it is right. */
  readonly within: number;
  /** Values that answer it: a question that nothing answers is a fault of the lesson. */
  readonly solution: LessonValues;
  /** Markdown, shown once it is answered. */
  readonly reason: string;
}

/** What is hidden until the reader has found it out. */
export type LessonBlank =
  | (LessonNumber & { readonly kind: 'number'; readonly within: number })
  /** The operation of a node is one of these. */
  | { readonly kind: 'operation'; readonly node: NodeId; readonly choices: readonly string[] }
  /** A wire that the reader draws: the document comes without it. */
  | { readonly kind: 'wire'; readonly from: NodeId; readonly to: NodeId; readonly port: string };

/** Blanks to fill in. */
export interface LessonExercise {
  readonly blanks: readonly LessonBlank[];
  /** From which numbers the values of a variable are drawn anew. */
  readonly draw?: Readonly<Record<NodeId, readonly number[]>>;
}

/** What a document teaches. */
export interface Lesson {
  /** The chapter of the course it stands in. */
  readonly chapter: string;
  /** One line for the card in the gallery. */
  readonly teaches: string;
  /** Markdown. */
  readonly text: string;
  readonly stops: readonly LessonStop[];
  readonly question?: LessonQuestion;
  readonly exercise?: LessonExercise;
}
