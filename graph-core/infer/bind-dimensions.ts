/** Names of dimensions in declared shapes, bound to the sizes of the values that are there. */
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { sortedIds } from '../graph/ids.ts';
import type { Problem } from '../graph/problem.ts';
import { completeAttrs } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { type Tensor, tensorFromLiteral } from '../tensor/tensor.ts';
import type { Bindings } from './infer-document.ts';

/** Sizes of the names in declared input shapes, read off the values that are there; `feeds` stand in for those of the document. */
export function bindDimensions(
  document: GraphDocument,
  feeds: ReadonlyMap<NodeId, Tensor> = new Map(),
): { readonly bindings: Bindings; readonly problems: readonly Problem[] } {
  const bindings = new Map<string, number>();
  const boundBy = new Map<string, NodeId>();
  const problems: Problem[] = [];
  for (const id of sortedIds(document.nodes)) {
    const node = document.nodes[id];
    const definition = opDef(node.op);
    if (definition?.kind !== 'source') continue;
    const { shape, value } = completeAttrs(definition, node.attrs);
    const given = feeds.get(id) ?? (value == null ? null : tensorFromLiteral(value));
    if (given === null || !('data' in given) || !Array.isArray(shape)) continue;
    if (shape.length !== given.shape.length) continue;
    for (let axis = 0; axis < shape.length; axis++) {
      const dim: unknown = shape[axis];
      if (typeof dim !== 'string') continue;
      const known = bindings.get(dim);
      if (known === undefined) {
        bindings.set(dim, given.shape[axis]);
        boundBy.set(dim, id);
      } else if (known !== given.shape[axis]) {
        problems.push({
          code: 'size-conflict',
          node: id,
          message: `${dim} is ${known} in ${nodeLabel(document, boundBy.get(dim) ?? '')} but ${given.shape[axis]} in ${nodeLabel(document, id)}`,
          hint: `give both values the same ${dim}, or use another name`,
        });
      }
    }
  }
  return { bindings, problems };
}
