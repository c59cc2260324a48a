/**
 * One step of a run from the inside: values, gradients of the loss and the update of each parameter, by the interpreter in
 * f64, from the weights that the run has and on the batch that its next step takes. The run stays as it is.
 */
import { type Evaluation, evaluateDocument } from '../../evaluate/evaluation.ts';
import { planTrace, type TraceStep } from '../../evaluate/trace.ts';
import type { NodeId } from '../../graph/document.ts';
import { fillMask } from '../../ops/kit/random-mask.ts';
import type { Feeds } from '../../program/flatten.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import type { InterpretedRun } from '../run/interpreted-run.ts';
import type { LiveRun } from '../run/live-run.ts';
import { batchFeeds } from '../step/batch-feeds.ts';
import { masksOf } from '../step/masks.ts';

/** What an update makes of one parameter. */
export interface ParameterUpdate {
  readonly node: NodeId;
  /** `w`, and the optimizer's state by its names. */
  readonly before: Readonly<Record<string, Tensor>>;
  /** The same after it; null where a number stopped the step. */
  readonly after: Readonly<Record<string, Tensor>> | null;
}

/** The examples of a batch, by their places among those learned from. */
export interface BatchRows {
  readonly places: readonly number[];
  /** How many examples there are. */
  readonly of: number;
}

/** One step of training, ready to be looked at. */
export interface Iteration {
  /** Updates that were made before. */
  readonly iteration: number;
  readonly evaluation: Evaluation;
  /** Every node forward, back from the loss, then every parameter that is updated. */
  readonly steps: readonly TraceStep[];
  /** Null without a data set. */
  readonly rows: BatchRows | null;
  /** The learning rate before the schedule changes it. */
  readonly rate: number;
  readonly updates: readonly ParameterUpdate[];
}

/** The next step of a run. */
export function nextIteration(run: LiveRun): Iteration {
  run.sync();
  const { reference, step, plan } = run;
  const evaluation = evaluateDocument(plan.document, {
    feeds: feedsOf(reference, step),
    target: plan.settings.loss,
  });
  const updates = updatesOf(reference, step);
  const steps = [
    ...planTrace(evaluation),
    ...updates.map(({ node }): TraceStep => ({ phase: 'update', kind: 'update', node })),
  ];
  const rows =
    plan.feeding === null
      ? null
      : { places: [...reference.rows(step)], of: plan.feeding.dataset.size };
  return { iteration: step, evaluation, steps, rows, rate: run.rate, updates };
}

/** What the sources of the document are at this step: examples, weights, masks. */
function feedsOf(run: InterpretedRun, step: number): Feeds {
  const { feeding } = run.plan;
  const feeds = new Map(feeding === null ? [] : batchFeeds(feeding, run.rows(step)));
  for (const [node, { shape, data }] of run.weights()) {
    feeds.set(node, { shape, data: data.slice() });
  }
  const { program } = run.definition.flattened;
  const masks = new Map(masksOf(program).map((mask) => [mask.value, mask] as const));
  for (const [node, value] of program.nodes) {
    const mask = masks.get(value);
    if (mask === undefined) continue;
    const tensor = zeros(mask.shape);
    fillMask(tensor.data, mask.draw, step);
    feeds.set(node, tensor);
  }
  return feeds;
}

function updatesOf(run: InterpretedRun, step: number): readonly ParameterUpdate[] {
  const before = copies(run);
  const { loss } = run;
  run.restore(step, before);
  run.advance();
  const after = run.problems.length > 0 ? null : copies(run);
  run.restore(step, before);
  run.loss = loss;
  return run.definition.parameters.map(({ node }) => ({
    node,
    before: named(run, node, before),
    after: after === null ? null : named(run, node, after),
  }));
}

const copies = (run: InterpretedRun): ReadonlyMap<number, Tensor> =>
  new Map(
    [...run.variables()].map(([value, { shape, data }]) => [value, { shape, data: data.slice() }]),
  );

function named(
  { definition }: InterpretedRun,
  node: NodeId,
  tensors: ReadonlyMap<number, Tensor>,
): Readonly<Record<string, Tensor>> {
  const record: Record<string, Tensor> = {};
  for (const { node: owner, state, value } of definition.variables) {
    const tensor = tensors.get(value);
    if (owner === node && tensor !== undefined) record[state ?? 'w'] = tensor;
  }
  return record;
}
