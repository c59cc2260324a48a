/**
 * Numeric gradient check: central differences against the analytic gradient, element by element, with
 * a warning where the function has a kink and no derivative exists to agree with.
 */
import type { GraphDocument, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { portsOf } from '../ops/kit/operation.ts';
import type { Feeds } from '../program/flatten.ts';
import { type Evaluation, evaluateDocument } from './evaluation.ts';

/** How to check. */
export interface GradientCheckOptions {
  readonly target?: NodeId;
  /** h of (f(x + h) - f(x - h)) / 2h; 1e-5 when absent. */
  readonly step?: number;
  /** Largest relative error that counts as agreement; 1e-5 when absent. */
  readonly tolerance?: number;
  readonly feeds?: Feeds;
  /** Elements checked per node, spread evenly; 200 when absent. */
  readonly elementsPerNode?: number;
}

/** One element of one variable. */
export interface CheckedElement {
  readonly node: NodeId;
  /** Row-major position. */
  readonly index: number;
  readonly analytic: number;
  /** Central difference. */
  readonly numeric: number;
  /** |analytic - numeric| / max(|analytic|, |numeric|, 1). */
  readonly relativeError: number;
  /** The slopes from the left and from the right stay apart as the step shrinks. */
  readonly kink: boolean;
}

/** The outcome of a check. */
export interface GradientCheck {
  readonly target: NodeId | null;
  readonly step: number;
  readonly tolerance: number;
  readonly elements: readonly CheckedElement[];
  /** Variables left out, with the reason. */
  readonly skipped: readonly { readonly node: NodeId; readonly reason: string }[];
  /** Largest relative error away from kinks. */
  readonly worst: number;
  readonly agrees: boolean;
  readonly problems: readonly Problem[];
}

/** Checks the gradient of the target (the sum of its elements) with respect to every variable. */
export function checkGradients(
  document: GraphDocument,
  options: GradientCheckOptions = {},
): GradientCheck {
  const step = options.step ?? 1e-5;
  const tolerance = options.tolerance ?? 1e-5;
  const evaluation = evaluateDocument(document, options);
  const { target, problems } = evaluation;
  const elements: CheckedElement[] = [];
  const skipped: { node: NodeId; reason: string }[] = [];
  if (target !== null) {
    for (const node of evaluation.order) {
      const definition = evaluation.flattened.inference.nodes.get(node)?.definition;
      if (definition?.kind !== 'source') continue;
      if (selects(evaluation, node)) {
        skipped.push({ node, reason: 'its numbers are indices, they cannot change a little' });
        continue;
      }
      elements.push(...checkNode(evaluation, target, node, step, options.elementsPerNode ?? 200));
    }
  }
  const smooth = elements.filter(({ kink }) => !kink).map(({ relativeError }) => relativeError);
  // NaN stays NaN: a gradient that is no number agrees with nothing.
  const worst = smooth.reduce(
    (most, error) => (error > most || Number.isNaN(error) ? error : most),
    0,
  );
  return {
    target,
    step,
    tolerance,
    elements,
    skipped,
    worst,
    agrees: target !== null && smooth.every((error) => error <= tolerance),
    problems,
  };
}

function checkNode(
  evaluation: Evaluation,
  target: NodeId,
  node: NodeId,
  step: number,
  limit: number,
): CheckedElement[] {
  const start = evaluation.value(node);
  if (start === undefined) return [];
  evaluation.run();
  const analytic = evaluation.gradient(node)?.data.slice() ?? new Float64Array(start.data.length);
  const center = total(evaluation, target);
  const data = start.data.slice();
  const at = (index: number, x: number): number => {
    const moved = data.slice();
    moved[index] = x;
    evaluation.setValue(node, { shape: start.shape, data: moved });
    evaluation.run();
    return total(evaluation, target);
  };
  const stride = Math.max(1, Math.ceil(data.length / limit));
  const checked: CheckedElement[] = [];
  for (let index = 0; index < data.length; index += stride) {
    const x = data[index];
    const numeric = (at(index, x + step) - at(index, x - step)) / (x + step - (x - step));
    const slopeGap = (h: number): number =>
      Math.abs(at(index, x + h) - 2 * center + at(index, x - h)) / h;
    const error =
      Math.abs(analytic[index] - numeric) /
      Math.max(Math.abs(analytic[index]), Math.abs(numeric), 1);
    // At a smooth point the gap of the one-sided slopes shrinks with h; at a kink it stays.
    const gap = slopeGap(step);
    const kink = gap > 1e-4 * Math.max(1, Math.abs(numeric)) && slopeGap(step / 8) > gap / 2;
    checked.push({ node, index, analytic: analytic[index], numeric, relativeError: error, kink });
  }
  evaluation.setValue(node, { shape: start.shape, data });
  evaluation.run();
  return checked;
}

function total(evaluation: Evaluation, target: NodeId): number {
  let sum = 0;
  for (const element of evaluation.value(target)?.data ?? []) sum += element;
  return sum;
}

/** True when some wire of the node ends in a port that takes indices. */
function selects(evaluation: Evaluation, node: NodeId): boolean {
  const { inference } = evaluation.flattened;
  return (inference.wires.outgoing.get(node) ?? []).some((edge) => {
    const { to, port } = evaluation.document.edges[edge];
    const reader = inference.nodes.get(to);
    return (
      reader !== undefined &&
      portsOf(reader.definition, reader.attrs).some(
        ({ name, role }) => name === port && role === 'index',
      )
    );
  });
}
