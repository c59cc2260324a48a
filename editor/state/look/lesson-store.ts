/** How the lesson of the document is read: nothing here changes a document. */
import { createStore } from 'zustand/vanilla';
import type { EdgeId, GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';

/** State of the lesson store. */
export interface LessonLook {
  /** The text stands beside the canvas, where the document has one. */
  readonly open: boolean;
  /** The page that is read: 0 is the text, then come the stops, then the exercise and the question. */
  readonly page: number;
  /** It is being written rather than read. */
  readonly writing: boolean;
  /** What the page speaks of; marked on the canvas. */
  readonly nodes: readonly NodeId[];
  readonly edges: readonly EdgeId[];
  /** Whose gradients are shown in place of those of the document's target. */
  readonly target: NodeId | null;
  /** Nodes whose operation an exercise asks for. */
  readonly secret: readonly NodeId[];
  /** Something of an exercise is still to be found out, which the steps would tell. */
  readonly asks: boolean;
}

/** How a lesson is read first. */
export const FIRST_PAGE: LessonLook = {
  open: true,
  page: 0,
  writing: false,
  nodes: [],
  edges: [],
  target: null,
  secret: [],
  asks: false,
};

/** The one lesson. */
export const lessonStore = createStore<LessonLook>(() => FIRST_PAGE);

/** True where the text of the lesson stands beside the canvas. */
export function showsLesson({ lesson }: GraphDocument, { open }: LessonLook): boolean {
  return open && lesson !== undefined;
}
