/** What could be made to change in training where nothing does: the numbers that a loss is computed from. */
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { type DocumentDraft, setAttr } from '../graph/edit.ts';
import { adjacency, topologicalOrder } from '../graph/topological-order.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { isConcrete, type Shape } from '../tensor/shape.ts';

/**
 * Inputs with numbers of their own and frozen parameters behind `loss`, in topological order. An input that counts classes
 * or is fed by name of its sizes is none.
 */
export function trainableSources(document: GraphDocument, loss: NodeId): readonly NodeId[] {
  const wires = adjacency(document);
  const behind = new Set([loss]);
  for (const id of behind) {
    for (const edge of wires.incoming.get(id) ?? []) behind.add(document.edges[edge].from);
  }
  return topologicalOrder(document, wires).order.filter((id) => {
    const { op, attrs } = document.nodes[id];
    if (!behind.has(id)) return false;
    if (op === 'parameter') return attrs.trainable === false;
    if (op !== 'input' || attrs.value === null) return false;
    const { shape } = attrs;
    if (Array.isArray(shape) && !isConcrete(shape as Shape)) return false;
    return !(wires.outgoing.get(id) ?? []).some((edge) => isIndex(document, edge));
  });
}

function isIndex({ edges, nodes }: GraphDocument, edge: string): boolean {
  const { to, port } = edges[edge];
  const definition = opDef(nodes[to].op);
  if (definition === null) return false;
  const ports = portsOf(definition, completeAttrs(definition, nodes[to].attrs));
  return ports.some(({ name, role }) => name === port && role === 'index');
}

/** Makes parameters of them, with the numbers that they have. */
export function makeTrainable(draft: DocumentDraft, ids: Iterable<NodeId>): void {
  for (const id of ids) {
    const node = draft.nodes[id];
    if (node.op === 'input') node.op = 'parameter';
    else setAttr(draft, id, 'trainable', undefined);
  }
}
