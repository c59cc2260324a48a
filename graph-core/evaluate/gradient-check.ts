/**
 * Numeric gradient check: differences against the analytic gradient, element by element, with a warning
 * where the function has a kink and no derivative exists to agree with.
 */
import type { GraphDocument, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import type { Feeds } from '../program/flatten.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { evaluateDocument } from './evaluation.ts';
import { type HeldProgram, holdProgram } from './held-program.ts';
import { type NumericSlope, numericSlope } from './numeric-slope.ts';

/** How to check. */
export interface GradientCheckOptions {
  readonly target?: NodeId;
  /** The largest step h of (f(x + h) - f(x - h)) / 2h; it follows the value when absent. */
  readonly step?: number;
  /** Largest relative error that counts as agreement; 1e-6 when absent. */
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
  /** By differences, extrapolated to a step of 0; NaN where there are none. */
  readonly numeric: number;
  /** What `numeric` may be off by. */
  readonly uncertainty: number;
  /** |analytic - numeric| beyond the uncertainty, by the larger of the two; NaN when one is no number. */
  readonly relativeError: number;
  /** The slopes from the left and from the right stay apart as the step shrinks, or one side has no value. */
  readonly kink: boolean;
}

/** The outcome of a check. */
export interface GradientCheck {
  readonly target: NodeId | null;
  /** The largest step, where one was asked for; null when it followed the values. */
  readonly step: number | null;
  readonly tolerance: number;
  readonly elements: readonly CheckedElement[];
  /** Variables left out, with the reason. */
  readonly skipped: readonly { readonly node: NodeId; readonly reason: string }[];
  /** Largest relative error away from kinks. */
  readonly worst: number;
  readonly agrees: boolean;
  readonly problems: readonly Problem[];
}

/** Largest relative error that counts as agreement. */
const TOLERANCE = 1e-6;
/** Elements checked per node. */
const ELEMENTS = 200;

/** Checks the gradient of the target (the sum of its elements) with respect to every variable. */
export function checkGradients(
  document: GraphDocument,
  options: GradientCheckOptions = {},
): GradientCheck {
  const { step, tolerance = TOLERANCE, elementsPerNode = ELEMENTS } = options;
  const evaluation = evaluateDocument(document, options);
  const { target, problems, flattened } = evaluation;
  const elements: CheckedElement[] = [];
  const skipped: { node: NodeId; reason: string }[] = [];
  const of = target === null ? undefined : flattened.program.nodes.get(target);
  if (of !== undefined) {
    const numbersOf = (value: number): Tensor | undefined => evaluation.computed(value);
    const held = holdProgram(flattened.program, of, numbersOf);
    const noise = roundingNoise(evaluation.derivative?.gradients ?? new Map(), numbersOf);
    for (const node of evaluation.order) {
      const definition = flattened.inference.nodes.get(node)?.definition;
      const value = flattened.program.nodes.get(node);
      if (definition?.kind !== 'source' || value === undefined) continue;
      // What can be given a shape and a value can be given other numbers.
      const varies = ['shape', 'value'].every((name) => Object.hasOwn(definition.attrs, name));
      if (!varies) skipped.push({ node, reason: 'its numbers never change' });
      else if (held.selecting.has(value)) {
        skipped.push({ node, reason: 'its numbers are indices, they cannot change a little' });
      } else {
        const analytic = evaluation.gradient(node) ?? zeros([0]);
        const checked = checkSource(held, value, analytic, {
          noise,
          tolerance,
          first: step,
          limit: elementsPerNode,
        });
        elements.push(...checked.map((element) => ({ node, ...element })));
      }
    }
  }
  const smooth = elements.filter(({ kink }) => !kink).map(({ relativeError }) => relativeError);
  return {
    target,
    step: step ?? null,
    tolerance,
    elements,
    skipped,
    // NaN stays NaN: a gradient that is no number agrees with nothing.
    worst: smooth.reduce((most, e) => (e > most || Number.isNaN(e) ? e : most), 0),
    agrees: target !== null && smooth.every((error) => error <= tolerance),
    problems,
  };
}

/** Checks the gradient of a held program with respect to one of its sources. */
export function checkSource(
  { executor, target, sources }: HeldProgram,
  source: number,
  analytic: Tensor,
  {
    noise,
    tolerance,
    first,
    limit,
  }: {
    readonly noise: number;
    readonly tolerance: number;
    readonly first?: number | undefined;
    readonly limit: number;
  },
): Omit<CheckedElement, 'node'>[] {
  const data = sources.get(source)?.data;
  // What the target does not depend on has no place in its program, and a gradient of 0.
  if (data === undefined) return [];
  const stride = Math.max(1, Math.ceil(data.length / limit));
  const checked: Omit<CheckedElement, 'node'>[] = [];
  for (let index = 0; index < data.length; index += stride) {
    const x = data[index];
    const probe = (moved: number): Float64Array => {
      data[index] = moved;
      executor.run();
      return executor.value(target).data.slice();
    };
    const expected = analytic.data[index];
    const slope = numericSlope(probe, x, { expected, noise, tolerance, first });
    data[index] = x;
    checked.push(judged(index, expected, slope));
  }
  return checked;
}

function judged(
  index: number,
  analytic: number,
  { slope: numeric, error: uncertainty, kink }: NumericSlope,
): Omit<CheckedElement, 'node'> {
  const gap = Math.abs(analytic - numeric);
  const larger = Math.max(Math.abs(analytic), Math.abs(numeric));
  const relativeError = gap <= uncertainty ? 0 : (gap - uncertainty) / larger;
  // A gradient that is no number is wrong wherever it stands; an infinite one has no differences.
  const excused = !Number.isNaN(analytic) && (kink || !Number.isFinite(analytic));
  return { index, analytic, numeric, uncertainty, relativeError, kink: excused };
}

/**
 * What rounding does to the target: each value is off by half a unit in its last place, which counts as much
 * as the gradient there says.
 */
export function roundingNoise(
  gradients: ReadonlyMap<number, number>,
  numbersOf: (value: number) => Tensor | undefined,
): number {
  let noise = 0;
  for (const [value, gradient] of gradients) {
    const [numbers, slopes] = [numbersOf(value), numbersOf(gradient)];
    if (numbers === undefined || slopes === undefined) continue;
    for (let i = 0; i < numbers.data.length; i++) {
      const share = Math.abs(numbers.data[i] * slopes.data[i]);
      if (Number.isFinite(share)) noise += share;
    }
  }
  return noise * Number.EPSILON;
}
