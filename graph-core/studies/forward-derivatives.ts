/** How every node and wire changes with one number: derivatives in forward mode. */
import { tangents } from '../derivatives/tangents.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { EdgeId, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** One element of a variable. */
export interface ForwardQuestion {
  readonly by: NodeId;
  readonly element: number;
}

/** In the shapes of the values; zeros where nothing depends on it. */
export interface ForwardAnswer {
  readonly nodes: Readonly<Record<NodeId, Tensor>>;
  readonly edges: Readonly<Record<EdgeId, Tensor>>;
}

/** Derivatives of everything by one number. */
export function forwardDerivatives(
  evaluation: Evaluation,
  { by, element }: ForwardQuestion,
): ForwardAnswer | Problem {
  const moved = tangents(evaluation, by, element);
  if ('code' in moved) return moved;
  const { program } = evaluation.flattened;
  return {
    nodes: copies(program.nodes.keys(), moved.node),
    edges: copies(program.edges.keys(), moved.edge),
  };
}

function copies(
  ids: Iterable<string>,
  of: (id: string) => Tensor | undefined,
): Readonly<Record<string, Tensor>> {
  const record: Record<string, Tensor> = {};
  for (const id of ids) {
    const tensor = of(id);
    if (tensor !== undefined) record[id] = { shape: tensor.shape, data: tensor.data.slice() };
  }
  return record;
}
