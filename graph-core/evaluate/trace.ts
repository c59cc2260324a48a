/**
 * The trace: forward and backward pass as a list of steps. Stepping is moving an index, so it goes both
 * ways. Forward there is one step a node; backward one step a wire, and one more where the gradients
 * of several wires meet.
 */
import type { EdgeId, NodeId } from '../graph/document.ts';
import { localDerivative } from '../interpret/local-derivative.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Evaluation } from './evaluation.ts';

/** One step by its places in the document; the numbers are looked up. */
export type TraceStep =
  /** The node gets its value. */
  | { readonly phase: 'forward'; readonly kind: 'node'; readonly node: NodeId }
  /** The target's gradient with respect to itself: 1. */
  | { readonly phase: 'backward'; readonly kind: 'seed'; readonly node: NodeId }
  /** `node` passes its upstream gradient back through input `port` onto the wire. */
  | {
      readonly phase: 'backward';
      readonly kind: 'wire';
      readonly node: NodeId;
      readonly edge: EdgeId;
      readonly port: string;
      /** Where the wire comes from. */
      readonly source: NodeId;
    }
  /** What arrived on several wires is added up to the gradient of `node`. */
  | {
      readonly phase: 'backward';
      readonly kind: 'accumulate';
      readonly node: NodeId;
      readonly edges: readonly EdgeId[];
    }
  /** The optimizer changes the parameter `node`; only in a step of training. */
  | { readonly phase: 'update'; readonly kind: 'update'; readonly node: NodeId };

/** A step with its numbers. */
export interface TracedStep {
  readonly step: TraceStep;
  /** Values arriving at the node, by port, forward and on a wire step. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** The node's own value. */
  readonly output: Tensor | undefined;
  /** Gradient of the target with respect to the node. */
  readonly upstream: Tensor | undefined;
  /** Elementwise local derivative, where the operation has one: contribution = upstream · local. */
  readonly local: Tensor | null;
  /** What the step writes: a value, a wire's gradient, a sum. */
  readonly result: Tensor | undefined;
}

/** The steps of an evaluation: every node forward, then from the target back. */
export function planTrace(evaluation: Evaluation): readonly TraceStep[] {
  const { document, order, target, flattened } = evaluation;
  const steps: TraceStep[] = [];
  for (const node of order) steps.push({ phase: 'forward', kind: 'node', node });
  if (target === null || evaluation.derivative === null) return steps;
  const { nodes, wires } = flattened.inference;
  steps.push({ phase: 'backward', kind: 'seed', node: target });
  for (let i = order.indexOf(target); i >= 0; i--) {
    const node = order[i];
    if (!evaluation.reached(node)) continue;
    const arriving = (wires.outgoing.get(node) ?? []).filter((edge) =>
      evaluation.edgeReached(edge),
    );
    if (arriving.length > 1 && node !== target) {
      steps.push({ phase: 'backward', kind: 'accumulate', node, edges: arriving });
    }
    for (const edge of nodes.get(node)?.edges ?? []) {
      if (!evaluation.edgeReached(edge)) continue;
      const { port, from } = document.edges[edge];
      steps.push({ phase: 'backward', kind: 'wire', node, edge, port, source: from });
    }
  }
  return steps;
}

/** The steps with their numbers. Tensors are those of the evaluation, valid until its next run. */
export function traceOf(evaluation: Evaluation): readonly TracedStep[] {
  return planTrace(evaluation).map((step) => traced(evaluation, step));
}

function traced(evaluation: Evaluation, step: TraceStep): TracedStep {
  const { document, flattened } = evaluation;
  const inferred = flattened.inference.nodes.get(step.node);
  const inputs: Record<string, Tensor> = {};
  for (const edge of inferred?.edges ?? []) {
    const value = evaluation.edgeValue(edge);
    if (value !== undefined) inputs[document.edges[edge].port] = value;
  }
  const output = evaluation.value(step.node);
  const upstream = step.phase === 'backward' ? evaluation.gradient(step.node) : undefined;
  const base = { step, inputs, output, upstream, local: null };
  switch (step.kind) {
    case 'node':
      return { ...base, result: output };
    case 'seed':
    case 'accumulate':
      return { ...base, result: upstream };
    case 'update':
      return { ...base, result: output };
    case 'wire':
      return {
        ...base,
        local: localDerivative(document.nodes[step.node], inputs, step.port, step.node),
        result: evaluation.edgeGradient(step.edge),
      };
    default:
      return step satisfies never;
  }
}
