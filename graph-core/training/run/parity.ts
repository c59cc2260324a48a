/** Whether the compiled loop does what the interpreter does: both do the same first steps, and differ by so much. */
import type { NodeId } from '../../graph/document.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { CompiledRun } from './compiled-run.ts';
import type { InterpretedRun } from './interpreted-run.ts';

/**
 * What both engines gave after the same steps: the largest differences. Losses and parameters differ by
 * |a - b| / max(1, |b|), gradients and state relative to the largest number of their tensor, or 1.
 */
export interface Parity {
  /** Steps compared. */
  readonly steps: number;
  /** Of the losses. */
  readonly loss: number;
  /** Of all parameters after the last step. */
  readonly parameters: number;
  /** Of all tensors of the optimizer after the last step; null when it has none. */
  readonly state: number | null;
  /** Of all gradients, step by step; null when they were not looked at. */
  readonly gradients: number | null;
  /** Parameter by parameter. */
  readonly rows: readonly ParityRow[];
  /**
   * Weights left out: beyond the bound, but with a gradient that f32 rounds away. Optimizers that divide by
   * the size of the gradient make a full step of what is left of it.
   */
  readonly unsettled: number;
  /** What f32 is expected to keep: above it the engines disagree. */
  readonly bound: number;
}

/** One parameter. */
export interface ParityRow {
  readonly node: NodeId;
  readonly parameter: number;
  readonly gradient: number | null;
}

/** Steps that both engines do before the compiled loop is trusted. */
const PARITY_STEPS = 8;
/** Time after which no further step is compared, in ms: nobody waits for large nets. */
const PARITY_TIME = 40;

/** Rounding in f32 is 6e-8 an operation; sums over layers and steps stay well below this. */
export const PARITY_BOUND = 1e-4;

/** A gradient this small beside the largest one of its step has few digits left in f32, or none. */
const ROUNDED_AWAY = 1e-5;

/**
 * Runs both for a few steps from the same weights, compares, and rewinds them; or says why there is nothing
 * to compare. Gradients can be compared when the loop was compiled to watch them.
 */
export function compareEngines(
  reference: InterpretedRun,
  compiled: CompiledRun,
  gradients?: 'with gradients',
): Parity | string {
  const { parameters } = compiled.definition;
  const gradientGaps = new Map<NodeId, number>();
  const faint = new Map(parameters.map(({ node, start }) => [node, faintNone(start)] as const));
  let loss = 0;
  let steps = 0;
  const until = performance.now() + PARITY_TIME;
  while (steps < PARITY_STEPS && (steps === 0 || performance.now() < until)) {
    const expected = reference.advance();
    if (reference.problems.length > 0) {
      reference.rewind();
      compiled.rewind();
      return 'a number stopped the first steps';
    }
    loss = Math.max(loss, difference(compiled.advance(1), expected));
    steps++;
    markFaint(reference.gradients(), faint);
    if (gradients !== undefined) {
      for (const { node, gradient } of parameters) {
        const wanted = reference.gradients().get(node);
        const gap = largestDifference(compiled.loop.read(gradient), wanted);
        gradientGaps.set(node, Math.max(gradientGaps.get(node) ?? 0, gap));
      }
    }
    if (!Number.isFinite(expected)) break;
  }
  const wanted = reference.variables();
  let unsettled = 0;
  let state: number | null = null;
  const rows: ParityRow[] = [];
  const computed = compiled.variables();
  for (const { node, value, state: name } of compiled.definition.variables) {
    const tensor = computed.get(value);
    if (tensor === undefined) continue;
    if (name !== null) {
      state = Math.max(state ?? 0, largestDifference(tensor, wanted.get(value)));
      continue;
    }
    const settled = settledDifference(tensor, wanted.get(value), faint.get(node));
    unsettled += settled.leftOut;
    rows.push({ node, parameter: settled.largest, gradient: gradientGaps.get(node) ?? null });
  }
  reference.rewind();
  compiled.rewind();
  return {
    steps,
    loss,
    parameters: rows.reduce((most, { parameter }) => Math.max(most, parameter), 0),
    state,
    gradients: gradients === undefined ? null : Math.max(0, ...gradientGaps.values()),
    rows,
    unsettled,
    bound: PARITY_BOUND,
  };
}

/** True when the engines are as close as f32 allows. */
export function agrees({ loss, parameters, state, gradients, bound }: Parity): boolean {
  return [loss, parameters, state ?? 0, gradients ?? 0].every((gap) => gap <= bound);
}

const faintNone = ({ data }: Tensor): Uint8Array => new Uint8Array(data.length);

/** Marks the elements whose gradient is rounded away beside the largest gradient of the step. */
function markFaint(
  gradients: ReadonlyMap<NodeId, Tensor>,
  faint: ReadonlyMap<NodeId, Uint8Array>,
): void {
  let most = 0;
  for (const { data } of gradients.values()) {
    for (let i = 0; i < data.length; i++) most = Math.max(most, Math.abs(data[i]));
  }
  for (const [node, { data }] of gradients) {
    const marks = faint.get(node);
    if (marks === undefined) continue;
    for (let i = 0; i < data.length; i++) {
      if (Math.abs(data[i]) <= ROUNDED_AWAY * most) marks[i] = 1;
    }
  }
}

/** The largest difference, and how many elements beyond the bound were left out of it. */
function settledDifference(
  computed: Tensor,
  wanted: Tensor | undefined,
  faint: Uint8Array | undefined,
): { readonly largest: number; readonly leftOut: number } {
  let most = 0;
  let leftOut = 0;
  const { length } = computed.data;
  for (let i = 0; i < length; i++) {
    const gap = difference(computed.data[i], wanted?.data[i] ?? Number.NaN);
    if (gap > PARITY_BOUND && faint?.[i] === 1) leftOut++;
    else most = Math.max(most, gap);
  }
  return { largest: most, leftOut };
}

/**
 * How far numbers are from those that are wanted, relative to the largest finite one of these or 1; infinite
 * where only one of the two is a number.
 */
export function largestDifference({ data }: Tensor, wanted: Tensor | undefined): number {
  let scale = 1;
  for (const number of wanted?.data ?? []) {
    if (Number.isFinite(number)) scale = Math.max(scale, Math.abs(number));
  }
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    most = Math.max(most, difference(data[i], wanted?.data[i] ?? Number.NaN, scale));
  }
  return most;
}

/** |a - b| / max(1, |b|), or relative to `scale`; 0 where both are the same kind of no number. */
function difference(a: number, b: number, scale = Math.max(1, Math.abs(b))): number {
  if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  const gap = Math.abs(a - b) / scale;
  return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap;
}
