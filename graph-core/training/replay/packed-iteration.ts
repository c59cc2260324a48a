/** One step of training in one buffer, which can change owner. */
import {
  type PackedEvaluation,
  packEvaluation,
  type TensorSlot,
} from '../../evaluate/packed-evaluation.ts';
import type { NodeId } from '../../graph/document.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Iteration } from './iteration.ts';

/** Tensors of an update by their names. */
export type UpdateSlots = Readonly<Record<string, TensorSlot>>;

/** What is said of a step besides its values and gradients. */
export interface IterationSlots extends Pick<Iteration, 'iteration' | 'rows' | 'rate'> {
  /** By parameter. */
  readonly updates: Readonly<
    Record<NodeId, { readonly before: UpdateSlots; readonly after: UpdateSlots | null }>
  >;
}

/** Copies all numbers of a step into one buffer. */
export function packIteration({
  evaluation,
  steps,
  iteration,
  rows,
  rate,
  updates,
}: Iteration): PackedEvaluation & { readonly iteration: IterationSlots } {
  const packed = packEvaluation(evaluation);
  const tensors: Tensor[] = [];
  let length = packed.numbers.length;
  const slots = (record: Readonly<Record<string, Tensor>>): UpdateSlots =>
    Object.fromEntries(
      Object.entries(record).map(([name, tensor]) => {
        const at = length;
        tensors.push(tensor);
        length += tensor.data.length;
        return [name, { shape: tensor.shape, at }];
      }),
    );
  const updated: Record<NodeId, IterationSlots['updates'][NodeId]> = {};
  for (const { node, before, after } of updates) {
    updated[node] = { before: slots(before), after: after === null ? null : slots(after) };
  }
  const numbers = new Float64Array(length);
  numbers.set(packed.numbers);
  let at = packed.numbers.length;
  for (const { data } of tensors) {
    numbers.set(data, at);
    at += data.length;
  }
  return { ...packed, steps, numbers, iteration: { iteration, rows, rate, updates: updated } };
}
