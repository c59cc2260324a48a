/** The shapes of all values of a document, as far as they can be told without computing. */
import type { GraphDocument, GraphNode, NodeId } from '../graph/document.ts';
import { bindDimensions } from '../infer/bind-dimensions.ts';
import { inferDocument } from '../infer/infer-document.ts';
import type { Shape } from '../tensor/shape.ts';

/** Node → shape of its value; what has a problem is not in it. */
export type Shapes = ReadonlyMap<NodeId, Shape>;

let last: { readonly document: GraphDocument; readonly shapes: Shapes } | null = null;

/** The shapes. The last answer is kept: moving a node or changing a number changes no shape. */
export function documentShapes(document: GraphDocument): Shapes {
  if (last !== null && hasEqualShapes(last.document, document)) {
    last = { document, shapes: last.shapes };
    return last.shapes;
  }
  const { nodes } = inferDocument(document, bindDimensions(document).bindings);
  const shapes = new Map<NodeId, Shape>();
  for (const [id, { shape }] of nodes) shapes.set(id, shape);
  last = { document, shapes };
  return shapes;
}

function hasEqualShapes(a: GraphDocument, b: GraphDocument): boolean {
  if (a.edges !== b.edges) return false;
  if (a.nodes === b.nodes) return true;
  const ids = Object.keys(a.nodes);
  if (ids.length !== Object.keys(b.nodes).length) return false;
  return ids.every((id) => hasEqualShape(a.nodes[id], b.nodes[id]));
}

function hasEqualShape(a: GraphNode, b: GraphNode | undefined): boolean {
  if (b === undefined || a.op !== b.op) return false;
  if (a.attrs === b.attrs) return true;
  const names = new Set([...Object.keys(a.attrs ?? {}), ...Object.keys(b.attrs ?? {})]);
  for (const name of names) {
    const [x, y] = [a.attrs?.[name], b.attrs?.[name]];
    if (x === y || (name === 'value' && typeof x === 'number' && typeof y === 'number')) continue;
    return false;
  }
  return true;
}
