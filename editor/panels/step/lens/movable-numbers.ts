/** Which numbers of a graph can be moved and kept: the elements of variables that have a value of their own. */

import type { Weights } from '../../../../graph-core/evaluate/reused-evaluation.ts';
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
} from '../../../../graph-core/graph/document.ts';
import { opDef } from '../../../../graph-core/ops/registry.ts';
import { literalFromTensor, type Tensor } from '../../../../graph-core/tensor/tensor.ts';
import type { Snapshot } from '../../../state/results/run-store.ts';
import { placeOf } from '../../../widgets/tensor-place.ts';

/** One number. */
export interface MovableNumber {
  readonly node: NodeId;
  readonly element: number;
  readonly label: string;
}

/** Tensors with more elements are not offered one by one. */
const MOST_ELEMENTS = 12;

/** True for a variable: what it starts from can be replaced. */
export function isVariable(document: GraphDocument, node: NodeId): boolean {
  const definition = opDef(document.nodes[node]?.op ?? '');
  return definition?.kind === 'source' && Object.hasOwn(definition.attrs, 'value');
}

/** What a number is called: `x`, `W[2, 0]`. */
export function numberName(
  document: GraphDocument,
  node: NodeId,
  element: number,
  tensor: Tensor,
): string {
  const label = nodeLabel(document, node);
  return tensor.data.length === 1
    ? label
    : `${label}[${placeOf(element, tensor.shape).join(', ')}]`;
}

/** The numbers of small variables that the target depends on. */
export function movableNumbers(
  document: GraphDocument,
  snapshot: Snapshot,
): readonly MovableNumber[] {
  return [...snapshot.nodes].flatMap(([node, { value, gradient }]) => {
    if (gradient === null || !isVariable(document, node)) return [];
    if (value.data.length > MOST_ELEMENTS) return [];
    return Array.from(value.data, (_, element) => ({
      ...{ node, element, label: numberName(document, node, element, value) },
    }));
  });
}

/** A tensor with one number replaced. */
export function moved({ shape, data }: Tensor, element: number, x: number): Tensor {
  const copy = Float64Array.from(data);
  copy[element] = x;
  return { shape, data: copy };
}

/** Tensors as weights for a preview. */
export function asWeights(values: ReadonlyMap<NodeId, Tensor>): Weights {
  return Object.fromEntries([...values].map(([node, { data }]) => [node, Float64Array.from(data)]));
}

/** Tensors as values of a document. */
export function asLiterals(values: ReadonlyMap<NodeId, Tensor>) {
  return Object.fromEntries([...values].map(([node, tensor]) => [node, literalFromTensor(tensor)]));
}
