/**
 * Document → what React Flow draws. React Flow is a render cache: it gets sizes and ports (so it measures
 * nothing) and keys; what a node shows it reads itself. Objects are kept while nothing about them changed.
 */
import { type Edge, type Node, Position } from '@xyflow/react';
import { nodeGeometry, PORT_SIZE } from '../../graph-core/drawing/node-geometry.ts';
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type Position as Point,
} from '../../graph-core/graph/document.ts';
import { topologicalOrder } from '../../graph-core/graph/topological-order.ts';
import { opDef } from '../../graph-core/ops/registry.ts';
import type { Selection } from '../state/look/selection-store.ts';
import type { GraphPart } from './graph-part.ts';

/** Objects by key, kept as long as what they are made from reads the same. */
class Kept<T> {
  private entries = new Map<string, { readonly made: string; readonly object: T }>();
  private next: typeof this.entries = new Map();
  private last: T[] = [];

  /** The object of `id`, made anew when `from`, a text of all it depends on, has changed. */
  take(id: string, from: string, make: () => T): T {
    const before = this.entries.get(id);
    const entry = before?.made === from ? before : { made: from, object: make() };
    this.next.set(id, entry);
    return entry.object;
  }

  /** Forgets what was not taken; gives the list before when it is the same, so that nothing follows. */
  finish(list: T[]): T[] {
    this.entries = this.next;
    this.next = new Map();
    const { last } = this;
    const same = list.length === last.length && list.every((object, i) => object === last[i]);
    if (!same) this.last = list;
    return this.last;
  }
}

/** Projects documents, reusing the objects of unchanged parts: a new number moves nothing here. */
export class FlowParts {
  private readonly keptNodes = new Kept<Node>();
  private readonly keptEdges = new Kept<Edge>();
  private order: { readonly of: GraphDocument; readonly ids: readonly NodeId[] } | null = null;

  /** Nodes in topological order, so that Tab follows the graph. `dragged` overrides positions; `part` is all for null. */
  nodes(
    document: GraphDocument,
    selection: Selection,
    dragged: ReadonlyMap<NodeId, Point>,
    part: GraphPart | null = null,
  ): Node[] {
    const selected = new Set(selection.nodes);
    const ids = this.ids(document);
    return this.keptNodes.finish(
      (part === null ? ids : ids.filter((id) => part.nodes.has(id))).map((id) => {
        const node = document.nodes[id];
        const { x, y } = dragged.get(id) ?? node.position;
        const { inputs, width, height } = nodeGeometry(node);
        const ports = inputs.map(({ port }) => port.name).join(' ');
        const from = `${node.op} ${node.name ?? ''} ${ports} ${width} ${height} ${x} ${y} ${selected.has(id)}`;
        return this.keptNodes.take(id, from, () =>
          flowNode(document, id, { x, y }, selected.has(id)),
        );
      }),
    );
  }

  /** Wires; those with an end that is missing are left out. `part` is all for null. */
  edges(document: GraphDocument, selection: Selection, part: GraphPart | null = null): Edge[] {
    const selected = new Set(selection.edges);
    const whole = Object.entries(document.edges).filter(
      ([id, { from, to }]) =>
        (part === null || part.edges.has(id)) &&
        document.nodes[from] !== undefined &&
        document.nodes[to] !== undefined,
    );
    return this.keptEdges.finish(
      whole.map(([id, { from, to, port }]) => {
        const ariaLabel = `Wire from ${nodeLabel(document, from)} to ${nodeLabel(document, to)}, input ${port}`;
        return this.keptEdges.take(id, `${from} ${to} ${ariaLabel} ${selected.has(id)}`, () => ({
          id,
          source: from,
          sourceHandle: 'out',
          target: to,
          targetHandle: port,
          type: 'wire',
          selected: selected.has(id),
          // A group, so that the numbers inside are read out as well.
          ariaRole: 'group' as const,
          ariaLabel,
        }));
      }),
    );
  }

  /** All nodes in topological order, those on and behind a cycle last. */
  ids(document: GraphDocument): readonly NodeId[] {
    const { of, ids } = this.order ?? {};
    const keys = Object.keys(document.nodes);
    if (
      of !== undefined &&
      ids !== undefined &&
      of.edges === document.edges &&
      keys.length === ids.length &&
      keys.every((id) => of.nodes[id] !== undefined)
    ) {
      return ids;
    }
    const { order } = topologicalOrder(document);
    const ordered = new Set(order);
    this.order = { of: document, ids: [...order, ...keys.filter((id) => !ordered.has(id))] };
    return this.order.ids;
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
