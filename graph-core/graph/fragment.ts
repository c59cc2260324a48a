/**
 * Parts of a graph that travel: what is selected becomes a document of its own (so the clipboard holds
 * a valid file), and a document is pasted into another under fresh keys.
 */
import {
  type EdgeId,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type NodeId,
  nodeLabel,
  type Position,
  streamOf,
} from './document.ts';
import type { DocumentDraft } from './edit.ts';
import { FreshNames } from './fresh-names.ts';
import { FreshIds, keysAndStreams, sortedIds } from './ids.ts';
import { onCanvas } from './on-canvas.ts';

/** The nodes named and the wires between them, as a document of its own. */
export function selectedPart(document: GraphDocument, ids: Iterable<NodeId>): GraphDocument {
  const nodes: Record<NodeId, GraphNode> = {};
  const edges: Record<EdgeId, GraphEdge> = {};
  for (const id of ids) {
    if (Object.hasOwn(document.nodes, id)) nodes[id] = document.nodes[id];
  }
  for (const [id, edge] of Object.entries(document.edges)) {
    if (Object.hasOwn(nodes, edge.from) && Object.hasOwn(nodes, edge.to)) edges[id] = edge;
  }
  return { format: 'gradwire', version: document.version, name: document.name, nodes, edges };
}

/** New keys by the keys they had in the part. */
export interface Pasted {
  readonly nodes: ReadonlyMap<NodeId, NodeId>;
  readonly edges: ReadonlyMap<EdgeId, EdgeId>;
}

/**
 * Adds copies of the nodes and wires of `part`, moved by `offset`; keys stay where they are free, and so does
 * what a node draws: it takes its stream along, unless a node that is there draws from it. Names that are taken get a number: `W` becomes `W2`.
 */
export function pastePart(draft: DocumentDraft, part: GraphDocument, offset: Position): Pasted {
  const here = new Set(keysAndStreams(draft.nodes));
  // What the part itself goes by is nobody's new key, or a node that could keep its key would lose it.
  const freshNodes = new FreshIds([...here, ...keysAndStreams(part.nodes)]);
  const streams = new Set(Object.keys(draft.nodes).map((id) => streamOf(draft.nodes, id)));
  const names = new FreshNames(Object.keys(draft.nodes).map((id) => nodeLabel(draft, id)));
  const freshEdges = new FreshIds(Object.keys(draft.edges));
  const nodes = new Map<NodeId, NodeId>();
  const edges = new Map<EdgeId, EdgeId>();
  for (const id of sortedIds(part.nodes)) {
    const { stream: _, ...node } = part.nodes[id];
    const { x, y } = node.position;
    const copy = here.has(id) ? freshNodes.numbered(stemOf(id)) : id;
    nodes.set(id, copy);
    const original = streamOf(part.nodes, id);
    const stream = streams.has(original) ? copy : original;
    streams.add(stream);
    draft.nodes[copy] = {
      ...node,
      attrs: { ...node.attrs },
      ...(node.name === undefined ? {} : { name: names.wanted(node.name) }),
      ...(stream === copy ? {} : { stream }),
      position: onCanvas({ x: x + offset.x, y: y + offset.y }),
    };
  }
  for (const id of sortedIds(part.edges)) {
    const { from, to, port } = part.edges[id];
    const [copyFrom, copyTo] = [nodes.get(from), nodes.get(to)];
    if (copyFrom === undefined || copyTo === undefined) continue;
    const copy = freshEdges.numbered('e');
    edges.set(id, copy);
    draft.edges[copy] = { from: copyFrom, to: copyTo, port };
  }
  return { nodes, edges };
}

/** Copies nodes with the wires between them; wires from and to other nodes are not copied. */
export function duplicateNodes(
  draft: DocumentDraft,
  ids: Iterable<NodeId>,
  offset: Position,
): Pasted {
  return pastePart(draft, selectedPart(draft, ids), offset);
}

/** A key without its number, so that the copy of `add2` is `add3` and not `add21`. */
function stemOf(id: NodeId): string {
  return id.replace(/\d+$/, '') || 'node';
}
