/** A document with other numbers in its variables: what a lesson offers to try, and what answers its question. */
import type { GraphDocument, GraphNode, NodeId } from '../graph/document.ts';
import type { LessonValues } from '../graph/lesson.ts';

/** The document with these values; nodes that are gone are passed over. */
export function withValues(document: GraphDocument, values: LessonValues): GraphDocument {
  const nodes: Record<NodeId, GraphNode> = { ...document.nodes };
  for (const [id, value] of Object.entries(values)) {
    const node = nodes[id];
    if (node === undefined) continue;
    const { init: _, ...attrs } = node.attrs;
    nodes[id] = { ...node, attrs: { ...attrs, value } };
  }
  return { ...document, nodes };
}
