/** Where numbers stop being finite: in the target a problem, anywhere else a note. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { type NodeId, nodeLabel } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** What is not finite in an evaluation. */
export interface NotFinite {
  /** The target, when no gradient of it means anything. */
  readonly problems: readonly Problem[];
  /** The node where NaN or infinity begins, on the way forward or else on the way back. */
  readonly notes: readonly Problem[];
}

/** Looks at all values in the order of computation, then at all gradients against it. */
export function notFinite(evaluation: Evaluation): NotFinite {
  const { document, order, target } = evaluation;
  const name = (node: NodeId): string => printable(nodeLabel(document, node));
  // Everything it is computed from comes before it, and is finite.
  const first = order.find((node) => strayIn(evaluation.value(node)) !== undefined);
  const atTarget = target === null ? undefined : strayIn(evaluation.value(target));
  if (target !== null && atTarget !== undefined) {
    const message = `${name(target)}, the target, ${holds(evaluation.value(target), atTarget)}`;
    const hint =
      first === undefined || first === target
        ? 'keep its inputs in range'
        : `it begins at ${name(first)}: keep its inputs in range`;
    return { problems: [{ code: 'not-finite', node: target, message, hint }], notes: [] };
  }
  const note = (node: NodeId, message: string, hint: string): NotFinite => ({
    problems: [],
    notes: [{ code: 'not-finite', node, message, hint }],
  });
  if (first !== undefined) {
    const stray = strayIn(evaluation.value(first));
    const message = `${name(first)} ${holds(evaluation.value(first), stray)}, the first node that is not finite`;
    return note(first, message, 'keep its inputs in range');
  }
  const back = order.findLast((node) => strayIn(evaluation.gradient(node)) !== undefined);
  if (back === undefined) return { problems: [], notes: [] };
  const gradient = evaluation.gradient(back);
  const message = `the gradient of ${name(back)} ${holds(gradient, strayIn(gradient))}, the first on the way back that is not finite`;
  return note(
    back,
    message,
    'move its value away from where the slope has no bound or is not defined',
  );
}

const strayIn = (tensor: Tensor | undefined): number | undefined =>
  tensor?.data.find((number) => !Number.isFinite(number));

const holds = (tensor: Tensor | undefined, stray: number | undefined): string =>
  tensor?.data.length === 1 ? `is ${stray}` : `has ${stray} in it`;
