/** A graph that the gallery offers. */
import type { GraphDocument } from '../../../graph-core/graph/document.ts';

/** A graph as the gallery shows it. */
export interface Example {
  readonly id: string;
  /** Number of the lesson, such as `A4`; decides the order. Empty for a graph of the user's. */
  readonly lesson: string;
  /** The chapter it stands in; empty for a graph of the user's. */
  readonly chapter: string;
  readonly title: string;
  readonly summary: string;
  /** Something is to be filled in. */
  readonly isExercise: boolean;
  /** What its picture is drawn from; null where there is none. */
  readonly document: GraphDocument | null;
  /** What its progress is kept under. */
  readonly progressKey: string;
  readonly open: () => Promise<void>;
}
