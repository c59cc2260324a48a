/** All numbers of an evaluation in one buffer, which can change owner: what a page gets of a worker's work. */
import type { EdgeId, NodeId } from '../graph/document.ts';
import type { Size } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Evaluation } from './evaluation.ts';
import { planTrace, type TraceStep } from './trace.ts';

/** Where a tensor lies in `PackedEvaluation.numbers`. */
export interface TensorSlot {
  readonly shape: Size;
  /** First element. */
  readonly at: number;
}

/** A node's numbers; `gradient` is null where the target does not depend on the node. */
export interface NodeSlots {
  readonly value: TensorSlot;
  readonly gradient: TensorSlot | null;
}

/** An evaluation as plain data. */
export interface PackedEvaluation {
  readonly target: NodeId | null;
  readonly steps: readonly TraceStep[];
  readonly nodes: Readonly<Record<NodeId, NodeSlots>>;
  /** Gradients by wire; null where none flows. */
  readonly edges: Readonly<Record<EdgeId, TensorSlot | null>>;
  readonly numbers: Float64Array<ArrayBuffer>;
}

/** Copies all numbers of an evaluation into one buffer. */
export function packEvaluation(evaluation: Evaluation): PackedEvaluation {
  const tensors: Tensor[] = [];
  let length = 0;
  const slot = (tensor: Tensor): TensorSlot => {
    const at = length;
    tensors.push(tensor);
    length += tensor.data.length;
    return { shape: tensor.shape, at };
  };
  const nodes: Record<string, NodeSlots> = {};
  for (const id of evaluation.order) {
    const value = evaluation.value(id);
    if (value === undefined) continue;
    const gradient = evaluation.reached(id) ? evaluation.gradient(id) : undefined;
    nodes[id] = { value: slot(value), gradient: gradient === undefined ? null : slot(gradient) };
  }
  const edges: Record<string, TensorSlot | null> = {};
  for (const id of evaluation.flattened.program.edges.keys()) {
    const gradient = evaluation.edgeReached(id) ? evaluation.edgeGradient(id) : undefined;
    edges[id] = gradient === undefined ? null : slot(gradient);
  }
  const numbers = new Float64Array(length);
  let at = 0;
  for (const { data } of tensors) {
    numbers.set(data, at);
    at += data.length;
  }
  return { target: evaluation.target, steps: planTrace(evaluation), nodes, edges, numbers };
}
