/** What rewrites look at and write with: operations wired into each other, and nodes that take a place. */
import { type AttrValues, type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { addNode, connect, type DocumentDraft, edgeInto, removeNodes } from '../graph/edit.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import { completeAttrs } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';

/** A document at one node of it. */
export interface GraphSpot {
  readonly document: GraphDocument;
  readonly node: NodeId;
}

/** The node that is wired to a port, where it does one of these operations. */
export function feeding(
  { document, node }: GraphSpot,
  port: string,
  ...ops: readonly string[]
): GraphSpot | null {
  const edge = edgeInto(document, node, port);
  if (edge === null) return null;
  const from = document.edges[edge].from;
  return ops.length === 0 || ops.includes(document.nodes[from].op)
    ? { document, node: from }
    : null;
}

/** The operation of a spot. */
export const opAt = ({ document, node }: GraphSpot): string => document.nodes[node].op;

/** Its attributes, complete. */
export function attrsAt({ document, node }: GraphSpot): Attrs {
  const { op, attrs } = document.nodes[node];
  const definition = opDef(op);
  return definition === null ? attrs : completeAttrs(definition, attrs);
}

/** What a spot is called. */
export const labelAt = ({ document, node }: GraphSpot): string => nodeLabel(document, node);

/** True where a spot is the number `x` and nothing else. */
export function isNumber(spot: GraphSpot | null, x: number): boolean {
  if (spot === null || !['constant', 'full', 'input'].includes(opAt(spot))) return false;
  return attrsAt(spot).value === x;
}

/** A node takes another operation, and other wires into it; its name, its place and what reads it stay. */
export function becomes(
  draft: DocumentDraft,
  node: NodeId,
  op: string,
  {
    attrs = {},
    inputs,
  }: { readonly attrs?: AttrValues; readonly inputs: Readonly<Record<string, NodeId>> },
): void {
  for (const [edge, { to }] of Object.entries(draft.edges))
    if (to === node) delete draft.edges[edge];
  draft.nodes[node].op = op;
  draft.nodes[node].attrs = attrs;
  for (const [port, from] of Object.entries(inputs)) connect(draft, { from, to: node, port });
}

/** A new node between one that is there and what reads it; its inputs by port. */
export function insert(
  draft: DocumentDraft,
  op: string,
  {
    attrs = {},
    inputs,
    before,
  }: {
    readonly attrs?: AttrValues;
    readonly inputs: Readonly<Record<string, NodeId>>;
    readonly before: NodeId;
  },
): NodeId {
  const places = [...Object.values(inputs), before].map((id) => draft.nodes[id].position);
  const middle = (pick: (at: { x: number; y: number }) => number): number =>
    Math.round(places.reduce((sum, at) => sum + pick(at), 0) / places.length);
  const position = { x: middle(({ x }) => x), y: middle(({ y }) => y) };
  const node = addNode(draft, { op, attrs, position });
  for (const [port, from] of Object.entries(inputs)) connect(draft, { from, to: node, port });
  return node;
}

/** Leads the wire into a port through another node. */
export function rewire(draft: DocumentDraft, to: NodeId, port: string, from: NodeId): void {
  connect(draft, { from, to, port }, { replace: true });
}

/** Removes those of the nodes that nothing reads any more and nothing else names. */
export function dropUnread(draft: DocumentDraft, nodes: readonly NodeId[]): void {
  const { training } = draft;
  const named = [draft.target, training?.loss, training?.features, training?.targets];
  for (const node of nodes) {
    const isRead = Object.values(draft.edges).some(({ from }) => from === node);
    if (!isRead && !named.includes(node) && draft.nodes[node] !== undefined) {
      removeNodes(draft, [node]);
    }
  }
}
