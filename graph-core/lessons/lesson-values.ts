/** A document with other numbers in its variables: what a lesson offers to try, and what answers its question. */
import type { GraphDocument } from '../graph/document.ts';
import { edited, setValues } from '../graph/edit.ts';
import type { LessonValues } from '../graph/lesson.ts';

/** The document with these values; nodes that are gone are passed over. */
export function withValues(document: GraphDocument, values: LessonValues): GraphDocument {
  return edited(document, (draft) => setValues(draft, values));
}
