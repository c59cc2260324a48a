/** Documents for tests, written as nodes by key and wires as text. */
import type { AttrValues, GraphDocument, GraphNode, NodeId } from '../graph/document.ts';

/** A node of an operation; its position says nothing. */
export function node(op: string, attrs: AttrValues = {}, name?: string): GraphNode {
  const position = { x: 0, y: 0 };
  return name === undefined ? { op, attrs, position } : { op, name, attrs, position };
}

/** A document; each wire reads `from → to.port`. */
export function wiredGraph(
  nodes: Readonly<Record<NodeId, GraphNode>>,
  ...wires: readonly string[]
): GraphDocument {
  const edges = wires.map((wire, i) => {
    const [from, to, port] = wire.split(/ → |\./);
    return [`e${i + 1}`, { from, to, port }] as const;
  });
  return { format: 'gradwire', version: 2, name: 'test', nodes, edges: Object.fromEntries(edges) };
}
