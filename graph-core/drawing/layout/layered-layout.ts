/**
 * Layered layout of some nodes by ELK (Eclipse Layout Kernel; Schulze, Spönemann, von Hanxleden 2014), from left to
 * right in the order of the data. A node is given with all that stands around it and with its ports where they are,
 * so that labels get their room and wires run level. Deterministic: nodes and wires are told in the order of their keys.
 */
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import {
  compareIds,
  type GraphDocument,
  type NodeId,
  type Position,
} from '../../graph/document.ts';
import type { Frames } from '../document-frames.ts';
import type { NodeFrame } from '../node-frame.ts';

/** Lays out one graph; a worker of its own in a page. */
export type RunElk = (graph: ElkNode) => Promise<ElkNode>;

/** Distances in px; ELK wants texts. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.layered.thoroughness': '12',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.componentComponent': '48',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
} as const;

/** Above so many nodes they are placed in time linear in their number (Brandes and Köpf 2001): as few crossings, less level wires. */
const MANY = 120;
/** Above so many the order in the layers is tried less often. */
const VERY_MANY = 500;

function optionsFor(count: number): LayoutOptions {
  if (count <= MANY) return OPTIONS;
  const placement = { 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF' };
  const thoroughness = count <= VERY_MANY ? {} : { 'elk.layered.thoroughness': '3' };
  return { ...OPTIONS, ...placement, ...thoroughness };
}

/** A position for each of `nodes`, the whole with its top left corner at the origin; wires between them only count. */
export async function layeredLayout(
  { edges }: GraphDocument,
  frames: Frames,
  nodes: ReadonlySet<NodeId>,
  run: RunElk,
): Promise<ReadonlyMap<NodeId, Position>> {
  const children = [...nodes].sort(compareIds).flatMap((id) => {
    const frame = frames.get(id);
    return frame === undefined ? [] : [elkNode(id, frame)];
  });
  const wires = Object.entries(edges)
    .sort(([a], [b]) => compareIds(a, b))
    .filter(([, { from, to }]) => nodes.has(from) && nodes.has(to) && from !== to)
    .filter(([, { to, port }]) => frames.get(to)?.runs.some((run) => run.port === port))
    .map(
      ([id, { from, to, port }]): ElkExtendedEdge => ({
        id: `wire ${id}`,
        sources: [outputOf(from)],
        targets: [inputOf(to, port)],
      }),
    );
  const laid = await run({
    id: 'graph',
    layoutOptions: optionsFor(children.length),
    children,
    edges: wires,
  });
  return new Map(
    (laid.children ?? []).flatMap(({ id, x = 0, y = 0 }) => {
      const extent = frames.get(id)?.extent;
      if (extent === undefined) return [];
      return [[id, { x: Math.round(x - extent.left), y: Math.round(y - extent.top) }] as const];
    }),
  );
}

const outputOf = (node: NodeId): string => `out ${node}`;
const inputOf = (node: NodeId, port: string): string => `in ${port} ${node}`;

function elkNode(id: NodeId, { extent, runs, geometry }: NodeFrame): ElkNode {
  const width = extent.right - extent.left;
  const port = (name: string, x: number, y: number, side: 'WEST' | 'EAST') => ({
    id: name,
    x,
    y: y - extent.top,
    width: 0,
    height: 0,
    layoutOptions: { 'elk.port.side': side },
  });
  return {
    id,
    width,
    height: extent.bottom - extent.top,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      ...runs.map((run) => port(inputOf(id, run.port), 0, run.from.y, 'WEST')),
      port(outputOf(id), width, geometry.output.y, 'EAST'),
    ],
  };
}
