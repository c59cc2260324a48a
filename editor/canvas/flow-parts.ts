/**
 * Document → what React Flow draws. React Flow is a render cache: it gets sizes and ports (so it measures
 * nothing) and keys; what a node shows it reads itself. Objects are kept while nothing about them changed.
 */
import { type Edge, type Node, Position } from '@xyflow/react';
import type {
  GraphDocument,
  GraphNode,
  NodeId,
  Position as Point,
} from '../../graph-core/graph/document.ts';
import { nodeLabel } from '../../graph-core/graph/document.ts';
import { topologicalOrder } from '../../graph-core/graph/topological-order.ts';
import { opDef } from '../../graph-core/ops/registry.ts';
import { nodeGeometry, PORT_SIZE } from '../state/geometry.ts';
import type { Selection } from '../state/view-store.ts';

/** Projects documents, reusing the objects of unchanged parts. */
export class FlowParts {
  private nodeCache = new Map<
    NodeId,
    { node: GraphNode; position: Point; selected: boolean; shown: Node }
  >();
  private edgeCache = new Map<
    string,
    { edge: object; selected: boolean; label: string; shown: Edge }
  >();

  /** Nodes in topological order, so that Tab follows the graph. `dragged` overrides positions. */
  nodes(
    document: GraphDocument,
    selection: Selection,
    dragged: ReadonlyMap<NodeId, Point>,
  ): Node[] {
    const { order } = topologicalOrder(document);
    const ordered = new Set(order);
    const ids = [...order, ...Object.keys(document.nodes).filter((id) => !ordered.has(id))];
    const selected = new Set(selection.nodes);
    const next: typeof this.nodeCache = new Map();
    const shown = ids.map((id) => {
      const node = document.nodes[id];
      const position = dragged.get(id) ?? node.position;
      const isSelected = selected.has(id);
      const known = this.nodeCache.get(id);
      if (
        known !== undefined &&
        known.node === node &&
        known.position === position &&
        known.selected === isSelected
      ) {
        next.set(id, known);
        return known.shown;
      }
      const fresh = flowNode(document, id, position, isSelected);
      next.set(id, { node, position, selected: isSelected, shown: fresh });
      return fresh;
    });
    this.nodeCache = next;
    return shown;
  }

  /** Wires; those with an end that is missing are left out. */
  edges(document: GraphDocument, selection: Selection): Edge[] {
    const selected = new Set(selection.edges);
    const next: typeof this.edgeCache = new Map();
    const shown: Edge[] = [];
    for (const [id, edge] of Object.entries(document.edges)) {
      if (document.nodes[edge.from] === undefined || document.nodes[edge.to] === undefined)
        continue;
      const isSelected = selected.has(id);
      const label = `Wire from ${nodeLabel(document, edge.from)} to ${nodeLabel(document, edge.to)}, input ${edge.port}`;
      const known = this.edgeCache.get(id);
      const entry =
        known !== undefined &&
        known.edge === edge &&
        known.selected === isSelected &&
        known.label === label
          ? known
          : {
              edge,
              selected: isSelected,
              label,
              shown: {
                id,
                source: edge.from,
                sourceHandle: 'out',
                target: edge.to,
                targetHandle: edge.port,
                type: 'wire',
                selected: isSelected,
                // A group, so that the numbers inside are read out as well.
                ariaRole: 'group' as const,
                ariaLabel: label,
              },
            };
      next.set(id, entry);
      shown.push(entry.shown);
    }
    this.edgeCache = next;
    return shown;
  }
}

function flowNode(document: GraphDocument, id: NodeId, position: Point, selected: boolean): Node {
  const node = document.nodes[id];
  const { width, height, inputs, output } = nodeGeometry(node);
  const title = opDef(node.op)?.doc.title ?? node.op;
  return {
    id,
    type: 'graph',
    position: { x: position.x, y: position.y },
    data: {},
    width,
    height,
    measured: { width, height },
    selected,
    ariaLabel: `${nodeLabel(document, id)}, ${title}`,
    handles: [
      ...inputs.map(({ port, x, y }) => ({
        id: port.name,
        type: 'target' as const,
        position: Position.Left,
        x: x - PORT_SIZE / 2,
        y: y - PORT_SIZE / 2,
        width: PORT_SIZE,
        height: PORT_SIZE,
      })),
      {
        id: 'out',
        type: 'source' as const,
        position: Position.Right,
        x: output.x - PORT_SIZE / 2,
        y: output.y - PORT_SIZE / 2,
        width: PORT_SIZE,
        height: PORT_SIZE,
      },
    ],
  };
}
