/** The frames of all nodes of a document; those that did not change stay the same objects. */
import type { GraphDocument, GraphNode, NodeId } from '../graph/document.ts';
import { type Shape, sameShape } from '../tensor/shape.ts';
import { documentShapes, type Shapes } from './document-shapes.ts';
import { type NodeFrame, nodeFrame } from './node-frame.ts';
import { nodeGeometry } from './node-geometry.ts';

/** Node → frame. */
export type Frames = ReadonlyMap<NodeId, NodeFrame>;

interface Entry {
  readonly node: GraphNode;
  readonly shape: Shape | undefined;
  readonly incoming: readonly (readonly [port: string, shape: Shape | undefined])[];
  readonly readers: number;
  readonly frame: NodeFrame;
}

/** Frames documents, one after the other. */
export class DocumentFrames {
  private entries = new Map<NodeId, Entry>();
  private frames: Map<NodeId, NodeFrame> = new Map();
  private readonly shared = new Map<string, NodeFrame>();

  /** The frames of a document; the same map as before when nothing in it changed. */
  of(document: GraphDocument): Frames {
    const shapes = documentShapes(document);
    const { incoming, readers } = wiresByNode(document, shapes);
    const entries = new Map<NodeId, Entry>();
    let isSame = true;
    for (const [id, node] of Object.entries(document.nodes)) {
      const around = {
        node,
        shape: shapes.get(id),
        incoming: incoming.get(id) ?? [],
        readers: readers.get(id) ?? 0,
      };
      const before = this.entries.get(id);
      const frame =
        before !== undefined && isFramedAlike(before, around) ? before.frame : this.take(around);
      const entry = { ...around, frame };
      isSame &&= before?.frame === entry.frame;
      entries.set(id, entry);
    }
    isSame &&= entries.size === this.entries.size;
    this.entries = entries;
    if (!isSame) this.frames = new Map([...entries].map(([id, { frame }]) => [id, frame]));
    return this.frames;
  }

  /** The frame of a node; nodes that look alike share one. */
  private take(around: Omit<Entry, 'frame'>): NodeFrame {
    const key = looksOf(around);
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const frame = frameOf(around);
    if (this.shared.size >= MOST_SHARED) this.shared.clear();
    this.shared.set(key, frame);
    return frame;
  }
}

/** Frames remembered by what they are made from. */
const MOST_SHARED = 2000;

/** All that a frame depends on, as text. */
function looksOf({ node, shape, incoming, readers }: Omit<Entry, 'frame'>): string {
  const { width, height, inputs } = nodeGeometry(node);
  const ports = inputs.map(({ port }) => port.name);
  const shapes = incoming.map(([port, of]) => `${port} ${of?.join(' ')}`);
  const about = [node.op, node.name, width, height, ports, shapes, shape?.join(' '), readers > 1];
  return [...about, readers > 0].join('|');
}

/** The frames of a single document. */
export const documentFrames = (document: GraphDocument): Frames =>
  new DocumentFrames().of(document);

function wiresByNode({ nodes, edges }: GraphDocument, shapes: Shapes) {
  const incoming = new Map<NodeId, [string, Shape | undefined][]>();
  const readers = new Map<NodeId, number>();
  for (const { from, to, port } of Object.values(edges)) {
    if (nodes[from] === undefined || nodes[to] === undefined) continue;
    readers.set(from, (readers.get(from) ?? 0) + 1);
    const list = incoming.get(to);
    if (list === undefined) incoming.set(to, [[port, shapes.get(from)]]);
    else list.push([port, shapes.get(from)]);
  }
  return { incoming, readers };
}

function frameOf({ node, shape, incoming, readers }: Omit<Entry, 'frame'>): NodeFrame {
  const inputs = new Map(incoming);
  return nodeFrame(node, { inputs: (port) => inputs.get(port), shape, readers });
}

function isFramedAlike(a: Entry, b: Omit<Entry, 'frame'>): boolean {
  return (
    a.node.op === b.node.op &&
    a.node.name === b.node.name &&
    (a.node.attrs === b.node.attrs || hasSameGeometry(a.node, b.node)) &&
    isSame(a.shape, b.shape) &&
    a.readers === b.readers &&
    a.incoming.length === b.incoming.length &&
    a.incoming.every(
      ([port, shape], i) => port === b.incoming[i][0] && isSame(shape, b.incoming[i][1]),
    )
  );
}

const isSame = (a: Shape | undefined, b: Shape | undefined): boolean =>
  a === undefined || b === undefined ? a === b : sameShape(a, b);

/** An attribute counts where it changes the ports: a number that is changed moves nothing. */
function hasSameGeometry(a: GraphNode, b: GraphNode): boolean {
  const [p, q] = [nodeGeometry(a), nodeGeometry(b)];
  return (
    p.width === q.width &&
    p.height === q.height &&
    p.inputs.length === q.inputs.length &&
    p.inputs.every(({ port }, i) => port.name === q.inputs[i].port.name)
  );
}
